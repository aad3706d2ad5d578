#!/usr/bin/env python3
"""a store of 200,000 articles and a million mentions, and how long the usual questions take: million.py [ARTICLES] [FOLDER]

The articles are made up, spread like a trade dispute's: few pairs carry most of it, five mentions an article, some twenty
mentions an event, a tenth of them weeks late. They are written straight into a store that the program itself created.
Questions are asked through the program, one process each, so that its start counts too (told apart below).
"""
import ctypes
import ctypes.util
import datetime
import json
import os
import pathlib
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata

CHOKEPOINT = os.environ["CHOKEPOINT"]
COUNTRIES = "CN US JP EU KR TW AU IN RU DE CA GB VN ID CL".split()
TYPES = ("export_ban export_licensing licence_tightening tariff_increase anti_dumping_probe anti_dumping_duty "
         "entity_listing control_easing sanctions diplomatic_protest").split()
ITEMS = "rare earths,gallium,germanium,graphite,semiconductors,steel,seafood,wine,nickel,soybeans".split(",")
STAGES = ["considered", "announced", "in_force", "ended"]
OUTLETS = [("Outlet %d" % i, ("official", "wire", "press", "press", "aggregator")[i % 5]) for i in range(120)]
EN = ("the ministry said on that exporters of rare earths gallium steel must apply for a licence before they ship goods "
      "trade officials talks tariff probe duty control quota market company supply chain government week annex rule").split()
ZH = "商务部 宣布 对 日本 美国 实施 稀土 镓 出口 管制 许可 调查 关税 企业 公告 措施 市场 供应链 反倾销 政府 表示 生效 钢铁".split()
FIRST_DAY = datetime.date(2020, 1, 1)


def zipf(n):
    return [1 / (i + 1) for i in range(n)]


def words_of(text):
    """models/core/words.h for the words made up here."""
    out, run = [], ""
    for c in unicodedata.normalize("NFKC", text).lower() + " ":
        if "\u4e00" <= c <= "\u9fff":
            run += c
            continue
        if run:
            out.append(" " + " ".join([run[i:i + 2] for i in range(len(run) - 1)] + [run[-1]]) + " ")
            run = ""
        out.append(c if c.isalnum() else " ")
    return " ".join("".join(out).split())


class Zstd:
    def __init__(self):
        self.lib = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
        self.lib.ZSTD_compress.restype = ctypes.c_size_t
        self.room = ctypes.create_string_buffer(1 << 20)

    def __call__(self, data):
        size = self.lib.ZSTD_compress(self.room, ctypes.c_size_t(len(self.room)), data, ctypes.c_size_t(len(data)), 3)
        return self.room.raw[:size]


def generate(db, articles, rnd):
    zstd, mentions, started = Zstd(), articles * 5, time.time()
    days = 6 * 365
    events = max(1, mentions // 20)
    pairs = [(a, b) for a in COUNTRIES for b in COUNTRIES if a != b]
    rnd.shuffle(pairs)
    moves = []
    for (actor, target), kind, item in zip(rnd.choices(pairs, zipf(len(pairs)), k=events), rnd.choices(TYPES, k=events),
                                           rnd.choices(ITEMS, zipf(len(ITEMS)), k=events)):
        moves.append((actor, target, kind, item, rnd.randrange(days)))
    moves.sort(key=lambda m: m[4])
    told = [[] for _ in moves]
    weights_of_outlets = zipf(len(OUTLETS))
    db.execute("BEGIN")
    mention = 0
    for row in range(1, articles + 1):
        about = min(events - 1, max(0, int(row / articles * events + rnd.gauss(0, 30))))
        day = FIRST_DAY + datetime.timedelta(days=min(days, moves[about][4] + int(rnd.expovariate(0.5))))
        seen = int(datetime.datetime(day.year, day.month, day.day).timestamp()) + rnd.randrange(86400)
        outlet, tier = rnd.choices(OUTLETS, weights_of_outlets)[0]
        chinese = rnd.random() < 0.3
        vocabulary = ZH if chinese else EN
        body = ("" if chinese else " ").join(rnd.choices(vocabulary, zipf(len(vocabulary)), k=400))
        title = ("" if chinese else " ").join(rnd.choices(vocabulary, k=8)) + (" case%d" % about)
        if rnd.random() < 0.02:
            body += " 氧化镝" if chinese else " dysprosium oxide"
        text = body.encode()
        name = "d%07d" % row
        db.execute("INSERT INTO documents(id, name, url, outlet, tier, lang, title, published, first_seen, content_hash, "
                   "simhash, text_size, text, indexed) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,1)",
                   (row, name, "https://example.org/" + name, outlet, tier, "zh-Hans" if chinese else "en", title,
                    str(day), seen, "%032x" % rnd.getrandbits(128), rnd.getrandbits(62), len(text), zstd(text)))
        db.executemany("INSERT OR IGNORE INTO simhash_bands VALUES(?,?)", [(rnd.getrandbits(40), row) for _ in range(4)])
        db.execute("INSERT INTO article_words VALUES(?,?,?)", (row, words_of(title), words_of(body)))
        for ordinal in range(5):
            which = min(events - 1, max(0, about + (0 if ordinal == 0 else int(rnd.gauss(0, 4)))))
            actor, target, kind, item, at = moves[which]
            mention += 1
            date = str(FIRST_DAY + datetime.timedelta(days=at))
            stage = rnd.choices(STAGES, (2, 5, 3, 1))[0]
            db.execute("INSERT INTO mentions(id, document, version, ordinal, type, stage, actor, target, date, background, "
                       "score, model, family, party, link_day, vague) VALUES(?,?,1,?,?,?,?,?,?,?,?,'m',?,?,?,0)",
                       (mention, row, ordinal, kind, stage, actor, target, date, ordinal > 2, rnd.random(), kind, actor,
                        18262 + at))
            db.execute("INSERT INTO mention_items VALUES(?,?)", (mention, item))
            db.execute("INSERT INTO mention_evidence VALUES(?,?)", (mention, json.dumps(
                [{"start": 10, "end": 30, "text": body[10:30], "rule": kind}], ensure_ascii=False)))
            told[which].append((mention, row, seen, stage))
        if row % 5000 == 0:
            db.execute("COMMIT")
            db.execute("BEGIN")
            print("  %d articles, %.0f s" % (row, time.time() - started), flush=True)
    for which, reports in enumerate(told):
        if reports:
            add_event(db, which, moves[which], sorted(reports, key=lambda r: r[2]), rnd)
    for actor, target in pairs:
        rows = db.execute("SELECT day, sum(weight) FROM pair_weights WHERE actor=? AND target=? GROUP BY day ORDER BY day",
                          (actor, target)).fetchall()
        level, last = 0.0, 0
        for day, weight in rows:
            level, last = max(0.0, level * 2 ** (-(day - last) / 30) + weight), day
            db.execute("INSERT INTO pair_levels VALUES(?,?,?,?)", (actor, target, day, level))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return mention, sum(1 for t in told if t)


def add_event(db, which, move, reports, rnd):
    actor, target, kind, item, at = move
    name = "E%012x" % which
    stage = max((r[3] for r in reports), key=STAGES.index)
    db.execute("INSERT INTO events(id, name, type, stage, actor, target, date, severity, first_seen, last_seen, origins, "
               "background, first_outlet, lead_seconds, family, party, first_day, last_day, vague, digest) "
               "VALUES(?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?,?,?,0,'')",
               (which + 1, name, kind, stage, actor, target, str(FIRST_DAY + datetime.timedelta(days=at)),
                round(rnd.uniform(2, 10), 1), reports[0][2], reports[-1][2], len(reports), OUTLETS[which % 120][0],
                rnd.randrange(86400), kind, actor, 18262 + at, 18262 + at))
    db.execute("INSERT INTO event_items VALUES(?,?)", (which + 1, item))
    db.executemany("INSERT INTO event_mentions(mention, event, known) VALUES(?,?,?)", [(r[0], which + 1, r[2]) for r in reports])
    # As if each report had come on its own: every one but the last left a version of the event behind.
    db.execute("UPDATE events SET known = ? WHERE id = ?", (reports[-1][2], which + 1))
    for n, (one, after) in enumerate(zip(reports, reports[1:])):
        if one[2] < after[2]:
            db.execute("INSERT INTO event_history SELECT id, name, type, stage, actor, target, date, NULL, NULL, NULL, NULL, NULL, NULL, "
                       "severity, first_seen, ?, ?, 0, 0, 0, 0, first_outlet, lead_seconds, ?, '[]', ?, ? FROM events WHERE id = ?",
                       (one[2], n + 1, json.dumps([item]), one[2], after[2], which + 1))
    seen_stage = -1
    for mention, row, seen, told in reports:
        if STAGES.index(told) <= seen_stage:
            continue
        change = "first_seen" if seen_stage < 0 else "stage"
        seen_stage = STAGES.index(told)
        transition = "T%010x%d" % (which, seen_stage)
        db.execute("INSERT INTO transitions(name, event, kind, stage, severity, date, published, at, alertable, documents, "
                   "mentions) VALUES(?,?,?,?,5,?,?,?,1,?,?)",
                   (transition, name, change, told, str(FIRST_DAY + datetime.timedelta(days=at)),
                    str(datetime.date.fromtimestamp(seen)), seen, json.dumps(["d%07d" % row]), json.dumps([mention])))
        db.execute("UPDATE transitions SET known = at WHERE name = ?", (transition,))
        db.execute("INSERT INTO pair_weights(transition, event, actor, target, day, weight, known) VALUES(?,?,?,?,?,?,?)",
                   (transition, name, actor, target, 18262 + at, rnd.uniform(-2, 5), seen))


def ask(folder, name, questions, runs):
    took, cpu = [], []
    for i in range(runs):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([CHOKEPOINT, "-c", str(folder / "chokepoint.toml"), *questions(i)], capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append((time.perf_counter() - start) * 1000)
        cpu.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
        if done.returncode:
            sys.exit("%s: %s" % (questions(i), done.stderr.decode()))
    at = lambda all, part: sorted(all)[min(len(all) - 1, int(len(all) * part))]
    print("  %-40s p50 %7.1f  p99 %7.1f ms; of it processor p50 %6.1f  p99 %6.1f" % (
        name, at(took, .5), at(took, .99), at(cpu, .5), at(cpu, .99)), flush=True)


def questions(folder, runs):
    pair = lambda i: "%s:%s" % (COUNTRIES[i % 4], COUNTRIES[(i + 1 + i // 4 % 3) % 5])
    since = lambda i: str(FIRST_DAY + datetime.timedelta(days=1000 + 10 * i))
    page = ["--limit", "50", "--format", "jsonl"]
    ask(folder, "(the program's own start: --version)", lambda i: ["--version"], runs)
    ask(folder, "events of a pair since a date", lambda i: ["events", "--pair", pair(i), "--since", since(i), *page], runs)
    ask(folder, "events on an item", lambda i: ["events", "--item", ITEMS[i % 10], *page], runs)
    ask(folder, "events as of a day, of a pair", lambda i: ["events", "--pair", pair(i), "--as-of", since(i), *page], runs)
    ask(folder, "the latest events", lambda i: ["events", *page], runs)
    ask(folder, "timeline of a pair", lambda i: ["timeline", "--pair", pair(i), "--since", since(i), *page], runs)
    ask(folder, "level of a pair over time", lambda i: ["pairs", "--pair", pair(i), "--since", since(i), "--format", "jsonl"], runs)
    for name, words in (("rare words", ("dysprosium", "\"dysprosium oxide\"", "case77", "氧化镝")),
                        ("common words, en", ("rare earths", "\"rare earths\"", "gallium licence", "steel NOT gallium")),
                        ("common words, zh", ("稀土", "出口管制", "稀土 AND 日本", "反倾销"))):
        ask(folder, "articles by " + name, lambda i: ["articles", "--text", words[i % 4], "--limit", "20", "--format", "jsonl"], runs)
        ask(folder, "events by " + name, lambda i: ["events", "--text", words[i % 4], "--limit", "20", "--format", "jsonl"], runs)


def main():
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="chokepoint-million-"))
    folder.mkdir(exist_ok=True)
    (folder / "chokepoint.toml").write_text('[store]\npath = "c.db"\n')
    store = folder / "c.db"
    if not store.exists():
        subprocess.run([CHOKEPOINT, "-c", str(folder / "chokepoint.toml"), "init"], check=True, capture_output=True)
        db = sqlite3.connect(store, isolation_level=None)
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA cache_size=-200000")
        print("writing %d articles to %s" % (articles, store), flush=True)
        mentions, events = generate(db, articles, random.Random(1))
        db.close()
        size = store.stat().st_size
        print("%d articles, %d mentions, %d events: %d bytes, %d an article" % (articles, mentions, events, size, size // articles))
    print("asked through the program, a process each:", flush=True)
    questions(folder, 100)
    print("the store stays in %s" % folder)


if __name__ == "__main__":
    main()
