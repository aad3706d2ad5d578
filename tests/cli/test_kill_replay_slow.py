"""`replay --apply` killed at twenty random moments: the store says what it said before or what it says after, never between."""
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])
CONFIG = """[store]
path = "c.db"
[[subscription]]
name = "all"
channel = "file"
path = "alerts.jsonl"
"""
# What must not depend on how often a replay was killed: no row numbers, which a second reading takes anew.
CONTENTS = [
    "SELECT d.name, m.ordinal, m.type, m.stage, m.actor, m.target, m.date, m.score FROM mentions m "
    "JOIN documents d ON d.id = m.document WHERE m.current = 1 ORDER BY 1, 2",
    "SELECT name, type, stage, actor, target, date, severity, origins, weak, responds_to, eases FROM events ORDER BY 1",
    "SELECT e.name, d.name, m.ordinal FROM events e JOIN event_mentions em ON em.event = e.id "
    "JOIN mentions m ON m.id = em.mention JOIN documents d ON d.id = m.document WHERE m.current = 1 ORDER BY 1, 2, 3",
    "SELECT name, event, kind, stage, date, published, at, documents FROM transitions WHERE current = 1 ORDER BY 1",
    "SELECT actor, target, day, round(level, 6) FROM pair_levels ORDER BY 1, 2, 3",
    "SELECT subscription, transition, state FROM alerts ORDER BY 1, 2",
]


class KilledReplay(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.other = self.folder / "models"
        shutil.copytree(SOURCE / "models/data", self.other)
        # A model that does not know the longer half of each list of goods reads many an article otherwise.
        for file in sorted((self.other / "items").glob("*.toml"))[::2]:
            file.unlink()

    def command(self, folder, *arguments):
        return [os.environ["CHOKEPOINT"], "-c", str(folder / "chokepoint.toml"), *arguments]

    def run_in(self, folder, *arguments, models=None):
        known = dict(os.environ, **({"CHOKEPOINT_MODELS": str(models)} if models else {}))
        done = subprocess.run(self.command(folder, *arguments), capture_output=True, text=True, env=known)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def contents(self, folder):
        with sqlite3.connect(folder / "c.db") as db:
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(db.execute("PRAGMA foreign_key_check").fetchall(), [])
            return [db.execute(question).fetchall() for question in CONTENTS]

    def test_killed_anywhere_it_has_happened_or_it_has_not(self):
        start = self.folder / "start"
        start.mkdir()
        (start / "chokepoint.toml").write_text(CONFIG)
        self.run_in(start, "init")
        (start / "chokepoint.toml").write_text(CONFIG)
        self.run_in(start, "ingest", "--jsonl", str(SOURCE / "tests/story/articles.jsonl"), models=self.other)
        before = self.contents(start)
        calm = self.folder / "calm"
        shutil.copytree(start, calm)
        clock = time.monotonic()
        self.run_in(calm, "replay", "--apply")
        whole = time.monotonic() - clock
        after = self.contents(calm)
        self.assertNotEqual(before[1], after[1])
        chance, seen = random.Random(5), set()
        for attempt in range(20):
            folder = self.folder / ("killed-%d" % attempt)
            shutil.copytree(start, folder)
            victim = subprocess.Popen(self.command(folder, "replay", "--apply"), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(whole * 1.1 * chance.random())
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            left = self.contents(folder)
            self.assertIn(left, (before, after), "attempt %d" % attempt)
            seen.add(left == after)
            self.run_in(folder, "replay", "--apply")
            self.assertEqual(self.contents(folder), after, "attempt %d" % attempt)
        self.assertIn(False, seen, "no kill came before the end")


if __name__ == "__main__":
    unittest.main()
