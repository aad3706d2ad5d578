"""Another model over the same documents: what is told anew, what is taken back, and what people decided stays decided."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from smtp_box import StoreCase

DESK = '[[subscription]]\nname = "desk"\nchannel = "file"\npath = "out.jsonl"\ntypes = ["trade_picnic", "export_ban"]\n'
CHOKEPOINT = os.environ["CHOKEPOINT"]


def article(name, seen, title, text, **more):
    return dict({"id": name, "outlet": name.split("-")[0], "published": seen[:10], "first_seen": seen, "lang": "en", "title": title,
                 "text": text}, **more)


def picnic(name, seen, published=None):
    return article(name, seen, "China announces trade picnic", "China announced a trade picnic on Monday.",
                   published=published or seen[:10])


def ban(name, seen, target="Japan", item="gallium"):
    return article(name, seen, "China bans exports of %s to %s" % (item, target),
                   "China's Ministry of Commerce on January 6 banned exports of %s to %s, with immediate effect." % (item, target))


class Replay(StoreCase):
    @classmethod
    def setUpClass(cls):
        cls.overlay = tempfile.mkdtemp(prefix="chokepoint-model-")
        cls.addClassCleanup(shutil.rmtree, cls.overlay, True)
        subprocess.run([CHOKEPOINT, "--models", cls.overlay, "model", "new", "type", "trade_picnic"], check=True, capture_output=True)

    def setUp(self):
        super().setUp()
        self.configure(DESK)

    def replay(self, *args, model=True, now="2026-01-07T12:00:00Z"):
        return self.run_(*(("--models", self.overlay) if model else ()), "replay", "--now", now, *args)[0]

    def events(self, *args):
        return json.loads(self.run_("events", "--format", "json", *args)[0])

    def told(self):
        return [(a["kind"], a["state"], a["documents"]) for a in self.alerts()]

    def test_news_that_the_model_missed_is_told_once_and_old_news_never(self):
        self.ingest(picnic("a-1", "2026-01-05T09:00:00Z"), picnic("b-1", "2026-01-06T09:00:00Z", published="2025-03-03"))
        self.assertEqual((self.events(), self.alerts()), ([], []))
        self.assertRegex(self.replay(), r"alerts +1 gained, 0 lost")
        self.assertEqual((self.events(), self.alerts()), ([], []))
        self.replay("--apply")
        self.assertEqual(self.told(), [("change", "queued", ["a-1"])])
        self.assertEqual(len(self.events()), 2)
        self.assertRegex(self.replay("--apply"), r"events +0 gained, 0 lost, 0 changed\n")
        self.assertEqual(len(self.alerts()), 1)

    def test_what_was_told_and_no_longer_stands_is_corrected_and_the_rest_is_quiet(self):
        day = "2026-01-06T09:00:00Z"
        self.replay_store(picnic("a-1", day), ban("b-1", day), ban("c-1", day))
        self.send()
        before = self.told()
        self.assertEqual({state for _, state, _ in before}, {"sent"})
        self.assertRegex(self.replay("--apply", model=False), r"events +0 gained, 1 lost")
        self.assertEqual(self.told(), before)
        self.send(now="2026-01-07T13:00:00Z")
        self.assertEqual([t for t in self.told() if t not in before], [("correction", "sent", ["a-1"])])
        self.send(now="2026-01-07T14:00:00Z")
        self.assertEqual(len(self.told()), len(before) + 1)

    def replay_store(self, *documents):
        self.run_("init")
        lines = "".join(json.dumps(d) + "\n" for d in documents)
        self.run_("--models", self.overlay, "ingest", "--jsonl", "-", "--now", "2026-01-06T12:00:00Z", input=lines)

    def test_decisions_outlive_runs_and_replays(self):
        day = "2026-01-06T09:00:00Z"
        self.ingest(ban("a-1", day), ban("b-1", day), ban("c-1", day, "South Korea"), ban("d-1", day, "Japan", "graphite"),
                    ban("e-1", day, "India", "nickel"), picnic("f-1", day))
        at = self.by_article()
        self.run_("events", "split", at["b-1"], "--documents", "b-1", "--why", "another notice")
        self.run_("events", "merge", at["a-1"], at["c-1"], "--why", "one act")
        self.run_("events", "dismiss", at["d-1"], "--why", "satire")
        self.run_("events", "confirm", at["e-1"])
        self.check_decided()
        self.ingest(ban("g-1", "2026-01-07T09:00:00Z", "Japan", "graphite"), ban("h-1", "2026-01-07T09:00:00Z", "South Korea"),
                    now="2026-01-07T12:00:00Z")
        self.check_decided()
        self.replay("--apply")
        at = self.check_decided()
        self.assertEqual((at["g-1"], at["h-1"]), (at["d-1"], at["a-1"]))
        self.assertIn("f-1", at)

    def by_article(self):
        with contextlib.closing(sqlite3.connect(self.folder + "/store.db")) as db:
            return dict(db.execute("SELECT article, event FROM v_mentions"))

    def check_decided(self):
        at = self.by_article()
        self.assertEqual((at["a-1"] == at["c-1"], at["a-1"] == at["b-1"]), (True, False))
        with contextlib.closing(sqlite3.connect(self.folder + "/store.db")) as db:
            marked = db.execute("SELECT event, dismissed, confirmed FROM v_events WHERE dismissed OR confirmed").fetchall()
        self.assertEqual(set(marked), {(at["d-1"], 1, 0), (at["e-1"], 0, 1)})
        return at

    def test_two_runs_at_once_take_turns_and_nothing_is_lost(self):
        self.configure(DESK.replace('"trade_picnic", ', ""))  # of the other tests' model
        self.run_("init")
        files = []
        for n in range(2):
            files.append(pathlib.Path(self.folder, "%d.jsonl" % n))
            files[n].write_text("".join(json.dumps(ban("o%d-%d" % (i, n), "2026-01-06T09:00:00Z")) + "\n" for i in range(20)))
        runs = [subprocess.Popen([CHOKEPOINT, "-c", self.folder + "/chokepoint.toml", "ingest", "--jsonl", str(f)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE) for f in files]
        runs.append(subprocess.Popen([CHOKEPOINT, "-c", self.folder + "/chokepoint.toml", "replay", "--apply"],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        for run in runs:
            out, err = run.communicate(timeout=60)
            self.assertEqual((run.returncode, err), (0, b""), out)
        self.assertEqual(len(self.by_article()), 40)
        self.assertIn("whole", self.run_("db", "check")[0])


if __name__ == "__main__":
    unittest.main()
