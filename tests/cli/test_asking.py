"""Asking the store from the command line: filters, formats, exports, SQL, and what people mistype."""
import contextlib
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

from published import check_atom, check_ical, check_misp, check_stix

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
        for query, found in (("NEAR(bans exports, 1)", ["fresh-1"]), ("NEAR(china gallium, 2)", []),
                             ("exports NOT rice", ["wire-1"]), ("exports -rice", ["wire-1"]),
                             ('"anti dumping"', ["times-1"]), ("title:steel OR 出口稀土", ["mofcom-1", "times-1"]),
                             ("gall*", ["wire-1"]), ("(稀土 OR steel) AND (镓 OR probe)", ["mofcom-1", "times-1"]),
                             ("稀土 -镓", []), ('"商务部" NOT 铅', ["mofcom-1"])):
            self.assertEqual(self.ids("--text", query), found, query)
        found = self.lines("articles", "--text", "officials")[0]
        self.assertIn("[Officials]", found["snippet"])
        self.assertEqual(self.ids("--outlet", "Example Wire", "--since", "2026-01-07"), ["fresh-1"])

    def test_days_as_people_write_them(self):
        monday = TODAY - datetime.timedelta(days=TODAY.weekday() or 7)
        for since in ("last monday", "lundi dernier"):
            self.assertEqual(self.ids("--since", since), self.ids("--since", str(monday)), since)
        for since in ("last week", "3 days ago", "vor 3 Tagen", str(TODAY - datetime.timedelta(days=3))):
            self.assertEqual(self.ids("--since", since), ["fresh-1"], since)
        self.assertEqual(self.ids("--since", "2026-01", "--until", "2026-01"), ["mofcom-1", "times-1", "wire-1"])

    def test_last_monday_is_the_last_one_before_today(self):
        days = [TODAY - datetime.timedelta(days=n) for n in range(15)]
        with tempfile.TemporaryDirectory() as folder:
            ask = lambda *args: subprocess.run([CHOKEPOINT, "-c", folder + "/chokepoint.toml", *args],
                                               capture_output=True, text=True, timeout=60, check=True).stdout
            pathlib.Path(folder, "chokepoint.toml").write_text('[store]\npath = "c.db"\n')
            pathlib.Path(folder, "in.jsonl").write_text("".join(
                json.dumps({"id": str(d), "outlet": "Wire", "published": str(d), "first_seen": f"{d}T00:00:00Z", "title": "Rain",
                            "text": f"Rain fell on {d}.", "url": f"https://example.org/{d}"}) + "\n" for d in days))
            ask("init")
            ask("ingest", "--jsonl", folder + "/in.jsonl")
            for name, weekday in (("last monday", 0), ("letzten Freitag", 4), ("dimanche dernier", 6)):
                last = TODAY - datetime.timedelta(days=(TODAY.weekday() - weekday) % 7 or 7)
                found = [json.loads(line)["article"] for line in ask("articles", "--since", name, "--format", "jsonl").splitlines()]
                self.assertEqual(min(found), str(last), name)

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
            self.assertEqual(check_atom(text), [])
            feed = xml.etree.ElementTree.fromstring(text)
            ids = [e.findtext(space + "id") for e in feed.iter(space + "entry")]
            self.assertTrue(ids)
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
                    "SELEC", "", "SELECT nothing FROM v_events", "SELECT '", "WITH x AS (SELECT 1) DELETE FROM events",
                    "SELECT 1; DELETE FROM events", "ATTACH 'x.db' AS x", "SELECT load_extension('x')"):
            done = self.run_it("sql", bad, status=2)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertTrue(self.lines("events"))
        for good in ("SELECT 'a;b' AS \"c;d\" -- e;f\n;", "SELECT 1 /* ; */ ;\n"):
            self.assertEqual(len(self.lines("sql", good)), 1)

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

    def recipes(self, language):
        text = (SOURCE / "docs" / "recipes.md").read_text(encoding="utf-8")
        return re.findall(r"```%s\n(.*?)```" % language, text, flags=re.S)

    def test_the_recipes_for_sqlite3_and_for_chokepoint_sql_say_the_same(self):
        recipes = self.recipes("sql")
        self.assertGreaterEqual(len(recipes), 5)
        told = 0
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % (self.folder / "c.db"), uri=True)) as db:
            for recipe in recipes:
                rows = db.execute(recipe.strip().rstrip(";")).fetchall()
                told += bool(rows)
                self.assertEqual([list(line.values()) for line in self.lines("sql", recipe)], [list(r) for r in rows], recipe)
        self.assertGreaterEqual(told, 3)

    def test_the_recipe_for_pandas_runs(self):
        code = "\n".join(self.recipes("python"))
        code += '\nprint(len(events), list(events.columns)[:3], len(by_day), by_day["JP"].iloc[-1] > 0, exported.equals(exported.drop_duplicates("event")))'
        (self.folder / "events.csv").write_text(self.run_it("export", "--format", "csv").stdout, newline="")
        shutil.copy(self.folder / "c.db", self.folder / "chokepoint.db")
        done = subprocess.run(["/usr/bin/python3", "-c", code], cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.stdout.split(" ", 1)[1:], done.stderr), (["['event', 'type', 'stage'] 1 True True\n"], ""))

    def test_an_id_that_is_gone_still_names_its_event_on_a_day_it_had_it(self):
        events = {e["actor"]: e["id"] for e in self.lines("events")}
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
            ask = lambda *args: subprocess.run([CHOKEPOINT, "-c", folder + "/chokepoint.toml", "events", *args],
                                               capture_output=True, text=True, timeout=60)
            self.assertEqual(ask("merge", events["CN"], events["IN"]).returncode, 0)
            kept = [json.loads(line)["id"] for line in ask("--format", "jsonl").stdout.splitlines()]
            gone, = [e for e in (events["CN"], events["IN"]) if e not in kept]
            done = ask("--event", gone)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("it is part of ", done.stderr)
            yesterday = str(TODAY - datetime.timedelta(days=1))
            then = ask("--event", gone, "--as-of", yesterday, "--format", "jsonl")
            self.assertEqual((then.returncode, then.stderr), (0, ""))
            self.assertEqual(json.loads(then.stdout)["id"], gone)

    def test_mistakes_are_one_clear_line(self):
        for args in (("events", "--text", '"open'), ("events", "--text", "a AND"), ("articles", "--text", "()"),
                     ("events", "--since", "the other day"), ("events", "--stage", "soon"),
                     ("events", "--pair", "CNJP"), ("timeline", "--kind", "x"), ("pairs", "--pair", "CN"),
                     ("events", "--min-severity", "high"), ("event", "E0", "--as-of", "?")):
            done = self.run_it(*args, status=2)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertTrue(done.stderr.startswith("chokepoint: "), done.stderr)
        for args, said in ((("events", "--type", "export_bann"), "did you mean 'export_ban'?"),
                           (("timeline", "--type", "export_ban,nothing_like_it"), "model list types"),
                           (("articles", "--actor", "China"), "'CHINA' is no country; did you mean 'CN'?"),
                           (("export", "--target", "XYZ"), "two letters"),
                           (("events", "--pair", "China:Japan"), "did you mean 'CN'?"),
                           (("sources", "--pair", "CN-Japan"), "did you mean 'JP'?"),
                           (("pairs", "--pair", "CN:Japan"), "did you mean 'JP'?"),
                           (("pairs", "--pair", "XX:YY"), "'XX' is no country"),
                           (("events", "--event", "E0"), "there is no event E0"),
                           (("alerts", "list", "--event", "E0"), "there is no event E0"),
                           (("alerts", "list", "--subscription", "nope"), "there is no subscription 'nope'")):
            done = self.run_it(*args, status=2)
            self.assertEqual((done.stdout, len(done.stderr.splitlines())), ("", 1), done.stderr)
            self.assertIn(said, done.stderr)
        for args in (("--type", "export_ban,control_easing"), ("--actor", "cn,*,ASEAN"), ("--pair", "ZW-eu")):
            self.run_it("events", *args)
        self.assertEqual(self.run_it("pairs", "--pair", "cn:jp").stdout, self.run_it("pairs", "--pair", "CN:JP").stdout)
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


if __name__ == "__main__":
    unittest.main()
