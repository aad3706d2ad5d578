#!/usr/bin/env python3
"""classify, MB of text a CPU second on one core, dense and neutral, and the start-up, in one run

usage: classify.py [TIMES]     each text set is read TIMES times over (6)

Dense: every article of models/corpus, each about a move or close to one. Neutral: sentences about the weather, sport and
town councils in nine languages, as long as those articles, which is what most news is to this program. The yardstick is a plain
`grep -c -i -F -f` of the thousand commonest words of the corpus over the same bytes. Start-up (an empty input, the kept model warm) is
taken off the figures of classify and told by itself, as is a start without a kept model.
"""
import collections
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
NEUTRAL = [
    "The town council met on Thursday to discuss the new library, and most of the evening went to the colour of its doors.",
    "Nach dem Regen am Wochenende steigen die Pegel der Bäche nur wenig, die Feuerwehr bleibt trotzdem in Bereitschaft.",
    "Le club a prolongé le contrat de son gardien jusqu'en juin, et l'entraîneur s'en est dit soulagé.",
    "La orquesta abrió la temporada con tres piezas breves que el público aplaudió de pie durante varios minutos.",
    "В субботу в парке прошёл забег, в котором участвовали две тысячи человек, самый старший из них встретил восемьдесят лет.",
    "週末の祭りには多くの家族連れが訪れ、川沿いの屋台は夜遅くまでにぎわった。",
    "주말 내내 맑은 날씨가 이어지면서 등산객이 늘었고 산장마다 긴 줄이 섰다.",
    "周末的公园里来了许多看花的人，志愿者在门口分发地图和热水。",
    "週末的夜市人潮不斷，攤商表示生意比去年同期好上許多。",
]


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if status > 1:
        sys.exit(f"failed: {' '.join(command)}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def articles():
    for path in sorted((TOP / "models/corpus").glob("*_articles.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def write(path, documents, times):
    size = 0
    with open(path, "w", encoding="utf-8") as out:
        for again in range(times):
            for d in documents:
                size += len((d.get("title") or "").encode()) + len((d.get("text") or "").encode())
                out.write(json.dumps(dict(d, id=f"{d['id']}-{again}"), ensure_ascii=False) + "\n")
    return size / 1e6


def neutral_like(documents):
    for n, d in enumerate(documents):
        sentence = NEUTRAL[n % len(NEUTRAL)]
        times = max(1, len((d.get("text") or "").encode()) // len(sentence.encode()))
        yield {"id": d["id"], "published": d.get("published"), "title": sentence[:40], "text": " ".join([sentence] * times)}


def main(chokepoint, times):
    work = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-bench-"))
    try:
        dense = list(articles())
        sets = {"dense": dense, "neutral": list(neutral_like(dense))}
        words = collections.Counter(w for d in dense for w in re.findall(r"\w{4,}", d.get("text") or ""))
        (work / "words").write_text("\n".join(w for w, _ in words.most_common(1000)), encoding="utf-8")
        (work / "none").write_text("", encoding="utf-8")
        kept = [chokepoint, "--model-cache", str(work / "cache"), "classify"]
        cold = cpu([chokepoint, "--model-cache", "", "classify", str(work / "none")])
        cpu(kept + [str(work / "none")])
        start = min(cpu(kept + [str(work / "none")]) for _ in range(3))
        print(f"start-up: {1000 * start:.0f} ms CPU with the kept model, {1000 * cold:.0f} ms without")
        for name, documents in sets.items():
            path = work / f"{name}.jsonl"
            size = write(path, documents, times)
            ours = cpu(kept + [str(path)]) - start
            grep = cpu(["grep", "-c", "-i", "-F", "-f", str(work / "words"), str(path)])
            print(f"{name}: {size:.1f} MB of text, classify {size / ours:.2f} MB/s, grep {size / max(grep, 1e-3):.1f} MB/s, "
                  f"ratio {grep / ours:.3f}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main(os.environ.get("CHOKEPOINT") or str(TOP / "build/release/chokepoint"), int(sys.argv[1]) if len(sys.argv) > 1 else 6)
