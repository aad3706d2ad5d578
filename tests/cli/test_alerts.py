"""What is told, to whom and why; the channels that are not mail; the monitor's own health."""
import hashlib
import hmac
import http.server
import json
import pathlib
import threading
import unittest
import xml.etree.ElementTree as ElementTree

from smtp_box import BAN, ECHO, StoreCase

FILE = '[[subscription]]\nname = "desk"\nchannel = "file"\npath = "out.jsonl"\ntypes = ["dual_use_ban"]\n'


class Told(StoreCase):
    def written(self):
        path = pathlib.Path(self.folder, "out.jsonl")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def test_once_and_never_for_history(self):
        self.configure(FILE)
        history = dict(BAN, id="history", title="A look back", published="2026-01-06",
                       text="Back in 2010 China banned exports of dual-use items to Japan during a dispute over islands.")
        self.ingest(history, BAN)
        self.ingest(BAN, ECHO)
        self.send()
        self.send()
        told = self.alerts()
        self.assertEqual(len({a["event"] for a in told}), 1)
        self.assertEqual(len({a["transition"] for a in told}), len(told))
        self.assertEqual(sum(len(n["alerts"]) for n in self.written()), len(told))
        self.assertEqual(set(told[0]) & {"subscription", "event", "transition", "state", "subject", "at", "documents"},
                         {"subscription", "event", "transition", "state", "subject", "at", "documents"})

    def test_dry_run_changes_nothing(self):
        self.configure(FILE)
        self.ingest(BAN)
        out, _ = self.send("--dry-run")
        self.assertIn("settling", out)
        self.assertIn("China → Japan: dual-use ban", out)
        self.assertEqual([a["state"] for a in self.alerts()], ["queued"])
        self.assertEqual(self.written(), [])

    def test_explain_names_the_reason(self):
        self.configure(FILE + '[[subscription]]\nname = "steel"\nchannel = "file"\npath = "s"\nitems = ["steel"]\n')
        self.ingest(BAN)
        event = self.alerts()[0]["event"]
        out, _ = self.run_("alerts", "explain", event)
        self.assertRegex(out, r"desk\s+queued, settling")
        self.assertRegex(out, r"steel\s+not in the outbox: other_item")

    def test_explain_knows_what_was_told_under_an_earlier_id(self):
        self.configure(FILE)
        self.ingest(BAN)
        self.send(now="2026-01-06T13:00:00Z")
        before = self.alerts()[0]["event"]
        self.ingest(dict(ECHO, id="a-first"), now="2026-01-06T14:00:00Z")
        events, _ = self.run_("events", "--format", "jsonl")
        now = json.loads(events)["id"]
        self.assertNotEqual(now, before)
        for event in (now, before):
            out, _ = self.run_("alerts", "explain", event)
            self.assertRegex(out, r"desk\s+sent 2026-01-06T13:00:00Z, settling")
            self.assertNotIn("not in the outbox", out)

    def test_a_silence_holds_and_is_shown(self):
        self.configure(FILE + '[[silence]]\nuntil = "2026-02-01"\nwhy = "known already"\n')
        self.ingest(BAN)
        self.assertEqual(self.alerts(), [])
        self.assertEqual({(a["state"], a["reason"]) for a in self.alerts("--all")}, {("silenced", "silenced: known already")})

    def test_send_asks_for_what_falls_under_an_item_as_run_does(self):
        named = dict(BAN, title="China to ban exports of dysprosium to Japan",
                     text="China's Ministry of Commerce announced on January 6, 2026 that it will ban exports of dysprosium "
                          "to Japan.\nThe ban takes effect on January 20, 2026.")
        desk = '[[subscription]]\nname = "desk"\nchannel = "file"\npath = "out.jsonl"\nitems = ["rare earths"]\nremind_days = ["7"]\n'
        quiet = '[[silence]]\nuntil = "2026-02-01"\nwhy = "known"\nitems = ["rare earths"]\n'
        told = {}
        for command in (["run"], ["alerts", "send"]):
            for silence in ("", quiet):
                pathlib.Path(self.folder, "store.db").unlink(missing_ok=True)
                self.configure(desk)
                self.ingest(named)
                self.send()
                self.configure(desk + silence)
                plan, _ = self.send("--dry-run", now="2026-01-14T12:00:00Z")
                self.run_(*command, "--now", "2026-01-14T12:00:00Z", status=None)
                kinds = [a["kind"] for a in self.alerts()]
                self.assertEqual("takes effect" in plan.split("\n")[0], "reminder" in kinds, plan)
                told[command[0], bool(silence)] = kinds
        self.assertEqual(told["alerts", False], ["change", "reminder"])
        self.assertEqual(told["alerts", True], ["change"])
        self.assertEqual((told["run", False], told["run", True]), (told["alerts", False], told["alerts", True]))

    def test_a_daily_digest_waits_for_its_hour(self):
        self.configure(FILE + 'when = "daily"\nat = "08:00"\ntime_zone = "Asia/Tokyo"\n')
        self.ingest(BAN)
        self.send(now="2026-01-06T22:59:00Z")
        self.assertEqual(self.written(), [])
        self.send(now="2026-01-06T23:00:00Z")
        self.assertTrue(self.written()[0]["digest"])

    def test_a_dismissed_event_is_not_told_and_a_told_one_is_corrected(self):
        self.configure(FILE)
        self.ingest(BAN)
        self.send()
        self.run_("events", "dismiss", self.alerts()[0]["event"], "--why", "no such thing")
        self.send(now="2026-01-06T14:00:00Z")
        corrections = [a for a in self.alerts() if a["kind"] == "correction"]
        self.assertEqual([a["state"] for a in corrections], ["sent"])


class Channels(StoreCase):
    def test_webhook_is_signed_and_tried_again(self):
        requests, answers = [], [503, 204]

        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                requests.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(answers[len(requests) - 1])
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        pathlib.Path(self.folder, "key").write_text("sign me\n", encoding="utf-8")
        self.configure(f'[[subscription]]\nname = "hook"\nchannel = "webhook"\ntypes = ["dual_use_ban"]\n'
                       f'url = "http://127.0.0.1:{server.server_port}/in"\nsecret_file = "key"\n')
        self.ingest(BAN)
        self.send(status=1)
        self.send(now="2026-01-06T12:30:00Z")
        self.assertEqual(len(requests), 2)
        (first, _), (headers, body) = requests
        self.assertEqual(headers["X-Chokepoint-Signature"],
                         "sha256=" + hmac.new(b"sign me", body, hashlib.sha256).hexdigest())
        self.assertEqual(first["Idempotency-Key"], headers["Idempotency-Key"])
        self.assertEqual(json.loads(body)["events"][0]["event"]["type"], "dual_use_ban")

    def test_atom_feed(self):
        self.configure('[[subscription]]\nname = "feed"\nchannel = "atom"\npath = "feed.xml"\ntypes = ["dual_use_ban"]\n')
        self.ingest(BAN)
        self.send()
        root = ElementTree.parse(pathlib.Path(self.folder, "feed.xml")).getroot()
        titles = [t.text for t in root.iterfind("{*}entry/{*}title")]
        self.assertEqual(titles, ["China → Japan: dual-use ban, announced (dual-use items)"])


class Settings(StoreCase):
    def refused(self, text, said):
        self.configure(text)
        _, err = self.run_("alerts", "check", status=2)
        self.assertIn(said, err)

    def test_mistakes_are_named(self):
        mail = '[mail]\nserver = "smtp.example.org"\nfrom = "a@example.org"\n'
        self.refused(FILE + 'colour = "red"\n', "colour")
        self.refused(FILE.replace("dual_use_ban", "dual_use_bann"), "did you mean 'dual_use_ban'")
        self.refused(mail + 'password = "hush"\n', "a secret does not belong in this file")
        self.refused(mail + 'security = "none"\n', "must be encrypted")
        self.refused(mail + '[[subscription]]\nname = "x"\nto = ["a@b\\r\\nBcc: c@d"]\n', "is no mail address")
        self.refused(FILE + 'pairs = ["CN:JP"]\n', "write a pair as")
        self.refused(FILE + 'time_zone = "Mars"\n', "no such time zone")
        self.refused(FILE + '[[silence]]\nuntil = "soon"\nwhy = "x"\n', "'until' must be")

    def test_names_that_match_nothing_are_told(self):
        for key, said in (('types = ["dual_use_ban", "export_bann"]', "no event type 'export_bann'; did you mean 'export_ban'?"),
                          ('actors = ["China"]', "'China' is no country; did you mean 'CN'?"),
                          ('targets = ["Atlantis"]', "two letters"), ('pairs = ["XX>YY"]', "'XX' is no country"),
                          ('items = ["rare earthz"]', "no item 'rare earthz'; did you mean 'rare earths'?"),
                          ('languages = ["klingon"]', "no articles are read in 'klingon'"),
                          ('languages = ["zh-TW"]', "did you mean 'zh-Hant'?")):
            named = key.split(" ")[0]
            for text, whose in ((FILE.replace('types = ["dual_use_ban"]\n', "") + key, "subscription desk"),
                                (FILE + f'[[silence]]\nuntil = "2026-02-01"\nwhy = "x"\n{key}', "silence 'x'")):
                self.configure(text + "\n")
                out, err = self.run_("alerts", "check", status=2)
                self.assertIn(f"chokepoint.toml: {whose}, '{named}': ", err)
                self.assertIn(said, err)
        self.configure(FILE + 'actors = ["CN", "*", "ASEAN"]\npairs = ["EU-CN", "*>JP"]\nitems = ["rare earths", "dysprosium", '
                       '"dual-use items"]\nlanguages = ["ja", "zh", "zh-Hant"]\n')
        self.run_("alerts", "check")

    def test_a_round_warns_of_them_once_and_goes_on(self):
        self.configure(FILE + '[[silence]]\nuntil = "2026-02-01"\nwhy = "x"\ntypes = ["export_bann"]\n')
        self.run_("init")
        now = ("--now", "2026-01-06T12:00:00Z")
        for command in (("ingest", "--jsonl", "-", *now), ("alerts", "send", *now), ("run", *now)):
            _, err = self.run_(*command, input="")
            self.assertEqual(err.count("\n"), 1, err)
            self.assertIn("warning: ", err)
            self.assertIn("no event type 'export_bann'", err)
        _, err = self.run_("ingest", "--jsonl", "-", "--log-format", "json", input="")
        self.assertEqual(json.loads(err)["event"], "warning")

    def test_a_mistake_in_a_template_is_told_with_its_place(self):
        desk = '[mail]\nserver = "localhost"\nsecurity = "none"\nfrom = "a@example.org"\n[[subscription]]\nname = "desk"\nto = ["d@example.org"]\n'
        pathlib.Path(self.folder, "desk.txt").write_text("News\n{{#events}}\n{{pairs}}\n{{/events}}\n", encoding="utf-8")
        self.refused(desk + 'text_template = "desk.txt"\n', "desk.txt:3:1: there is no 'pairs' here; did you mean 'pair'?")
        self.refused(desk + 'subject = "{{subjekt}}"\n', "chokepoint.toml:10:11")
        self.refused(desk + 'subject = "a\\nBcc: c@d"\n', "a subject is one line")
        self.refused(desk + 'html_template = "none.html"\n', "cannot read the template")
        self.refused(FILE + 'html_template = "desk.txt"\n', "only a mail or an Atom feed has HTML")

    def test_a_sample_can_be_sent(self):
        self.configure(FILE.replace("out.jsonl", "sample.jsonl"))
        self.run_("init")
        self.run_("alerts", "test", "desk")
        self.assertIn("This is a sample", pathlib.Path(self.folder, "sample.jsonl").read_text(encoding="utf-8"))


class Rounds(StoreCase):
    def test_a_quiet_round_says_nothing(self):
        self.configure(FILE)
        self.ingest(BAN)
        self.assertEqual(self.run_("run", "--now", "2026-01-06T12:00:00Z"), ("", ""))
        self.assertEqual([a["state"] for a in self.alerts()], ["sent"])

    def test_status_and_metrics(self):
        self.configure(FILE)
        self.ingest(BAN)
        out, _ = self.run_("status", "--now", "2026-01-06T12:00:00Z")
        self.assertIn("all is well", out)
        out, _ = self.run_("status", "--metrics", "-", "--now", "2026-01-06T12:00:00Z")
        self.assertIn('chokepoint_alerts{state="queued"} 1', out)
        self.assertIn("\nchokepoint_documents 1\n", out)
        out, _ = self.run_("status", "--now", "2026-01-01T00:00:00Z", status=1)
        self.assertIn("set the clock", out)


if __name__ == "__main__":
    unittest.main()
