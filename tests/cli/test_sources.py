"""What a user is told of the sources: health, silence, a feed that is gone, progress on a terminal, walls before articles."""
import json
import os
import pty
import subprocess
import unittest

from outlet import PAGE, IngestTest, Outlet


class Sources(IngestTest):
    def test_health_rhythm_silence_errors_and_the_next_poll(self):
        items = "".join("<item><title>E%d</title><guid>%d</guid><pubDate>%02d Jan 2026 08:00:00 GMT</pubDate></item>"
                        % (day, day, day) for day in range(1, 7))
        self.outlet.answers["/daily"] = "<rss version='2.0'><channel><title>D</title>%s</channel></rss>" % items
        self.run_it("feeds", "add", self.outlet.base + "/daily", "--id", "daily", "--no-articles")
        self.run_it("feeds", "add", self.outlet.base + "/gone", "--id", "gone", "--unseen")
        self.run_it("feeds", "add", self.outlet.base + "/new", "--id", "new", "--unseen")
        self.outlet.answers["/gone"] = lambda h: Outlet.send(h, 410)
        done = self.run_it("ingest", "--now", "2026-01-06T12:00:00Z", status=1)
        self.assertIn("feed gone gone: ", done.stderr)
        self.assertIn("it will be asked once a week", done.stderr)
        rows = {r["id"]: r for r in map(json.loads, self.run_it("feeds", "check", "--format", "jsonl", status=None).stdout.splitlines())}
        self.assertEqual((rows["daily"]["health"], rows["daily"]["rhythm_seconds"], rows["daily"]["silent"]), ("good", 86400, True))
        self.assertEqual(rows["daily"]["last_success"], "2026-01-06T12:00:00Z")
        self.assertEqual(rows["daily"]["next_poll"], "2026-01-06T16:00:00Z")
        self.assertEqual((rows["gone"]["health"], rows["gone"]["failures"], rows["gone"]["next_poll"]),
                         ("gone", 1, "2026-01-13T12:00:00Z"))
        self.assertIn("410", rows["gone"]["error"])
        text = self.run_it("feeds", "check", status=None).stdout
        self.assertRegex(text, r"daily: good, silent, read .* ago, last new entry .* ago, usually every 24 h, due")
        self.assertRegex(text, r"gone: gone, due, 1 failures: .*HTTP 410")

    def test_check_all_asks_each_and_leaves_nothing_behind(self):
        self.run_it("feeds", "add", self.outlet.publish(2), "--id", "good")
        self.run_it("feeds", "add", self.outlet.base + "/none", "--id", "none", "--unseen")
        done = self.run_it("feeds", "check", "--all", status=1)
        self.assertIn("good: good: rss20, 2 entries", done.stdout)
        self.assertIn("none: broken: HTTP 404: not found", done.stdout)
        self.assertEqual(self.query("SELECT count(*) FROM feed_states"), [(0,)])

    def test_a_page_that_names_its_feed_gives_the_feeds_own_name_and_language(self):
        self.outlet.answers["/"] = "<html><head><title>Home</title><link rel=alternate type=application/rss+xml href=/f.xml></head></html>"
        self.outlet.answers["/f.xml"] = ("<rss version='2.0'><channel><title>Beispielblatt</title><language>de-at</language>"
                                         "<item><title>A</title><guid>a</guid></item></channel></rss>")
        self.run_it("feeds", "add", self.outlet.base + "/", "--id", "named")
        self.assertEqual(self.query("SELECT url, outlet, lang FROM feeds"), [(self.outlet.base + "/f.xml", "Beispielblatt", "de")])
        self.run_it("feeds", "remove", "named")
        self.run_it("feeds", "add", self.outlet.base + "/", "--outlet", "Mine", "--lang", "fr")
        self.assertEqual(self.query("SELECT outlet, lang FROM feeds"), [("Mine", "fr")])
        self.outlet.answers["/bad"] = self.outlet.answers["/"].replace("/f.xml", "/none")
        done = self.run_it("feeds", "add", self.outlet.base + "/bad", status=1)
        self.assertIn("/none", done.stderr)
        self.assertIn("nothing added", done.stderr)

    def test_the_doctor_tries_a_feed_that_was_added_to_the_store(self):
        self.assertIn("no feeds", self.run_it("doctor").stdout)
        self.run_it("feeds", "add", self.outlet.publish(1), "--id", "added")
        self.assertRegex(self.run_it("doctor").stdout, "ok +network, by feed added: status 200")

    def test_a_terminal_sees_progress_and_a_pipe_one_line(self):
        self.run_it("feeds", "add", self.outlet.publish(3), "--id", "good")
        ours, theirs = pty.openpty()
        done = subprocess.run(self.command(self.folder, "ingest"), stdout=subprocess.PIPE, stderr=theirs, timeout=60)
        os.close(theirs)
        seen = os.read(ours, 65536).decode()
        os.close(ours)
        self.assertEqual(done.returncode, 0)
        for words in ("feeds 1 of 1", "pages 3 of 3", "coded 3 of 3"):
            self.assertIn(words, seen)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        again = self.run_it("ingest", "--all")
        self.assertEqual((again.stderr, len(again.stdout.splitlines())), ("", 1))

    def test_behind_a_wall_the_feed_speaks(self):
        url = self.outlet.publish(1)
        self.outlet.answers["/story-0.html"] = PAGE.format(
            title="Ministry tightens rule number 0", day="2026-01-05",
            text="<p>The new rule takes effect at once.</p><p>Subscribe to continue reading. Already a subscriber? Sign in.</p>")
        self.run_it("feeds", "add", url)
        self.run_it("ingest")
        self.assertEqual(self.query("SELECT title, stub FROM documents"), [("Ministry tightens rule number 0", 1)])
        text = self.run_it("articles", "--format", "jsonl").stdout
        self.assertNotIn("Already a subscriber", text)


if __name__ == "__main__":
    unittest.main()
