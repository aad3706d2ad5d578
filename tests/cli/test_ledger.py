"""Documents in, events out, decisions, replay and the care of the store: the program as a user runs it."""
import json, os, subprocess, tempfile, unittest

DOCUMENTS = [
    {"id": "a-1", "published": "2026-01-06", "lang": "en", "outlet": "a.example", "first_seen": "2026-01-06T09:00:00Z",
     "title": "China bans exports of dual-use items to Japan",
     "text": "China's Ministry of Commerce on January 6 banned exports of dual-use items to Japan, with immediate effect."},
    {"id": "b-1", "published": "2026-01-07", "lang": "en", "outlet": "b.example", "first_seen": "2026-01-07T09:00:00Z",
     "title": "Japan hit by Chinese ban on dual-use exports",
     "text": "China on January 6 banned the export of dual-use items to Japan, the Ministry of Commerce said in a statement."},
]


class Ledger(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        with open(os.path.join(self.folder.name, "in.jsonl"), "w", encoding="utf-8") as f:
            f.writelines(json.dumps(d) + "\n" for d in DOCUMENTS)

    def run_it(self, *arguments, status=0):
        done = subprocess.run([os.environ["CHOKEPOINT"], *arguments], cwd=self.folder.name, capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def events(self, *more):
        return json.loads(self.run_it("events", "--format", "json", *more).stdout)

    def test_one_move_told_twice_is_one_event(self):
        self.run_it("ingest", "--jsonl", "in.jsonl")
        bans = self.events("--type", "dual_use_ban")
        self.assertEqual(len(bans), 1)
        self.assertEqual((bans[0]["actor"], bans[0]["target"], bans[0]["documents"]), ("CN", "JP", ["a-1", "b-1"]))
        self.run_it("ingest", "--jsonl", "in.jsonl")
        self.assertEqual(self.events("--type", "dual_use_ban"), bans)
        self.assertEqual(self.events("--type", "dual_use_ban", "--as-of", "2026-01-06")[0]["documents"], ["a-1"])
        self.assertEqual(self.events("--as-of", "2026-01-05"), [])
        self.assertIn("a.example", self.run_it("event", bans[0]["id"]).stdout)

    def test_names_of_strangers_do_nothing_to_a_terminal(self):
        with open(os.path.join(self.folder.name, "bad.jsonl"), "w", encoding="utf-8") as f:
            f.write(json.dumps(dict(DOCUMENTS[0], id="a\x1b[2J1", outlet="a\nb\u202e.example")) + "\n")
        self.run_it("ingest", "--jsonl", "bad.jsonl")
        told = self.run_it("event", self.events()[0]["id"]).stdout
        for bad in ("\x1b", "\u202e", "\nb"):
            self.assertNotIn(bad, told)
        self.assertIn("2J1", told)

    def test_a_person_decides_and_a_replay_respects_it(self):
        self.run_it("ingest", "--jsonl", "in.jsonl")
        ban = self.events("--type", "dual_use_ban")[0]["id"]
        self.assertNotIn("dismissed", self.run_it("events", "--dismissed").stdout + self.run_it("event", ban).stdout)
        self.run_it("events", "dismiss", ban, "--why", "a test")
        for told in (self.run_it("events", "--dismissed"), self.run_it("event", ban)):
            marked = [line.split()[0] for line in told.stdout.splitlines() if line.rstrip().endswith("dismissed")]
            self.assertEqual(marked, [ban])
        self.run_it("replay", "--apply")
        self.assertEqual(self.events("--type", "dual_use_ban"), [])
        self.assertIn("no event Enone", self.run_it("events", "dismiss", "Enone", status=2).stderr)

    def test_the_same_model_changes_nothing(self):
        self.run_it("ingest", "--jsonl", "in.jsonl")
        told = self.run_it("replay").stdout
        for kind in ("mentions", "events", "alerts"):
            self.assertRegex(told, kind + r" +0 gained, 0 lost, 0 changed")

    def test_care_of_the_store(self):
        self.run_it("ingest", "--jsonl", "in.jsonl")
        self.assertIn("whole", self.run_it("db", "check").stdout)
        self.run_it("db", "migrate")
        self.run_it("db", "vacuum")
        self.run_it("db", "prune", "--days", "0")
        self.run_it("db", "backup", "copy.db")
        self.assertIn("overwrite the store", self.run_it("db", "backup", "./chokepoint.db", status=2).stderr)
        self.assertIn("whole", self.run_it("db", "check").stdout)
        self.assertEqual(len(self.events("--type", "dual_use_ban")), 1)

    def test_no_store_is_one_clear_line(self):
        told = self.run_it("events", status=3).stderr
        self.assertEqual(told.count("\n"), 1)
        self.assertIn("no database here", told)


if __name__ == "__main__":
    unittest.main()
