#!/usr/bin/env python3
"""Kill rounds at random moments (SIGKILL) and count the notices lost and doubled.

usage: kills.py [--kills N] [--seed S] [--articles FILE]      CHOKEPOINT names the binary

The story is ingested in batches of the order of publication, each followed by `alerts send` to a real SMTP server; both are
killed after a random while and started again until N kills are spent. What arrived is compared with an undisturbed run: a
notice is lost when no mail of its Message-ID came, doubled when two mails of different ids tell the same change. A second copy
under the same id is one a receiver drops; it is counted beside.
"""
import argparse, collections, json, os, pathlib, random, shutil, sqlite3, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
CHOKEPOINT = os.environ.setdefault("CHOKEPOINT", str(ROOT / "build" / "release" / "chokepoint"))
from smtp_box import Mailbox, mail_section  # noqa: E402

DESK = '[[subscription]]\nname = "desk"\nto = ["desk@example.org"]\ncap_per_hour = 100000\ninhibit = "off"\n'
NOW = "2027-01-01T00:00:00Z"


class Trial:
    def __init__(self, articles, batch):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-kills-"))
        self.batches = []
        for i in range(0, len(articles), batch):
            path = self.folder / f"batch{i:05}.jsonl"
            path.write_text("".join(json.dumps(a) + "\n" for a in articles[i:i + batch]), encoding="utf-8")
            self.batches.append(path)

    def command(self, *args):
        return [CHOKEPOINT, "-c", str(self.folder / "chokepoint.toml"), *args]

    def configure(self, port):
        (self.folder / "chokepoint.toml").write_text('[store]\npath = "store.db"\n' + mail_section(port, security="none") + DESK)
        subprocess.run(self.command("init"), check=True, capture_output=True)

    def once(self, args, rng=None, spans=None):
        """Runs one command; with `rng`, kills it at a random moment. True where it ended by itself."""
        started = time.monotonic()
        process = subprocess.Popen(self.command(*args), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if rng is None:
            process.wait()
            if spans is not None:
                spans.append(time.monotonic() - started)
            return True
        try:
            process.wait(timeout=rng.uniform(0, 1.1 * spans))
            return True
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False

    def rounds(self):
        for path in self.batches:
            yield ["ingest", "--jsonl", str(path), "--now", NOW]
            yield ["alerts", "send", "--now-too", "--now", NOW]

    def told(self):
        """Message-ID -> the changes it tells, by the store."""
        out = collections.defaultdict(set)
        with sqlite3.connect(self.folder / "store.db") as db:
            for message, transition in db.execute("SELECT d.message_id, a.transition FROM alerts a JOIN deliveries d "
                                                  "ON d.id = a.delivery"):
                out["<%s>" % message].add(transition)
        return out


def undisturbed(articles, batch):
    trial, box, ingest, send = Trial(articles, batch), Mailbox(), [], []
    with box.serve("none") as port:
        trial.configure(port)
        for command in trial.rounds():
            trial.once(command, spans=ingest if command[0] == "ingest" else send)
    changes = set().union(*trial.told().values()) if trial.told() else set()
    shutil.rmtree(trial.folder, ignore_errors=True)
    return changes, len(box.mails), max(ingest), max(send)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=12, help="articles a round")
    parser.add_argument("--articles", type=pathlib.Path, default=ROOT / "tests" / "story" / "articles.jsonl")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    articles = sorted(map(json.loads, options.articles.open(encoding="utf-8")), key=lambda a: a["published"])
    due, mails, ingest_span, send_span = undisturbed(articles, options.batch)
    print(f"undisturbed: {len(due)} changes told in {mails} mails", flush=True)
    if not due:
        sys.exit("nothing is told even undisturbed: there is nothing to lose")

    kills = lost = doubled = copies = passes = 0
    while kills < options.kills:
        passes += 1
        trial, box = Trial(articles, options.batch), Mailbox()
        with box.serve("none") as port:
            trial.configure(port)
            for command in trial.rounds():
                span = ingest_span if command[0] == "ingest" else send_span
                tries = 0
                while kills < options.kills and tries < 5 and not trial.once(command, rng, span):
                    kills += 1
                    tries += 1
                trial.once(command)
            trial.once(["alerts", "send", "--now-too", "--now", NOW])
        told = trial.told()
        arrived = collections.Counter(mail["Message-ID"] for _, mail, _ in box.mails)
        copies += sum(n - 1 for n in arrived.values())
        by_change = collections.Counter(t for message in arrived for t in told.get(message, ()))
        lost += len(due - set(by_change))
        doubled += sum(n - 1 for n in by_change.values())
        doubled += len(set(by_change) - due)
        shutil.rmtree(trial.folder, ignore_errors=True)
    print(f"killed {kills} times over {passes} passes: {lost} notices lost, {doubled} doubled, "
          f"{copies} second copies under the same Message-ID")
    return 1 if lost or doubled else 0


if __name__ == "__main__":
    sys.exit(main())
