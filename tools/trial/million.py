#!/usr/bin/env python3
"""200,000 articles, a million mentions, linked by the program: articles a second, bytes, the usual questions: million.py [ARTICLES] [FOLDER]

The articles are made up (tools/bench/made_up.h) and taken in as any others are. The questions are asked twice: in one process
(ledger_bench), and through the program, one process each, so that its start counts too.
"""
import datetime
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

CHOKEPOINT = os.environ["CHOKEPOINT"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTRIES = "CN US JP EU KR".split()
ITEMS = "rare earths,gallium,germanium,graphite,semiconductors,steel,seafood,wine,nickel,soybeans".split(",")
FIRST_DAY = datetime.date(2020, 1, 1)
ARTICLES_A_DAY = 91


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


def questions(folder, articles, runs):
    pair = lambda i: "%s:%s" % (COUNTRIES[i % 4], COUNTRIES[(i % 4 + 1 + i // 4 % 3) % 5])
    days = articles // ARTICLES_A_DAY
    since = lambda i: str(FIRST_DAY + datetime.timedelta(days=days // 4 + i * days // 200))
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


def sizes(store):
    """Bytes of each table and index, largest first, where this python's SQLite can tell."""
    try:
        rows = sqlite3.connect(store).execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY 1 ORDER BY 2 DESC LIMIT 14").fetchall()
    except sqlite3.Error as problem:
        return "  (no sizes: %s)" % problem
    return "\n".join("  %-32s %12d" % row for row in rows)


def main():
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="chokepoint-million-"))
    folder.mkdir(exist_ok=True)
    (folder / "chokepoint.toml").write_text('[store]\npath = "c.db"\n')
    subprocess.run(["cmake", "--build", str(ROOT / "build/release"), "--target", "ledger_bench"], check=True, stdout=subprocess.DEVNULL)
    print("%d articles in %s; asked in one process:" % (articles, folder), flush=True)
    subprocess.run([str(ROOT / "build/release/tools/ledger_bench"), str(articles), str(folder / "c.db")], check=True)
    print("bytes:\n" + sizes(folder / "c.db"))
    print("asked through the program, a process each:", flush=True)
    questions(folder, articles, 100)
    print("the store stays in %s" % folder)


if __name__ == "__main__":
    main()
