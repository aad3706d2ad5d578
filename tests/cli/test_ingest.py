"""`ingest` end to end against a real web server: feeds, pages, robots.txt, conditional requests, bad input."""
import json
import unittest

from outlet import IngestTest, Outlet

NOW = "2026-01-28T12:00:00Z"


class EndToEnd(IngestTest):
    def test_new_articles_are_stored_once_and_asked_for_once(self):
        self.run_it("feeds", "add", self.outlet.publish(5))
        first = self.run_it("ingest", "--now", NOW)
        self.assertIn("documents 5 new 0 changed", first.stdout)
        rows = self.query("SELECT title, outlet, published, stub, text_size FROM documents ORDER BY published")
        self.assertEqual(len(rows), 5)
        self.assertEqual(rows[0][:4], ("Ministry tightens rule number 0", "Example Times", "2026-01-05", 0))
        self.assertGreater(rows[0][4], 500)
        self.outlet.clear_log()
        second = self.run_it("ingest", "--all", "--now", "2026-01-28T12:30:00Z")
        self.assertIn("documents 0 new 0 changed", second.stdout)
        self.assertEqual(self.outlet.paths(), ["/feed.xml"])
        self.assertEqual(self.outlet.log[0][1].get("If-None-Match"), '"v5"')

    def test_a_feed_that_is_not_due_is_left_alone(self):
        self.run_it("feeds", "add", self.outlet.publish(1))
        self.run_it("ingest", "--now", NOW)
        self.outlet.clear_log()
        self.assertIn("feeds 0 ", self.run_it("ingest", "--now", "2026-01-28T12:01:00Z").stdout)
        self.assertEqual(self.outlet.paths(), [])

    def test_robots_txt_is_asked_first_and_obeyed_and_the_summary_stands_in(self):
        self.outlet.answers["/robots.txt"] = "User-agent: *\nDisallow: /story-1\n"
        self.run_it("feeds", "add", self.outlet.publish(2))
        done = self.run_it("ingest", "--now", NOW)
        self.assertIn("robots.txt forbids this page", done.stderr)
        self.assertNotIn("/story-1.html", self.outlet.paths())
        self.assertEqual(self.outlet.paths().count("/robots.txt"), 1)
        self.assertEqual(self.query("SELECT stub FROM documents ORDER BY published"), [(0,), (1,)])

    def test_a_page_that_fails_is_asked_again_and_its_summary_does_not_wait(self):
        url = self.outlet.publish(1)
        page = self.outlet.answers["/story-0.html"]
        self.outlet.answers["/story-0.html"] = lambda h: Outlet.send(h, 503)
        self.run_it("feeds", "add", url)
        self.run_it("ingest", "--now", NOW)
        self.assertEqual(self.query("SELECT stub FROM documents"), [(1,)])
        self.outlet.answers["/story-0.html"] = page
        self.run_it("ingest", "--now", "2026-01-28T13:00:00Z")
        self.assertEqual(self.query("SELECT stub, version, first_seen FROM documents"), [(0, 2, 1769601600)])

    def test_a_page_that_changes_is_read_again(self):
        self.run_it("feeds", "add", self.outlet.publish(22))
        self.run_it("ingest", "--now", "2026-01-25T12:00:00Z")
        self.outlet.answers["/story-19.html"] = self.outlet.answers["/story-19.html"].replace("at once", "in May")
        later = self.run_it("ingest", "--now", "2026-01-25T20:00:00Z")
        self.assertIn("documents 0 new 1 changed", later.stdout)

    def test_a_page_and_the_feed_it_names_are_read_once_each(self):
        self.outlet.publish(1)
        self.outlet.answers["/"] = ("<html><head><link rel=alternate type=application/rss+xml href=feed.xml "
                                    "title=News></head><body>Hello</body></html>")
        self.run_it("feeds", "add", self.outlet.base + "/", "--id", "times")
        self.assertEqual(self.outlet.paths(), ["/", "/feed.xml"])
        self.assertIn(self.outlet.base + "/feed.xml", self.run_it("feeds", "list").stdout)

    def test_opml_goes_out_and_comes_in_with_all_we_know_of_a_source(self):
        self.run_it("feeds", "add", self.outlet.publish(1), "--outlet", "A & B", "--topic", "trade", "--tier", "official",
                    "--country", "JP", "--lang", "ja", "--no-articles")
        self.run_it("feeds", "add", self.outlet.base + "/two", "--unseen", "--outlet", "Two", "--lang", "zh-Hans")
        text = self.run_it("feeds", "export").stdout
        other = self.folder / "other"
        self.configure(other)
        (other / "in.opml").write_text(text)
        self.run_in(other, "feeds", "import", str(other / "in.opml"))
        rows = [sorted(self.run_in(folder, "feeds", "list", "--format", "jsonl").stdout.splitlines())
                for folder in (self.folder, other)]
        feed, two = map(json.loads, rows[0])
        self.assertEqual([feed[key] for key in ("outlet", "topic", "tier", "country", "lang", "articles")],
                         ["A & B", "trade", "official", "JP", "ja", False])
        self.assertEqual((two["tier"], two["articles"]), ("press", True))
        self.assertEqual(rows[0], rows[1])
        self.assertEqual(self.run_in(other, "feeds", "export").stdout, text)

    def test_opml_of_another_program(self):
        (self.folder / "in.opml").write_text(
            '<opml version="1.0"><body><outline text="Gazettes"><outline text="A" title="Gazette" language="fr" '
            'xmlUrl="https://a.example/rss"/></outline><outline type="rss" text="B" xmlUrl="feed://b.example/x"/></body></opml>')
        self.assertIn("added 2 of 2", self.run_it("feeds", "import", str(self.folder / "in.opml")).stdout)
        rows = [json.loads(line) for line in self.run_it("feeds", "list", "--format", "jsonl").stdout.splitlines()]
        self.assertEqual([(f["url"], f["outlet"], f["topic"], f["lang"], f["tier"]) for f in rows],
                         [("https://a.example/rss", "Gazette", "Gazettes", "fr", "press"),
                          ("http://b.example/x", "B", "", "", "press")])
        self.assertIn("added 0 of 2", self.run_it("feeds", "import", str(self.folder / "in.opml")).stdout)

    def test_lines_of_json_go_the_same_way(self):
        lines = [json.dumps({"id": "a", "published": "2026-01-06", "title": "T", "text": "Text.",
                             "outlet": "O", "tier": "official", "first_seen": "2026-01-06T10:00:00Z"}),
                 "not json", json.dumps({"id": "b"})]
        path = self.folder / "in.jsonl"
        path.write_text("\n".join(lines) + "\n")
        done = self.run_it("ingest", "--jsonl", str(path), status=1)
        self.assertIn("in.jsonl:2: not a JSON object", done.stderr)
        self.assertIn("in.jsonl:3: has neither", done.stderr)
        self.assertEqual(self.query("SELECT name, outlet, tier, first_seen FROM documents"),
                         [("a", "O", "official", 1767693600)])


class BadLines(IngestTest):
    def test_a_field_of_another_type_is_named_and_the_other_lines_go_on(self):
        good = {"id": "a", "published": "2026-01-06", "title": "T", "text": "Text."}
        wrong = (({"title": 5}, "'title' must be a string, not a number"),
                 ({"published": 20260101}, "'published' must be a string, not a number"),
                 ({"text": ["a"]}, "'text' must be a string, not a list"),
                 ({"tier": {}, "outlet": True}, "'outlet' must be a string, not true or false, 'tier' must be a string, not an object"),
                 ({"first_seen": 1767693600, "id": 7}, "'id' must be a string, not a number, 'first_seen' must be"))
        lines = [dict(good, id=f"wrong-{i}") | fields for i, (fields, _) in enumerate(wrong)]
        path = self.folder / "in.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in [*lines, good | {"lang": None, "more": [1]}]))
        done = self.run_it("ingest", "--jsonl", str(path), status=1)
        told = done.stderr.splitlines()
        self.assertEqual(len(told), len(wrong), done.stderr)
        for number, (line, (_, said)) in enumerate(zip(told, wrong), 1):
            self.assertIn(f"in.jsonl:{number}: {said}", line)
        self.assertEqual(self.query("SELECT name FROM documents"), [("a",)])


class BadInput(IngestTest):
    def test_each_bad_feed_is_one_clear_line_and_the_good_one_goes_on(self):
        bad = {
            "/500": (lambda h: Outlet.send(h, 500), "HTTP 500: server error"),
            "/html": ("<!doctype html><html><body><p>Welcome</p></body></html>", "HTML"),
            "/empty": (lambda h: Outlet.send(h, 200, ""), "empty"),
            "/broken": ("<<<<>>>> this is & no xml", "no feed in this document"),
            "/gone": (lambda h: Outlet.send(h, 410), "HTTP 410: gone for good"),
            "/slow": (lambda h: Outlet.send(h, 429, "", [("Retry-After", "7200")]), "HTTP 429: blocked"),
        }
        for path, (answer, _) in bad.items():
            self.outlet.answers[path] = answer
            self.run_it("feeds", "add", self.outlet.base + path, "--unseen", "--id", path[1:])
        self.run_it("feeds", "add", "http://127.0.0.1:1/x", "--unseen", "--id", "private")
        self.run_it("feeds", "add", self.outlet.publish(1), "--id", "good")
        done = self.run_it("ingest", "--now", NOW, status=1)
        self.assertIn("feeds 8 (7 failed)", done.stdout)
        lines = done.stderr.splitlines()
        for path, (_, words) in bad.items():
            mine = [line for line in lines if line.startswith("chokepoint: feed %s " % path[1:])]
            self.assertEqual(len(mine), 1, done.stderr)
            self.assertIn(words.lower(), mine[0].lower())
        self.assertEqual(len([line for line in lines if "private address" in line]), 1)
        states = dict(self.query("SELECT feed, health FROM feed_states"))
        self.assertEqual((states["gone"], states["slow"], states["500"], states["good"]),
                         ("gone", "blocked", "broken", "good"))
        wait = self.query("SELECT next_poll - last_attempt FROM feed_states WHERE feed = 'slow'")
        self.assertEqual(wait, [(7200,)])

    def test_machines_get_json(self):
        self.run_it("feeds", "add", self.outlet.base + "/none", "--unseen", "--id", "none")
        done = self.run_it("ingest", "--log-format", "json", status=1)
        self.assertEqual(json.loads(done.stderr)["event"], "feed_failed")
        self.assertEqual(json.loads(done.stdout)["feeds_failed"], 1)

    def test_configuration_mistakes_have_a_place_and_status_2(self):
        config = self.folder / "chokepoint.toml"
        config.write_text(config.read_text() + "\n[fetsch]\nx = 1\n")
        done = self.run_it("ingest", status=2)
        self.assertIn("unknown key 'fetsch'; did you mean 'fetch'?", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_without_a_configuration_it_says_what_to_do(self):
        done = self.run_in(self.folder / "nowhere", "ingest", status=2)
        self.assertIn("chokepoint init", done.stderr)


if __name__ == "__main__":
    unittest.main()
