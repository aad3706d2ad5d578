"""`ingest` killed at twenty random moments on the demo outlets: run again, it leaves the same events and sends the same mails."""
import contextlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.environ["SOURCE_DIR"], "tests", "demo"))
import serve
import smtp_sink

CHOKEPOINT = os.environ["CHOKEPOINT"]
NOW = "2025-09-21T14:00:00Z"
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
settle_minutes = 0
"""
FEED = '[[feed]]\nid = "%s"\nurl = "%s"\noutlet = "%s"\nlang = "%s"\ntier = "%s"\n'
# Everything a later run builds on. Row numbers may differ, so documents go by name.
TABLES = {
    "documents": "SELECT name, title, published, first_seen, version, content_hash FROM documents ORDER BY name",
    "mentions": "SELECT d.name, m.type, m.stage, m.actor, m.target, m.date, m.background FROM mentions m "
                "JOIN documents d ON d.id = m.document WHERE m.current = 1 ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "events": "SELECT name, type, stage, actor, target, date FROM events ORDER BY name",
    "transitions": "SELECT name, event, kind, stage, at, alertable, documents FROM transitions "
                   "WHERE current = 1 ORDER BY name",
    "inbox": "SELECT count(*) FROM inbox",
}


class Kills(unittest.TestCase):
    def configure(self, name, sink):
        folder = self.folder / name
        folder.mkdir()
        (folder / "chokepoint.toml").write_text(
            CONFIG % (self.site.host, sink.port) + "".join(
                FEED % (o["id"], o["feed_url"], o["name"], o["lang"], o["tier"]) for o in self.site.outlets))
        self.run_in(folder, "init")
        return folder

    def command(self, folder, *args):
        return [CHOKEPOINT, "-c", str(folder / "chokepoint.toml"), *args]

    def run_in(self, folder, *args):
        done = subprocess.run(self.command(folder, *args), capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def finish(self, folder, sink):
        """Runs to the end: what the store holds then, and what was mailed."""
        self.run_in(folder, "ingest", "--now", NOW)
        self.run_in(folder, "alerts", "send", "--now", NOW)
        with contextlib.closing(sqlite3.connect(folder / "demo.db")) as db:
            contents = {table: db.execute(query).fetchall() for table, query in TABLES.items()}
        return contents, sorted(mail["Subject"] for mail in sink.mails())

    def test_killed_anywhere_and_started_again(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-kills-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.site = serve.Site(self.folder).start()
        self.addCleanup(self.site.close)
        calm_sink = smtp_sink.Sink(self.folder / "calm-mails")
        self.addCleanup(calm_sink.close)
        calm = self.configure("calm", calm_sink)
        start = time.monotonic()
        self.run_in(calm, "ingest", "--now", NOW)
        whole = time.monotonic() - start
        expected, mails = self.finish(calm, calm_sink)
        self.assertEqual(len(expected["documents"]), 40)
        self.assertTrue(mails)
        chance = random.Random(11)
        for attempt in range(20):
            sink = smtp_sink.Sink(self.folder / ("mails-%d" % attempt))
            folder = self.configure("killed-%d" % attempt, sink)
            victim = subprocess.Popen(self.command(folder, "ingest", "--now", NOW), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(whole * chance.random())
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            contents, sent = self.finish(folder, sink)
            sink.close()
            for table, rows in expected.items():
                self.assertEqual(contents[table], rows, "%s, attempt %d" % (table, attempt))
            self.assertEqual(sent, mails, "attempt %d" % attempt)


if __name__ == "__main__":
    unittest.main()
