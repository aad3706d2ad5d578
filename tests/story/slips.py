#!/usr/bin/env python3
"""How the linker bears a coder's slips: the gold's own mentions, degraded at random, linked and scored as score.py does.

usage: slips.py [--worlds N] [--rates today|half|none] [--seed N] [--show WORLD] [--coder FILE]   LINK_MENTIONS names the tool

Two sorts of worlds: the story of this folder, and stories invented afresh by invent.py. --rates: `today` is how often the
coder erred on articles it had never seen when this was written (model evaluate, held part), `half` is half as often.
--coder scores what `chokepoint classify` said of the story instead (its output in FILE).
"""
import argparse, datetime, json, os, pathlib, random, statistics, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import invent  # noqa: E402
import score  # noqa: E402

# How often, per mention told as news: lost; read as a sister type, or as another one; a sister beside it; and so on.
TODAY = {"lost": .18, "lost_background": .45, "sister": .05, "doubled": .16, "stray": .20, "stray_background": .15, "actor": .07, "swap": .05,
         "no_target": .03, "all": .03, "other_target": .05, "day": .16, "no_date": .04, "to_background": .07, "to_news": .29,
         "no_items": .08, "stray_item": .12, "no_effective": .5, "faint": .5, "faint_stray": .35}
STAGES = {"considered": (("considered", .6), ("announced", .33), ("in_force", .07)),
          "announced": (("announced", .8), ("in_force", .19), ("considered", .01)),
          "in_force": (("in_force", .7), ("announced", .28), ("considered", .02)),
          "ended": (("ended", .5), ("announced", .35), ("in_force", .15))}
SISTERS = {"export_licensing": ["licence_tightening", "export_ban"], "export_ban": ["dual_use_ban", "export_licensing"],
           "dual_use_ban": ["export_ban", "licence_tightening"], "licence_tightening": ["export_licensing"],
           "countervailing_duty": ["tariff_increase", "anti_dumping_duty", "subsidy_probe"],
           "anti_dumping_duty": ["anti_dumping_probe", "countervailing_duty", "tariff_increase"],
           "anti_dumping_probe": ["anti_dumping_duty", "subsidy_probe"], "subsidy_probe": ["anti_dumping_probe", "countervailing_duty"],
           "tariff_increase": ["countervailing_duty", "export_quota"], "control_easing": ["licence_tightening", "trade_truce"],
           "trade_truce": ["control_easing"], "import_ban": ["licence_tightening"], "trade_dispute": ["diplomatic_protest"],
           "entity_listing": ["import_ban", "sanctions"], "sanctions": ["entity_listing"],
           "supply_diversification": ["trade_truce"], "supply_disruption": ["licence_tightening"], "export_quota": ["export_licensing"]}
STRAYS = ["diplomatic_protest", "export_ban", "export_licensing", "trade_truce", "control_easing", "tariff_increase", "licence_tightening"]


def halved(rates, part):
    return {name: rate * (part if name != "faint" else 1) for name, rate in rates.items()}


def slipped_stage(rnd, stage, part):
    for to, chance in STAGES[stage]:
        if to != stage and rnd.random() < chance * part:
            return to
    return stage


def right_score(rnd):
    return .5 + .47 * rnd.betavariate(2.2, 1.2)


def wrong_score(rnd):
    return .5 + .45 * rnd.betavariate(1.2, 1.8)


def faint_score(rnd):
    return rnd.uniform(.12, .5)


def true_mention(world, document, name, background):
    event, published = world["events"][name], world["published"][document]
    stage = world["documents"][document]["stages"].get(name) or "announced"
    dates = {t["stage"]: t["date"] for t in world["transitions"] if t["event"] == name and t["kind"] in ("first_seen", "stage")}
    date = published if stage == "considered" else dates.get(stage) or event["date"]
    if stage == "in_force" and published < date:
        date = published
    m = {"type": event["type"], "stage": stage, "actor": event["actor"], "target": event["target"], "items": list(event["items"]),
         "date": event["date"] if background else date, "background": background}
    if stage == "announced" and dates.get("in_force", "") > date:
        m["effective"] = dates["in_force"]
    return m


def degraded(rnd, mention, rates, published, countries, items):
    """The mention as an imperfect coder would give it, or None; and how sure it is of it."""
    m, slips, hit = dict(mention), 0, lambda name: rnd.random() < rates[name]
    lost = hit("lost_background" if m["background"] else "lost")
    if lost and not hit("faint"):
        return None
    if hit("sister") and m["type"] in SISTERS:
        m["type"], slips = rnd.choice(SISTERS[m["type"]]), 1
    m["stage"] = slipped_stage(rnd, m["stage"], rates["day"] / TODAY["day"])
    if hit("actor"):
        m["actor"], slips = rnd.choice([None, rnd.choice(countries)]), 1
    if hit("swap"):
        m["actor"], m["target"], slips = m["target"] if m["target"] != "*" else None, m["actor"], 1
    for name, target in (("no_target", None), ("all", "*"), ("other_target", rnd.choice(countries))):
        if hit(name):
            m["target"], slips = target, 1
    if hit("day"):
        m["date"] = rnd.choice([published, published, str(datetime.date.fromisoformat(published) - datetime.timedelta(rnd.randrange(1, 20)))])
    if hit("no_date"):
        m["date"] = None
    if hit("no_items"):
        m["items"] = []
    if hit("stray_item"):
        m["items"] = m["items"] + [rnd.choice(items)]
    if hit("no_effective"):
        m.pop("effective", None)
    if hit("to_news" if m["background"] else "to_background"):
        m["background"] = not m["background"]
    if lost:
        return {**m, "faint": True, "score": faint_score(rnd)}
    m["score"] = wrong_score(rnd) if slips else right_score(rnd)
    return m


def coded(rnd, world, rates):
    """What a coder with these slips says of each document of the world."""
    countries = sorted({c for e in world["events"].values() for c in (e["actor"], e["target"]) if c != "*"})
    items = sorted({i for e in world["events"].values() for i in e["items"]})
    out = {}
    for document, said in world["documents"].items():
        published, mine = world["published"][document], []
        for background, names in ((False, said["told"]), (True, said["background"])):
            for name in names:
                true = true_mention(world, document, name, background)
                m = degraded(rnd, true, rates, published, countries, items)
                if m:
                    mine.append(m)
                if rnd.random() < rates["doubled"] and true["type"] in SISTERS:
                    mine.append({**(m or true), "type": rnd.choice(SISTERS[true["type"]]), "score": wrong_score(rnd)})
        for background in (False, True):
            if rnd.random() < rates["stray_background" if background else "stray"]:
                base = rnd.choice(mine) if mine else {"actor": rnd.choice(countries), "target": rnd.choice(countries), "items": []}
                parties = [base["actor"], base["target"]]
                rnd.shuffle(parties)
                mine.append({"type": rnd.choice(STRAYS), "stage": rnd.choice(["announced", "announced", "in_force"]),
                             "actor": parties[0] if parties[0] != "*" else None, "target": parties[1], "items": base["items"],
                             "date": published, "background": background, "score": wrong_score(rnd)})
        if rnd.random() < rates["faint_stray"]:
            base = rnd.choice(mine) if mine else {"actor": rnd.choice(countries), "target": rnd.choice(countries), "items": []}
            kind = rnd.choice(SISTERS.get(base.get("type"), STRAYS) + STRAYS)
            mine.append({**base, "type": kind, "stage": rnd.choice(["announced", "announced", "in_force"]), "date": published,
                         "background": False, "faint": True, "score": faint_score(rnd)})
        unique = {(m["type"], m["actor"], m["target"], m["background"], tuple(m["items"])): m for m in reversed(mine)}
        out[document] = list(unique.values())[::-1]
    return out


def the_story(folder):
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    articles = [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    return {**gold, "articles": articles, "published": {a["id"]: a["published"] for a in articles}}


def measured(world, events):
    news = [e for e in events if not e["background"]]
    stands_for = {e["id"]: score.best_gold(e, world) for e in news}
    clusters = {d: set() for d in world["published"]}
    for event in news:
        for d in event["documents"]:
            if stands_for[event["id"]] not in world["documents"][d]["background"]:
                clusters[d].add(event["id"])
    truth = {d: set(said["told"]) for d, said in world["documents"].items()}
    made = [(stands_for[e["id"]], t["kind"], t["stage"], min(score.day_of(world["published"][d]) for d in t["documents"]))
            for e in news for t in e["transitions"] if t["documents"]]
    left, wrong = score.match(made, world, world["transitions"])
    right = len(world["transitions"]) - len(left)
    return {"b3": score.b_cubed(clusters, truth), "transitions": score.f1(right, right + len(wrong), len(world["transitions"])),
            "events": len(news), "left": left, "wrong": wrong, "news": news, "stands_for": stands_for}


def linked(worlds):
    tool = [os.environ["LINK_MENTIONS"], os.devnull, os.environ.get("CHOKEPOINT_MODELS", str(HERE.parents[1] / "models/data"))]
    lines = "".join(json.dumps({"articles": w["articles"], "mentions": w["mentions"]}) + "\n" for w in worlds)
    done = subprocess.run(tool, input=lines, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return [json.loads(line)["events"] for line in done.stdout.splitlines()]


def show(world, result):
    for event in sorted(result["news"], key=lambda e: (str(result["stands_for"][e["id"]]), e["first_seen"])):
        print("%-4s %s %s %s>%s %s %s weak? %s docs" % (result["stands_for"][event["id"]], event["type"], event["stage"], event["actor"],
              event["target"], ",".join(event["items"]), event["date"], len(event["documents"])))
        for t in event["transitions"]:
            print("       %-10s %-10s %s %s" % (t["kind"], t["stage"], t["date"], " ".join(t["documents"])))
        for d in event["documents"]:
            for m in world["mentions"].get(d, []):
                if m["type"] == event["type"] or (m["actor"], m["target"]) == (event["actor"], event["target"]):
                    print("          %s %s %s%s %s %s>%s %s %s eff %s %.2f | told %s bg %s" % (d, world["published"][d],
                          "BG " if m["background"] else "", m["type"], m["stage"], m["actor"], m["target"], ",".join(m["items"]),
                          m["date"], m.get("effective"), m["score"], world["documents"][d]["stages"], world["documents"][d]["background"]))
    for one in sorted(result["wrong"], key=str):
        print("wrong  ", one[0] or "-", *one[1:])
    for t in result["left"]:
        print("missed ", t["event"], t["kind"], t["stage"], t["date"], t["document"])


def told(name, results):
    mean = lambda values: statistics.fmean(values)
    low = lambda values: sorted(values)[len(values) // 10]
    b3, transitions = [r["b3"][2] for r in results], [r["transitions"][2] for r in results]
    print("%-22s worlds %3d  B3 %.3f (P %.3f R %.3f; lowest tenth %.3f)  transitions %.3f (P %.3f R %.3f; lowest tenth %.3f)" % (
        name, len(results), mean(b3), mean(r["b3"][0] for r in results), mean(r["b3"][1] for r in results), low(b3), mean(transitions),
        mean(r["transitions"][0] for r in results), mean(r["transitions"][1] for r in results), low(transitions)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--worlds", type=int, default=20, help="of each sort")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", choices=["today", "half", "none"], nargs="*", default=["none", "half", "today"])
    parser.add_argument("--coder", nargs="*", help="outputs of classify for the story")
    parser.add_argument("--sort", choices=["story", "invented"])
    parser.add_argument("--show", type=int, help="print this world of the last sort")
    parser.add_argument("--story", type=pathlib.Path, default=HERE, help="the folder of another story: second, third")
    options = parser.parse_args()
    story, results, worlds = the_story(options.story), [], []
    for path in options.coder or []:
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
        worlds = [{**story, "mentions": {r["id"]: r["events"] for r in map(json.loads, lines)}}]
        results = [measured(w, e) for w, e in zip(worlds, linked(worlds))]
        told("coder " + pathlib.Path(path).name, results)
    for rates in options.rates if not options.coder else []:
        share = {"today": 1, "half": .5, "none": 0}[rates]
        for sort in [options.sort] if options.sort else ("story", "invented"):
            worlds = []
            for i in range(options.worlds if share or sort == "invented" else 1):
                rnd = random.Random("%d %d %s" % (options.seed, i, sort))
                base = story if sort == "story" else invent.story(rnd)
                worlds.append({**base, "mentions": coded(rnd, base, halved(TODAY, share))})
            results = [measured(w, e) for w, e in zip(worlds, linked(worlds))]
            told("%s, slips %s" % (sort, rates), results)
    if options.show is not None:
        show(worlds[options.show], results[options.show])


if __name__ == "__main__":
    main()
