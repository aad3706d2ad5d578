"""What `read-feed`, `extract` and `ingest` ask a server for: one request, the limits, the wishes of feeds, sitemaps."""
import json
import subprocess
import unittest

from outlet import CHOKEPOINT, IngestTest, Outlet

NOW = "2026-01-28T12:00:00Z"  # a Wednesday
RSS = "<rss version='2.0'><channel><title>T</title>%s<item><title>A</title><link>/a</link></item></channel></rss>"
URLSET = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>"


class OneRequest(IngestTest):
    def ask(self, *args, status=0):
        done = subprocess.run([CHOKEPOINT, *args], capture_output=True, text=True, timeout=60, cwd=self.folder / "none")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return json.loads(done.stdout) if status == 0 else done.stderr

    def setUp(self):
        super().setUp()
        (self.folder / "none").mkdir()

    def test_a_feed_by_its_address(self):
        self.outlet.answers["/old"] = lambda h: Outlet.send(h, 302, "", [("Location", "/news/feed.xml")])
        self.outlet.answers["/news/feed.xml"] = lambda h: Outlet.send(
            h, 200, (RSS % "").replace("<title>T", "<title>Schl\xfcssel").encode("latin-1"),
            [("Content-Type", "application/rss+xml; charset=iso-8859-1")])
        feed = self.ask("read-feed", self.outlet.base + "/old", "--allow-private", self.outlet.host)
        self.assertEqual((feed["title"], feed["entries"][0]["link"]), ("Schl\xfcssel", self.outlet.base + "/a"))
        self.assertEqual(self.outlet.paths(), ["/old", "/news/feed.xml"])
        feed = self.ask("read-feed", self.outlet.base + "/old", "--allow-private", "127.0.0.1", "--base", "https://b.example/")
        self.assertEqual(feed["entries"][0]["link"], "https://b.example/a")

    def test_a_page_by_its_address(self):
        self.outlet.publish(1)
        page = self.ask("extract", self.outlet.base + "/story-0.html", "--allow-private", self.outlet.host)
        self.assertEqual(page["title"], "Ministry tightens rule number 0")
        self.assertEqual(page["url"], self.outlet.base + "/story-0.html")
        self.assertEqual(self.outlet.paths(), ["/story-0.html"])

    def test_refusals_and_limits_are_those_of_ingest(self):
        for command in ("read-feed", "extract"):
            self.assertIn("a private address", self.ask(command, self.outlet.base + "/x", status=1))
            self.assertIn("not found", self.ask(command, self.outlet.base + "/x", "--allow-private", "127.0.0.1", status=1))
        self.assertEqual(len(self.outlet.paths()), 2)
        self.configure(self.folder, fetch="max_download_kib = 2")
        self.outlet.answers["/big"] = RSS % ("<x>" + "y" * 3000 + "</x>")
        done = self.run_it("read-feed", self.outlet.base + "/big", status=1)
        self.assertIn("larger than the limit", done.stderr)

    def test_a_folder_and_nothing_are_not_files(self):
        for command in ("read-feed", "extract"):
            self.assertIn("is a folder", self.ask(command, str(self.folder), status=2))
            self.assertIn("cannot open this file", self.ask(command, str(self.folder / "absent"), status=1))


class Wishes(IngestTest):
    def next_poll(self, now=NOW):
        self.run_it("ingest", "--all", "--now", now)
        return self.query("SELECT strftime('%Y-%m-%dT%H:%M', next_poll, 'unixepoch') FROM feed_states")[0][0]

    def add(self, wishes):
        self.outlet.answers["/feed"] = lambda h: Outlet.send(
            h, *((304, "") if h.headers.get("If-None-Match") else (200, RSS % wishes)), [("ETag", '"1"')])
        self.run_it("feeds", "add", self.outlet.base + "/feed", "--unseen", "--no-articles")

    def test_ttl_also_after_a_304(self):
        self.add("<ttl>180</ttl>")
        self.assertEqual(self.next_poll(), "2026-01-28T15:00")
        self.assertEqual(self.next_poll("2026-01-28T15:00:00Z"), "2026-01-28T18:00")

    def test_syndication_module(self):
        self.add("<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod>"
                 "<sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>12</sy:updateFrequency>")
        self.assertEqual(self.next_poll(), "2026-01-28T14:00")

    def test_hours_and_days_to_skip_also_after_a_304(self):
        self.add("<skipHours><hour>12</hour><hour>13</hour></skipHours><skipDays><day>Thursday</day></skipDays>")
        self.assertEqual(self.next_poll(), "2026-01-28T14:00")
        self.assertEqual(self.next_poll("2026-01-28T23:45:00Z"), "2026-01-30T00:00")


class Identity(IngestTest):
    """GUIDs that rotate, vanish or repeat neither lose nor double an entry, and first_seen stays."""

    def publish(self, guids):
        items = "".join("<item><title>Rule %d</title><link>%s/rule-%d.html</link>%s<description>Text of rule %d.</description></item>"
                        % (i, self.outlet.base, i, guid and "<guid isPermaLink='false'>%s</guid>" % guid, i) for i, guid in enumerate(guids))
        self.outlet.answers["/feed"] = "<rss version='2.0'><channel><title>T</title>%s</channel></rss>" % items

    def test_guids_that_rotate_vanish_and_repeat(self):
        self.publish(["a0", "a1", "a2"])
        self.run_it("feeds", "add", self.outlet.base + "/feed", "--unseen", "--no-articles")
        for hour, guids in enumerate((["a0", "a1", "a2"], ["b0", "b1", "b2"], ["", "", ""], ["same"] * 3, ["a0", "a1", "a2", "a3"])):
            self.publish(guids)
            self.run_it("ingest", "--all", "--now", "2026-01-28T%02d:00:00Z" % (10 + hour))
        self.assertEqual(self.query("SELECT title, strftime('%H', first_seen, 'unixepoch') FROM documents ORDER BY 1"),
                         [("Rule 0", "10"), ("Rule 1", "10"), ("Rule 2", "10"), ("Rule 3", "14")])

    def test_places_in_a_list_as_guids(self):
        def listed(titles):
            self.outlet.answers["/feed"] = "<rss version='2.0'><channel><title>T</title>%s</channel></rss>" % "".join(
                "<item><title>%s</title><guid isPermaLink='false'>%d</guid><description>About %s.</description></item>" % (t, i, t)
                for i, t in enumerate(titles))
        listed("ABCDE")
        self.run_it("feeds", "add", self.outlet.base + "/feed", "--unseen", "--no-articles")
        self.run_it("ingest")
        listed("XYABC")
        self.run_it("ingest", "--all")
        self.run_it("ingest", "--all")
        self.assertEqual([t for t, in self.query("SELECT title FROM documents ORDER BY 1")], list("ABCDEXY"))


class Limits(IngestTest):
    extra_config = "[ingest]\nentries_per_feed = 5\narticles_per_run = 2"

    def test_entries_of_a_feed_and_articles_of_a_run(self):
        self.run_it("feeds", "add", self.outlet.publish(9))
        pages = lambda: [p for p in self.outlet.paths() if p.startswith("/story")]
        self.run_it("ingest")
        self.assertEqual(len(pages()), 2)
        for _ in range(4):
            self.run_it("ingest", "--all")
        # The five newest of nine.
        self.assertEqual(sorted(set(pages())), ["/story-%d.html" % i for i in range(4, 9)])


class Sitemaps(IngestTest):
    def page(self, path):
        self.outlet.publish(1, "/unused.xml", path.strip("/"))
        return "<url><loc>%s%s-0.html</loc><lastmod>2026-01-28</lastmod></url>" % (self.outlet.base, path)

    def test_an_index_is_followed_to_what_is_new(self):
        index = "".join("<sitemap><loc>%s/%s</loc>%s</sitemap>" % (self.outlet.base, name, date) for name, date in (
            ("old.xml", "<lastmod>2019-01-01</lastmod>"), ("new.xml", "<lastmod>2026-01-28T11:00:00Z</lastmod>"),
            ("lost.xml", ""), ("news.xml", "")))
        self.outlet.answers["/index.xml"] = lambda h: Outlet.send(
            h, 200, "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</sitemapindex>" % index, [("ETag", '"1"')])
        self.outlet.answers["/old.xml"] = URLSET % self.page("/first")
        self.outlet.answers["/new.xml"] = URLSET % self.page("/second")
        self.outlet.answers["/news.xml"] = URLSET % ""
        self.run_it("feeds", "add", self.outlet.base + "/index.xml", "--unseen", "--id", "map")
        done = self.run_it("ingest", "--now", NOW)
        self.assertIn("lost.xml", done.stderr)
        self.assertEqual(self.query("SELECT count(*) FROM documents"), [(2,)])
        # Later: what has not changed since is not asked for again, what may have is, though the index stayed as it was.
        self.run_it("ingest", "--all", "--now", "2026-01-30T12:00:00Z")
        self.outlet.clear_log()
        self.outlet.answers["/news.xml"] = URLSET % self.page("/third")
        self.run_it("ingest", "--all", "--now", "2026-02-01T12:00:00Z")
        asked = self.outlet.paths()
        self.assertNotIn("/old.xml", asked)
        self.assertNotIn("/new.xml", asked)
        self.assertEqual(self.query("SELECT count(*) FROM documents"), [(3,)])
        self.assertEqual(self.query("SELECT health FROM feed_states"), [("good",)])

    def test_an_index_whose_sitemaps_all_fail_is_broken(self):
        self.outlet.answers["/index.xml"] = "<sitemapindex><sitemap><loc>%s/lost.xml</loc></sitemap></sitemapindex>" % self.outlet.base
        self.run_it("feeds", "add", self.outlet.base + "/index.xml", "--unseen", "--id", "map")
        self.run_it("ingest", "--now", NOW, status=1)
        self.assertEqual(self.query("SELECT health FROM feed_states"), [("broken",)])


if __name__ == "__main__":
    unittest.main()
