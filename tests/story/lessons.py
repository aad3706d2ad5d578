#!/usr/bin/env python3
"""The set of articles that the coder learns from the stories: lessons.py [--check]

Writes models/corpus/story_articles.jsonl and story_gold.jsonl from the first, second and fourth story; the third, fifth and sixth stay
unlearnt. With --check it writes nothing, and exits with 1 when the set is not what the stories say. What an article tells is labelled with type,
parties, goods and stage; what it recalls is optional; nobody looked for dates, agencies and items.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "models/corpus"
LEARNT = (HERE, HERE / "second", HERE / "fourth")


def labelled(event, stage):
    known = {key: event[key] for key in ("type", "actor", "target", "items")}
    said = {"date": None, "background": False} if stage else {"date": None, "background": None, "optional": True}
    return {"type": known.pop("type"), "stage": stage, **known, **said}


def lessons():
    articles, gold = [], []
    for folder in LEARNT:
        story = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            said = story["documents"][article["id"]]
            events = [labelled(story["events"][e], said["stages"][e]) for e in said["told"]]
            events += [labelled(story["events"][e], None) for e in said["background"]]
            articles.append({key: article.get(key) for key in ("id", "published", "title", "text")})
            gold.append({"id": article["id"], "lang": article["lang"], "events": events})
    return {"story_articles.jsonl": articles, "story_gold.jsonl": gold}


def main():
    stale = []
    for name, rows in lessons().items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path = CORPUS / name
        if sys.argv[1:] != ["--check"]:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            stale.append(str(path))
    if stale:
        print("not what the stories say (tests/story/lessons.py writes them): " + ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
