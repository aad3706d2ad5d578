"""The demo outlets end to end: six feeds of six formats and five languages become events, each is told once, and a second
round finds nothing new."""
import collections
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.environ["SOURCE_DIR"], "tests", "demo"))
import serve
import smtp_sink

CHOKEPOINT = os.environ["CHOKEPOINT"]
CONFIG = """[store]
path = "demo.db"
[fetch]
spacing_ms = 0
allow_private_hosts = ["%s"]
[mail]
server = "127.0.0.1"
port = %d
security = "none"
from = "Chokepoint <chokepoint@demo.example>"
[[subscription]]
name = "desk"
to = ["desk@demo.example"]
cap_per_hour = 100
"""
# type, actor, target: what anybody who read the forty articles would tell; the days it may be dated; how many of the articles
# tell it at least.
TOLD = {
    ("dual_use_ban", "CN", "KR"): ("2025-09-16", "2025-09-16", 6),
    ("licence_tightening", "CN", "KR"): ("2025-09-15", "2025-09-20", 3),
    ("anti_dumping_probe", "CN", "KR"): ("2025-09-17", "2025-09-17", 2),
    ("diplomatic_protest", "KR", "CN"): ("2025-09-16", "2025-09-16", 1),
    ("trade_dispute", "KR", "CN"): ("2025-09-19", "2025-09-19", 1),
}


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-demo-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.site = serve.Site(cls.folder).start()
        cls.addClassCleanup(cls.site.close)
        cls.sink = smtp_sink.Sink(cls.folder / "mails")
        cls.addClassCleanup(cls.sink.close)
        (cls.folder / "chokepoint.toml").write_text(CONFIG % (cls.site.host, cls.sink.port))
        cls.run_it("init")
        for outlet in cls.site.outlets:
            cls.run_it("feeds", "add", outlet["feed_url"], "--id", outlet["id"], "--outlet", outlet["name"],
                       "--lang", outlet["lang"], "--tier", outlet["tier"])
        cls.first = cls.run_it("ingest", "--now", "2025-09-21T14:00:00Z")
        cls.events = json.loads(cls.run_it("events", "--format", "json").stdout)
        cls.run_it("alerts", "send")
        cls.mails = cls.sink.mails()

    @classmethod
    def run_it(cls, *args):
        done = subprocess.run([CHOKEPOINT, "-c", str(cls.folder / "chokepoint.toml"), *args], capture_output=True,
                              text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError("%s: %s" % (args, done.stdout + done.stderr))
        return done

    def alerts(self):
        return [json.loads(line) for line in self.run_it("alerts", "list", "--format", "jsonl").stdout.splitlines()]

    def test_every_article_of_every_format_and_encoding_is_stored(self):
        self.assertIn("documents 40 new 0 changed", self.first.stdout)

    def test_the_moves_of_the_week_are_events(self):
        for move, (earliest, latest, articles) in TOLD.items():
            with self.subTest(move=move):
                told = [len(e["documents"]) for e in self.events if not e["background"]
                        and (e["type"], e["actor"], e["target"]) == move and earliest <= (e["date"] or "") <= latest]
                self.assertTrue(told)
                self.assertGreaterEqual(max(told), articles)

    def test_one_event_is_told_in_many_languages(self):
        ban = max((e for e in self.events if e["type"] == "dual_use_ban" and not e["background"]),
                  key=lambda e: len(e["documents"]))
        with contextlib.closing(sqlite3.connect(self.folder / "demo.db")) as db:
            languages = {db.execute("SELECT lang FROM documents WHERE name = ?", (d,)).fetchone()[0]
                         for d in ban["documents"]}
        self.assertGreaterEqual(len(languages), 4, languages)

    def test_each_change_is_told_once(self):
        sent = collections.Counter((a["subscription"], a["event"], a["transition"]) for a in self.alerts()
                                   if a["state"] == "sent")
        self.assertTrue(sent)
        self.assertEqual({change: n for change, n in sent.items() if n > 1}, {})
        self.assertTrue(self.mails)
        self.assertLessEqual(len(self.mails), len(sent))
        subjects = collections.Counter(mail["Message-ID"] for mail in self.mails)
        self.assertEqual(max(subjects.values()), 1)

    def test_a_second_round_is_silent(self):
        (self.folder / "requests.log").write_text("")
        again = self.run_it("ingest", "--all", "--now", "2025-09-21T16:00:00Z")
        self.assertIn("documents 0 new 0 changed", again.stdout)
        answers = (self.folder / "requests.log").read_text().split("\n")[:-1]
        self.assertEqual(sorted(line.split()[0] for line in answers), ["304"] * 6)
        self.assertEqual(json.loads(self.run_it("events", "--format", "json").stdout), self.events)
        self.run_it("alerts", "send")
        self.assertEqual(len(self.sink.mails()), len(self.mails))


if __name__ == "__main__":
    unittest.main()
