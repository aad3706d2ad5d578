"""Asking the store from the command line: filters, formats, exports, SQL, and what people mistype."""
import csv
import datetime
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

from published import check_ical, check_misp, check_stix

CHOKEPOINT = os.environ["CHOKEPOINT"]
SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])
TODAY = datetime.date.today()
ARTICLES = [
    ("mofcom-1", "MOFCOM", "official", "2026-01-06", "中国禁止对日本出口稀土和镓",
     "中国商务部1月6日宣布，禁止对日本出口稀土和镓，自2026年2月1日起施行。"),
    ("wire-1", "Example Wire", "wire", "2026-01-06", "China bans rare earth exports to Japan",
     "China will ban exports of rare earths and gallium to Japan from February 1, 2026, the commerce ministry "
     "announced on Tuesday."),
    ("times-1", "=Times, \"Daily\"", "press", "2026-01-08", "EU opens probe | of <b>Chinese</b> steel",
     "The European Union opened an anti-dumping investigation into steel from China on Thursday.\n"
     "\x1b[31m Officials said it would take a year."),
    ("fresh-1", "Example Wire", "wire", str(TODAY - datetime.timedelta(days=2)), "India bans exports of rice",
     "India banned exports of rice with immediate effect, the government said."),
]


class Asking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-asking-"))
        (cls.folder / "chokepoint.toml").write_text('[store]\npath = "c.db"\n')
        lines = [json.dumps({"id": i, "outlet": o, "tier": t, "published": p, "first_seen": p + "T09:00:00Z",
                             "title": h, "text": x, "url": "https://example.org/%s?a=1&b=2" % i})
                 for i, o, t, p, h, x in ARTICLES]
        (cls.folder / "in.jsonl").write_text("\n".join(lines) + "\n")
        cls.run_it("init")
        cls.run_it("ingest", "--jsonl", str(cls.folder / "in.jsonl"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def run_it(cls, *args, status=0):
        done = subprocess.run([CHOKEPOINT, "-c", str(cls.folder / "chokepoint.toml"), *args],
                              capture_output=True, timeout=60)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        assert done.returncode == status, (args, done.returncode, done.stdout, done.stderr)
        return done

    def lines(self, *args):
        return [json.loads(line) for line in self.run_it(*args, "--format", "jsonl").stdout.splitlines()]

    def ids(self, *args):
        return sorted(a["article"] for a in self.lines("articles", *args))

    def test_articles_are_found_in_every_script(self):
        self.assertEqual(self.ids("--text", "稀土"), ["mofcom-1"])
        self.assertEqual(self.ids("--text", '"rare earths" OR 稀土'), ["mofcom-1", "wire-1"])
        found = self.lines("articles", "--text", "officials")[0]
        self.assertIn("[Officials]", found["snippet"])
        self.assertEqual(self.ids("--outlet", "Example Wire", "--since", "2026-01-07"), ["fresh-1"])

    def test_days_as_people_write_them(self):
        for since in ("last week", "3 days ago", "vor 3 Tagen", str(TODAY - datetime.timedelta(days=3))):
            self.assertEqual(self.ids("--since", since), ["fresh-1"], since)
        self.assertEqual(self.ids("--since", "2026-01", "--until", "2026-01"), ["mofcom-1", "times-1", "wire-1"])

    def test_an_event_of_two_languages_and_its_timeline(self):
        events = self.lines("events", "--pair", "CN:JP", "--text", "稀土")
        self.assertEqual(len(events), 1, events)
        self.assertEqual(sorted(events[0]["documents"]), ["mofcom-1", "wire-1"])
        changes = self.lines("timeline", "--event", events[0]["id"])
        self.assertEqual(changes[0]["kind"], "first_seen")
        self.assertIn(("CN", "JP"), [(p["actor"], p["target"]) for p in self.lines("pairs")])
        self.assertTrue(self.lines("pairs", "--pair", "CN:JP"))
        self.assertFalse(self.lines("pairs", "--pair", "CN:JP", "--as-of", "2026-01-05"))

    def test_csv_is_safe_and_markdown_and_tables_are_whole(self):
        rows = list(csv.DictReader(io.StringIO(self.run_it("articles", "--format", "csv").stdout, newline="")))
        self.assertEqual(len(rows), 4)
        self.assertIn("'=Times, \"Daily\"", [r["outlet"] for r in rows])
        table = self.run_it("articles", "--text", "officials").stdout
        self.assertNotIn("\x1b", table)
        self.assertEqual(len(table.splitlines()), 2)
        markdown = self.run_it("articles", "--format", "markdown").stdout.splitlines()
        self.assertEqual({len(re.findall(r"(?<!\\)\|", line)) for line in markdown}, {len(rows[0]) + 1})
        for command in ("events", "timeline", "sources", "pairs"):
            for form in ("table", "json", "jsonl", "csv", "markdown"):
                self.run_it(command, "--format", form)

    def test_atom_is_a_feed_with_ids_that_stay(self):
        space = "{http://www.w3.org/2005/Atom}"
        for command in ("events", "articles", "timeline"):
            text = self.run_it(command, "--format", "atom").stdout
            feed = xml.etree.ElementTree.fromstring(text)
            ids = [e.findtext(space + "id") for e in feed.iter(space + "entry")]
            self.assertTrue(ids)
            self.assertEqual(len(ids), len(set(ids)))
            for element in ("id", "title", "updated"):
                self.assertTrue(all(e.findtext(space + element) for e in feed.iter(space + "entry")))
            self.assertEqual(text, self.run_it(command, "--format", "atom").stdout)
        read = self.folder / "feed.xml"
        read.write_text(self.run_it("events", "--format", "atom").stdout)
        self.assertEqual(json.loads(self.run_it("read-feed", str(read)).stdout)["format"], "atom10")

    def test_exports_hold_to_their_formats(self):
        count = len(self.lines("events"))
        stix = self.run_it("export", "--format", "stix").stdout
        self.assertEqual(check_stix(json.loads(stix)), [])
        self.assertEqual(sum(o["type"] == "report" for o in json.loads(stix)["objects"]), count)
        self.assertEqual(stix, self.run_it("export", "--format", "stix").stdout)
        misp = json.loads(self.run_it("export", "--format", "misp").stdout)
        self.assertEqual(check_misp(misp), [])
        self.assertEqual(len(misp["response"]), count)
        calendar = self.run_it("export", "--format", "ical").stdout
        self.assertEqual(check_ical(calendar), [])
        self.assertIn("DTSTART;VALUE=DATE:20260201", calendar)
        self.assertEqual(len(list(csv.reader(io.StringIO(self.run_it("export", "--format", "csv").stdout)))), count + 1)

    def test_sql_reads_and_does_not_write(self):
        rows = self.lines("sql", "SELECT event, actor, items FROM v_events WHERE target = 'JP'")
        self.assertEqual(rows[0]["actor"], "CN")
        self.assertIn("rare earths", rows[0]["items"])
        for bad in ("DELETE FROM events", "DROP TABLE events", "PRAGMA writable_schema=1", "VACUUM INTO '/tmp/x'",
                    "SELEC", "", "SELECT nothing FROM v_events", "SELECT '", "WITH x AS (SELECT 1) DELETE FROM events"):
            done = self.run_it("sql", bad, status=2)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertTrue(self.lines("events"))

    def test_a_stock_sqlite_reads_views_and_full_text(self):
        db = sqlite3.connect(self.folder / "c.db")
        match = self.run_it("articles", "--text", "出口稀土", "--print-match").stdout.strip()
        self.assertEqual(match, '"出口 口稀 稀土"')
        found = db.execute("SELECT d.name, snippet(articles_fts, 1, '[', ']', '…', 6) FROM articles_fts "
                           "JOIN documents d ON d.id = articles_fts.rowid WHERE articles_fts MATCH ? ORDER BY rank",
                           (match,)).fetchall()
        self.assertEqual([name for name, _ in found], ["mofcom-1"])
        self.assertIn("[出口", found[0][1])
        self.assertEqual(db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '稀土'").fetchone(), (1,))
        db.close()

    def test_mistakes_are_one_clear_line(self):
        for args in (("events", "--text", '"open'), ("events", "--text", "a AND"), ("articles", "--text", "()"),
                     ("events", "--since", "the other day"), ("events", "--stage", "soon"),
                     ("events", "--pair", "CNJP"), ("timeline", "--kind", "x"), ("pairs", "--pair", "CN"),
                     ("events", "--min-severity", "high"), ("event", "E0", "--as-of", "?")):
            done = self.run_it(*args, status=2)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertTrue(done.stderr.startswith("chokepoint: "), done.stderr)
        for text in ("'; DROP TABLE events; --", "a\"b\"c", "^x", "{a} : b", "*", "a' OR 1=1"):
            done = subprocess.run([CHOKEPOINT, "-c", str(self.folder / "chokepoint.toml"), "events", "--text", text,
                                   "--actor", "x' OR '1'='1"], capture_output=True, text=True, timeout=60)
            self.assertIn(done.returncode, (0, 2), done.stderr)
            self.assertLessEqual(len(done.stderr.splitlines()), 1, done.stderr)


class Dictionary(unittest.TestCase):
    def test_the_data_dictionary_tells_of_every_view_and_column_and_no_other(self):
        text = (SOURCE / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
        told = {}
        for part in re.split(r"^## ", text, flags=re.M)[1:]:
            name = part.split()[0].strip("`")
            if name.startswith("v_"):
                told[name] = re.findall(r"^\| `(\w+)` \|", part, flags=re.M)
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / "chokepoint.toml"
            config.write_text('[store]\npath = "c.db"\n')
            subprocess.run([CHOKEPOINT, "-c", str(config), "init"], check=True,
                           capture_output=True)
            db = sqlite3.connect(pathlib.Path(folder) / "c.db")
            views = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
            self.assertEqual(sorted(told), sorted(views))
            for view in views:
                columns = [c[0] for c in db.execute("SELECT * FROM %s LIMIT 0" % view).description]
                self.assertEqual(told[view], columns, view)
            db.close()

    def test_every_recipe_for_sqlite3_runs(self):
        text = (SOURCE / "docs" / "recipes.md").read_text(encoding="utf-8")
        recipes = re.findall(r"```sql\n(.*?)```", text, flags=re.S)
        self.assertGreaterEqual(len(recipes), 5)
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / "chokepoint.toml"
            config.write_text('[store]\npath = "c.db"\n')
            subprocess.run([CHOKEPOINT, "-c", str(config), "init"], check=True,
                           capture_output=True)
            db = sqlite3.connect(pathlib.Path(folder) / "c.db")
            for recipe in recipes:
                db.execute(recipe.strip().rstrip(";"))
            db.close()


if __name__ == "__main__":
    unittest.main()
