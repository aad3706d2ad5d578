#!/usr/bin/env python3
"""Print one part of the gold corpus as JSON lines.

usage: split.py --part tune|held|all [--articles | --gold] [--set dev|own|all]

An article is held when the first byte of the SHA-256 of its id, modulo 5, equals 0.
"""
import argparse
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def held(article_id):
    return hashlib.sha256(article_id.encode("utf-8")).digest()[0] % 5 == 0


def wanted(article_id, part):
    return part == "all" or held(article_id) == (part == "held")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["tune", "held", "all"], required=True)
    parser.add_argument("--set", choices=["dev", "own", "all"], default="all")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--articles", action="store_true", help="the articles, for `classify` (default)")
    what.add_argument("--gold", action="store_true", help="their labels")
    options = parser.parse_args()
    kind = "gold" if options.gold else "articles"
    for name in ("dev", "own") if options.set == "all" else (options.set,):
        path = HERE / f"{name}_{kind}.jsonl"
        if not path.exists():
            continue
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and wanted(json.loads(line)["id"], options.part):
                    sys.stdout.write(line if line.endswith("\n") else line + "\n")


if __name__ == "__main__":
    main()
