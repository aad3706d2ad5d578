"""What the program answers as of a day is what it answered on that day, byte for byte, however its articles came."""
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

CHOKEPOINT = os.environ["CHOKEPOINT"]
STORY = pathlib.Path(os.environ["SOURCE_DIR"]) / "tests" / "story" / "articles.jsonl"
QUESTIONS = (("events", "--format", "csv", "--weak"), ("events", "--actor", "CN", "--stage", "announced", "--item", "germanium"),
             ("sources",), ("export", "--format", "stix"), ("timeline", "--pair", "CN-JP", "--format", "markdown"),
             ("articles", "--text", "镓 OR germanium", "--sort", "date", "--format", "atom"))
# Whether a change was alerted depends on what had been told when it came: only the same run can say it again.
ALERTED = (("events", "--format", "json", "--dismissed"),)


class AsOf(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-as-of-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.articles = sorted((json.loads(line) for line in STORY.read_text(encoding="utf-8").splitlines()),
                               key=lambda a: a["first_seen"])
        days = sorted({a["first_seen"][:10] for a in self.articles})
        self.days = days[len(days) // 4::len(days) // 4]

    def run_it(self, store, *args):
        done = subprocess.run([CHOKEPOINT, "-c", str(self.folder / (store + ".toml")), *args], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, (args, done.stderr.decode()))
        return done.stdout.decode()

    def ingest(self, store, articles):
        path = self.folder / "in.jsonl"
        path.write_text("".join(json.dumps(a) + "\n" for a in articles), encoding="utf-8")
        if not (self.folder / (store + ".db")).exists():
            (self.folder / (store + ".toml")).write_text('[store]\npath = "%s.db"\n' % store)
            self.run_it(store, "init")
        self.run_it(store, "ingest", "--jsonl", str(path))

    def test_as_of_is_what_was_answered(self):
        told, events, since = {}, {}, ""
        for day in self.days:
            self.ingest("daily", [a for a in self.articles if since < a["first_seen"][:10] <= day])
            since = day
            told[day] = [self.run_it("daily", *q) for q in QUESTIONS + ALERTED] + [self.run_it("daily", "pairs", "--at", day)]
            events[day] = [e["id"] for e in json.loads(told[day][-2])]
            told[day].append(self.run_it("daily", "event", events[day][0]))
        random.Random(7).shuffle(self.articles)
        for part in (self.articles[:70], self.articles[70:]):
            self.ingest("mixed", part)
        for day in self.days:
            for q, then in zip(QUESTIONS + ALERTED + (("pairs",), ("event", events[day][0])), told[day]):
                self.assertEqual(self.run_it("daily", *q, "--as-of", day), then, (q, day))
                if q in QUESTIONS + (("pairs",),):
                    self.assertEqual(self.run_it("mixed", *q, "--as-of", day), then, (q, day))


if __name__ == "__main__":
    unittest.main()
