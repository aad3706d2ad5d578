"""What a machine or its user may get wrong: one line that says what and what to do, and the exit status."""
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

CHOKEPOINT = os.environ["CHOKEPOINT"]


class BadInput(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="chokepoint-bad-")
        self.addCleanup(place.cleanup)
        self.folder = pathlib.Path(place.name)

    def run_it(self, *args):
        return subprocess.run([CHOKEPOINT, *args], cwd=self.folder, capture_output=True, text=True, timeout=120)

    def test_an_unknown_command(self):
        done = self.run_it("ingets")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "chokepoint: no command 'ingets'; 'chokepoint --help' lists them\n")

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([CHOKEPOINT, "--version"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
        self.assertEqual(done.returncode, 3)
        self.assertIn("could not be written", done.stderr)

    def test_a_text_of_one_word_is_read(self):
        place = self.folder / "one.jsonl"
        place.write_text('{"id": "a", "published": "2026-01-06", "title": "t", "text": "%s"}\n' % ("ban " * 250_000))
        done = self.run_it("classify", str(place))
        self.assertEqual(done.returncode, 0)
        self.assertIn('"id":"a"', done.stdout)

    def test_a_folder_where_a_file_is_wanted(self):
        (self.folder / "place").mkdir()
        for command in (("classify", "place"), ("explain", "place"), ("ingest", "--jsonl", "place"), ("read-feed", "place"),
                        ("extract", "place"), ("read-feed", "--jsonl", "place"), ("extract", "--jsonl", "place"),
                        ("dates", "--jsonl", "place"), ("inspect", "encoding", "place"),
                        ("inspect", "robots", "place", "--agent", "a", "--url", "https://a.example/"),
                        ("feeds", "import", "place"), ("--config", "place", "events")):
            done = self.run_it(*command)
            self.assertEqual((done.returncode, done.stdout), (2, ""), (command, done.stderr))
            self.assertRegex(done.stderr, r"^chokepoint: .*place.*: is a folder; name a [a-z ]*file\n$")
        done = self.run_it("model", "evaluate", "--gold", "place")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("is a folder", done.stderr)

    def test_an_unknown_flag(self):
        done = self.run_it("ingest", "--everything")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--everything", done.stderr)
        self.assertIn("--help", done.stderr)

    def test_a_day_that_is_none_is_refused_alike_by_classify_and_ingest(self):
        for extra in ("", ', "tags": ["x"]'):  # a line of strings alone is read by itself
            for line, bad in (('{"id": "a", "title": "T", "text": "x", "published": "20.11.2026"%s}' % extra, True),
                              ('{"id": "a", "title": "T", "text": "x", "published": "2026-11-20"%s}' % extra, False),
                              ('{"id": "a", "title": "T", "text": "x", "published": ""%s}' % extra, False)):
                (self.folder / "in.jsonl").write_text(line + "\n")
                for command in (("classify", "in.jsonl"), ("ingest", "--jsonl", "in.jsonl")):
                    done = self.run_it(*command)
                    self.assertEqual(done.returncode, 1 if bad else 0, done.stderr)
                    self.assertEqual("in.jsonl:1: 'published' is not a date: 20.11.2026" in done.stderr, bad, done.stderr)

    def test_a_severity_that_is_no_number(self):
        for value in ("nan", "inf", "seven"):
            done = self.run_it("events", "--min-severity", value)
            self.assertEqual(done.returncode, 2)
            self.assertIn("not a number", done.stderr)

    def test_counts_below_nothing(self):
        for command in (("events", "--offset", "-1"), ("events", "--limit", "-1"), ("articles", "--limit", "-2"), ("pairs", "--limit", "-1"),
                        ("alerts", "list", "--limit", "-5"), ("db", "prune", "--days", "-1")):
            done = self.run_it(*command)
            self.assertEqual(done.returncode, 2)
            self.assertIn("must not be negative", done.stderr)
            self.assertLess(len(done.stderr), 120)

    def test_the_advice_where_there_is_no_store_makes_one(self):
        self.assertEqual(self.run_it("init").returncode, 0)
        (self.folder / "chokepoint.db").unlink()
        for command in (("events",), ("ingest",)):
            done = self.run_it(*command)
            self.assertEqual(done.returncode, 3)
            self.assertIn("'chokepoint init' makes one", done.stderr)
            self.assertNotIn("ingest", done.stderr)
        self.assertEqual(self.run_it("init").returncode, 0)
        self.assertEqual(self.run_it("ingest").returncode, 0)

    def test_the_store_of_a_newer_version(self):
        self.assertEqual(self.run_it("init").returncode, 0)
        store = self.folder / "chokepoint.db"
        with contextlib.closing(sqlite3.connect(store)) as db:
            db.execute("INSERT INTO schema_migrations VALUES(9001, 'from the future')")
            db.commit()
        for command in (("ingest",), ("events",), ("alerts", "send")):
            done = self.run_it(*command)
            self.assertEqual(done.returncode, 3, command)
            self.assertIn("made by a newer chokepoint", done.stderr)
            self.assertIn("upgrade chokepoint or give another database", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_a_place_where_nothing_can_be_written(self):
        (self.folder / "chokepoint.toml").write_text('[store]\npath = "/proc/chokepoint.db"\n')
        done = self.run_it("ingest")
        self.assertEqual(done.returncode, 3)
        self.assertIn("/proc/chokepoint.db", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


if __name__ == "__main__":
    unittest.main()
