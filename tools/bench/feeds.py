#!/usr/bin/env python3
"""feeds parsed, MB a CPU second: ours against python3-feedparser and newsboat, in one run

usage: feeds.py [FOLDER]     every file below FOLDER that is a feed; without, 100 generated feeds of 20-60 KB

Each peer is a whole process that reads all files. newsboat also stores what it read, as it cannot do without; ours prints
JSON. What each takes for nothing (an empty list) is measured too and taken off.
"""
# packages: tools/packages-extra.txt
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from fetch import write_feeds

FEEDPARSER = """
import sys, json, feedparser
for path in open(sys.argv[1]).read().split():
    d = feedparser.parse(open(path, 'rb').read())
    print(json.dumps([(e.get('title'), e.get('link'), e.get('summary')) for e in d.entries]))
"""
ELEMENT_TREE = """
import sys
from xml.etree import ElementTree
for path in open(sys.argv[1]).read().split():
    try: ElementTree.parse(path)
    except ElementTree.ParseError: pass
"""


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(chokepoint, folder=None):
    work = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-bench-"))
    try:
        if folder:
            files = [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and p.stat().st_size > 200
                     and any(w in p.read_bytes()[:2000].lower() for w in (b"<rss", b"<feed", b"<rdf"))]
        else:
            write_feeds(work / "www", 100)
            files = sorted((work / "www").iterdir())
        # newsboat wants names without blanks and one process; copies make both sure.
        (work / "f").mkdir()
        for i, path in enumerate(files):
            shutil.copy(path, work / "f" / ("%d.xml" % i))
        files = sorted((work / "f").iterdir())
        size = sum(p.stat().st_size for p in files)
        print("%d feeds, %.1f MB" % (len(files), size / 1e6))
        results = {}
        for name, count in (("none", 0), ("all", len(files))):
            some = files[:count]
            (work / "list").write_text("\n".join(map(str, some)))
            (work / "jsonl").write_text("".join(json.dumps({"id": str(p), "file": str(p)}) + "\n" for p in some))
            (work / "urls").write_text("".join("file://%s\n" % p for p in some))
            (work / "config").write_text("max-items 0\nreload-threads 1\n")
            (work / "cache").unlink(missing_ok=True)
            results[name] = {
                "chokepoint read-feed": cpu([chokepoint, "read-feed", "--jsonl", str(work / "jsonl")]),
                "python3-feedparser": cpu(["/usr/bin/python3", "-c", FEEDPARSER, str(work / "list")]),
                "newsboat (parse and store)": cpu(["newsboat", "-q", "-u", str(work / "urls"), "-c", str(work / "cache"), "-C",
                                                   str(work / "config"), "-x", "reload"]),
                "expat alone (ElementTree)": cpu(["/usr/bin/python3", "-c", ELEMENT_TREE, str(work / "list")]),
            }
        ours = None
        for peer, seconds in results["all"].items():
            rate = size / 1e6 / max(seconds - results["none"][peer], 1e-6)
            ours = ours or rate
            print("%-28s %7.2f CPU s %8.1f MB/CPU s   ours is %6.1f times as fast" % (peer, seconds, rate, ours / rate), flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main(os.environ.get("CHOKEPOINT", "build/release/chokepoint"), *sys.argv[1:2])
