#!/usr/bin/env python3
"""Ingest the story into a fresh store and compare its events, transitions and mails with the gold.

usage: score.py [--story FOLDER] [--show] [--mentions] [--keep FOLDER] [--no-mails]     CHOKEPOINT names the binary

Events: extended B-cubed F1 over documents (a document may tell several events). What the gold calls background is neither
required nor wrong. Transitions: an event of ours stands for the gold event with which it shares most documents; a transition
is right when kind, stage and gold event agree and its day is within two days. Mails: the same, of the alerts that are told; what a
subscriber hears first of an event may be its first_seen whatever change it is. "at once" takes all articles in together, "as it came"
one after the other at the minute each arrived, sending what is due in between; corrections are counted apart. The keyword alert
(keywords.py) sends one mail for each type whose words an article holds.
--mentions asks the coder alone, so that its misses can be told from the linker's.
"""
import argparse, collections, contextlib, datetime, itertools, json, os, pathlib, sqlite3, subprocess, sys, tempfile

import keywords

STORY = pathlib.Path(__file__).resolve().parent
CONFIG = """[store]
path = "story.db"
[[subscription]]
name = "analyst"
channel = "file"
path = "alerts.jsonl"
cap_per_hour = 1000
inhibit = "off"
confirmations = false
"""


def run(folder, *args, **more):
    done = subprocess.run([os.environ["CHOKEPOINT"], "-c", str(folder / "chokepoint.toml"), *args], capture_output=True,
                          text=True, **more)
    if done.returncode != 0:
        sys.exit("chokepoint %s: %s" % (" ".join(args), done.stderr.strip()))
    return done.stdout


def f1(right, made, wanted):
    precision, recall = right / made if made else 0.0, right / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def best_gold(event, gold):
    """The gold event that shares most documents with this one, the type deciding between equals."""
    shared = collections.Counter()
    for document in event["documents"]:
        said = gold["documents"].get(document, {"told": [], "background": []})
        for name in said["told"]:
            shared[name] += 1
        for name in said["background"]:
            shared[name] += 0.5
    for name in shared:
        truth = gold["events"][name]
        # An article often tells two moves; the slots say which of them this event is.
        shared[name] *= 1 + 2 * (truth["type"] == event["type"]) + (truth["actor"] == event["actor"])
    return max(sorted(shared), key=lambda name: shared[name]) if shared else None


def b_cubed(clusters, truth):
    """Extended B-cubed precision, recall and F1; both map a document to a set of clusters."""
    def half(ours, theirs):
        total, documents = 0.0, [d for d in ours if ours[d]]
        for d in documents:
            parts = [min(len(ours[d] & ours[e]), len(theirs.get(d, set()) & theirs.get(e, set()))) / len(ours[d] & ours[e])
                     for e in documents if ours[d] & ours[e]]
            total += sum(parts) / len(parts)
        return total / len(documents) if documents else 0.0
    precision, recall = half(clusters, truth), half(truth, clusters)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def day_of(text):
    return datetime.date.fromisoformat(text[:10])


def match(made, gold, wanted, first=()):
    """Pairs each made (event, kind, stage, day) with a wanted transition; gives the leftovers of both. `first` holds the places in
    `made` of what was the first word of its event."""
    left, wrong = list(wanted), []
    for place, one in enumerate(made):
        for t in left:
            stages = [t["stage"], *t.get("or_stage", [])]
            kind = one[1] == t["kind"] or (place in first and t["kind"] == "first_seen")
            if t["event"] == one[0] and kind and one[2] in stages and abs((day_of(t["date"]) - one[3]).days) <= 2:
                left.remove(t)
                break
        else:
            if [one[0], one[1]] not in gold["optional_transitions"]:
                wrong.append(one)
    return left, wrong


def report(name, left, wrong, wanted):
    right = len(wanted) - len(left)
    print("%-13s precision %.3f  recall %.3f  F1 %.3f   (%d right, %d wrong, %d missed)"
          % (name, *f1(right, right + len(wrong), len(wanted)), right, len(wrong), len(left)))


def told_alerts(folder):
    for line in run(folder, "alerts", "list", "--format", "jsonl").splitlines():
        alert = json.loads(line)
        if alert["state"] in ("queued", "sent", "failed"):
            yield alert


def score_mails(name, folder, published, stands_for, gold, show):
    with contextlib.closing(sqlite3.connect(folder / "story.db")) as db:
        change = {name: (kind, stage) for name, kind, stage in db.execute("SELECT name, kind, stage FROM transitions")}
        heir = dict(db.execute("SELECT old, name FROM event_aliases"))
    told = list(told_alerts(folder))
    doubled = [k for k, n in collections.Counter((a["event"], a["transition"]) for a in told).items() if n > 1]
    alerts = [a for a in told if a["transition"] in change and a["documents"]]
    mails, heard, first = [], set(), set()
    for a in alerts:
        event = heir.get(a["event"], a["event"])
        mails.append((stands_for.get(event), *change[a["transition"]], min(day_of(published[d]) for d in a["documents"])))
        if event not in heard:
            first.add(len(mails) - 1)
        heard.add(event)
    wanted = [t for t in gold["transitions"] if t["mail"]]
    left, wrong = match(mails, gold, wanted, first)
    report(name, left, wrong, wanted)
    corrections = sum(a["kind"] == "correction" for a in told)
    print("%-13s told twice %d, corrections %d" % ("", len(doubled), corrections))
    if show:
        for one in wrong:
            print("  wrong ", *one, "|", alerts[mails.index(one)]["subject"], alerts[mails.index(one)]["documents"])
        for t in left:
            print("  missed", t["event"], t["kind"], t["stage"], t["date"], t["document"])
    return len(mails)


def live_through(folder, articles):
    """The articles one after the other, each at the minute it arrived; then three quiet days."""
    def seen(article):
        return article["first_seen"]
    for at, group in itertools.groupby(sorted(articles.values(), key=seen), key=seen):
        run(folder, "alerts", "send", "--now", at)
        run(folder, "ingest", "--jsonl", "-", "--now", at, input="".join(json.dumps(d) + "\n" for d in group))
        run(folder, "alerts", "send", "--now", at)
    end = datetime.datetime.fromisoformat(max(map(seen, articles.values())).replace("Z", "+00:00")) + datetime.timedelta(days=3)
    run(folder, "alerts", "send", "--now", end.strftime("%Y-%m-%dT%H:%M:%SZ"))


def score_live(folder, published, articles, gold, show, settle):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chokepoint.toml").write_text(CONFIG + ("settle_minutes = %d\n" % settle if settle is not None else ""))
    run(folder, "init")
    live_through(folder, articles)
    events = json.loads(run(folder, "events", "--format", "json", "--limit", "100000"))
    stands_for = {e["id"]: best_gold(e, gold) for e in events if not e["background"]}
    return score_mails("as it came", folder, published, stands_for, gold, show)


def score_keywords(articles, gold, ours):
    """How many mails a keyword alert per type sends, and how many of them are about a move the article tells."""
    fired = [(d, kind) for d in articles for kind in keywords.mails(articles[d])]
    right = sum(any(gold["events"][e]["type"] == kind for e in gold["documents"][d]["told"]) for d, kind in fired)
    print("keywords      %d mails, %d of them about a move the article tells; ours %d, wanted %d"
          % (len(fired), right, ours, sum(t["mail"] for t in gold["transitions"])))


def same_move(mention, truth):
    if mention["type"] != truth["type"]:
        return False
    parties, true = (mention["actor"], mention["target"]), (truth["actor"], truth["target"])
    return parties == true or (truth["type"] == "trade_truce" and parties == true[::-1])


def score_mentions(gold, articles, path):
    """What `classify` says of each article, against the moves it tells: stage by true stage, then the misses."""
    done = subprocess.run([os.environ["CHOKEPOINT"], "classify", str(path)], capture_output=True,
                          text=True, check=True)
    table, lines, extra = collections.Counter(), [], 0
    for reading in map(json.loads, done.stdout.splitlines()):
        said, left = gold["documents"][reading["id"]], [m for m in reading["events"] if not m["background"]]
        coded = "; ".join("%s %s %s>%s" % (m["type"], m["stage"], m["actor"], m["target"]) for m in left)
        for name, stage in said["stages"].items():
            found = next((m for m in left if same_move(m, gold["events"][name])), None)
            table[stage, found["stage"] if found else "missing"] += 1
            if found:
                left.remove(found)
            if not found or found["stage"] != stage:
                article = articles[reading["id"]]
                lines.append("%s %-7s %s %s %s | coded: %s | %s" % (reading["id"], article["lang"], name,
                             gold["events"][name]["type"], stage, coded or "-", article["title"]))
        extra += sum(not any(same_move(m, gold["events"][name]) for name in said["background"]) for m in left)
    right = sum(n for (true, ours), n in table.items() if ours != "missing")
    print("mentions     precision %.3f  recall %.3f  F1 %.3f   (type and parties); stage right %.3f"
          % (*f1(right, right + extra, sum(table.values())), sum(n for (a, b), n in table.items() if a == b) / max(right, 1)))
    for (true, ours), n in sorted(table.items()):
        print("  %-10s coded %-10s %d" % (true, ours, n))
    print("\n".join(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--show", action="store_true", help="print what is wrong and what is missing")
    parser.add_argument("--keep", type=pathlib.Path, help="work in this folder and leave it there")
    parser.add_argument("--settle", type=int, help="settle_minutes of the replay as it came, instead of the default")
    parser.add_argument("--no-mails", action="store_true", help="configure no subscription")
    parser.add_argument("--mentions", action="store_true", help="measure the coder alone and print its misses")
    parser.add_argument("--story", type=pathlib.Path, default=STORY, help="the folder of another story: second, third")
    options = parser.parse_args()
    gold = json.loads((options.story / "gold.json").read_text(encoding="utf-8"))
    articles = {d["id"]: d for d in map(json.loads, (options.story / "articles.jsonl").read_text(encoding="utf-8").splitlines())}
    published = {name: d["published"] for name, d in articles.items()}
    if options.mentions:
        return score_mentions(gold, articles, options.story / "articles.jsonl")
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-story-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chokepoint.toml").write_text(CONFIG[:CONFIG.index("[[")] if options.no_mails else CONFIG)
    run(folder, "init")
    run(folder, "ingest", "--jsonl", str(options.story / "articles.jsonl"))
    events = json.loads(run(folder, "events", "--format", "json", "--limit", "100000"))
    news = [e for e in events if not e["background"]]
    stands_for = {e["id"]: best_gold(e, gold) for e in news}

    clusters = {d: set() for d in published}
    for event in news:
        for d in event["documents"]:
            if stands_for[event["id"]] not in gold["documents"][d]["background"]:
                clusters[d].add(event["id"])
    truth = {d: set(said["told"]) for d, said in gold["documents"].items()}
    print("%-13s precision %.3f  recall %.3f  F1 %.3f   (%d events, %d in truth)"
          % ("events B3", *b_cubed(clusters, truth), len(news), len(gold["events"])))

    made = [(stands_for[e["id"]], t["kind"], t["stage"], min(day_of(published[d]) for d in t["documents"]))
            for e in news for t in e["transitions"] if t["documents"]]
    left, wrong = match(made, gold, gold["transitions"])
    report("transitions", left, wrong, gold["transitions"])

    if not options.no_mails:
        score_mails("mails at once", folder, published, stands_for, gold, options.show)
        ours = score_live(folder / "live", published, articles, gold, options.show, options.settle)
        score_keywords(articles, gold, ours)
    if options.show:
        for one in sorted(wrong, key=str):
            print("wrong  ", one[0] or "-", *one[1:])
        for t in left:
            print("missed ", t["event"], t["kind"], t["stage"], t["date"], t["document"])


if __name__ == "__main__":
    main()
