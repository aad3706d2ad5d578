#!/usr/bin/env python3
"""Check the gold corpus under models/corpus: fields, ids, types, stages, dates, countries, evidence.

usage: corpus.py SOURCE_DIR

Each fault is one line `file:line: what`; any fault: exit status 1.
"""
import datetime
import json
import pathlib
import re
import sys

TYPES = set("""export_ban dual_use_ban export_licensing licence_tightening export_quota export_duty extraterritorial_control
entity_listing import_ban anti_dumping_probe anti_dumping_duty subsidy_probe countervailing_duty safeguard_measure
tariff_increase sanctions investment_restriction travel_advisory cultural_restriction shipping_measure trade_dispute
diplomatic_protest supply_disruption control_easing trade_truce supply_diversification""".split())
STAGES = {"considered", "announced", "in_force", "ended"}
LANGUAGES = {"en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "ru"}
BLOCS = {"EU", "EAEU", "ASEAN", "G7", "UN", "GCC", "MERCOSUR", "SACU", "AU", "ECOWAS", "CEMAC", "EAC", "NATO", "OPEC"}
COUNTRIES = set("""AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI
CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FO FR GA GB GD GE GH GL GM GN GQ GR GT GW GY HK HN HR HT
HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN
MO MR MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI
SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW""".split())
AGENCY = re.compile(r"^(?:[A-Z]{2,8}\.[A-Z][A-Z0-9_]*|[A-Z][A-Z0-9]+)$")
EVENT_FIELDS = {"type", "stage", "actor", "target", "items", "date", "background", "evidence", "optional", "alt_types",
                "effective", "expires", "document", "responds_to"}
GOLD_FIELDS = {"id", "lang", "ministries", "items", "events", "unlabelled"}
ARTICLE_FIELDS = {"id", "published", "title", "text", "url"}


def is_date(value):
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        return False
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10] if len(value) == 4 else (value + "-01")[:10])
    except ValueError:
        return False
    return True


def is_item(value):
    return isinstance(value, str) and value and value == value.strip() and not re.search(r"[^\x20-\x7e]", value)


def read(path, faults):
    rows = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                key = row["id"]
            except (ValueError, KeyError, TypeError) as error:
                faults.append(f"{path.name}:{number}: not an object with an id ({error})")
                continue
            if key in rows:
                faults.append(f"{path.name}:{number}: id {key} occurs twice")
            rows[key] = (number, row)
    return rows


def article_faults(row):
    if set(row) - ARTICLE_FIELDS:
        yield f"unknown fields {sorted(set(row) - ARTICLE_FIELDS)}"
    if not isinstance(row.get("title"), str) or not isinstance(row.get("text"), str) or not (row["title"] or row["text"]):
        yield "needs a title or a text"
    published = row.get("published")
    if published is not None and not (is_date(published) and len(published) == 10):
        yield f"published {published!r} is no day"


def party_fault(name, value):
    if value is None or value == "*" or value in COUNTRIES or value in BLOCS:
        return
    yield f"{name} {value!r} is no country"


def event_faults(event, article):
    if set(event) - EVENT_FIELDS:
        yield f"unknown fields {sorted(set(event) - EVENT_FIELDS)}"
    for kind in (event.get("type"), *event.get("alt_types", [])):
        if kind not in TYPES:
            yield f"unknown type {kind!r}"
    known = not event.get("optional") or event.get("stage") is not None
    if known and event.get("stage") not in STAGES:
        yield f"unknown stage {event.get('stage')!r}"
    for name in ("actor", "target"):
        yield from party_fault(name, event.get(name))
    for name in ("date", "effective", "expires"):
        if event.get(name) is not None and not is_date(event[name]):
            yield f"{name} {event[name]!r} is no date"
    if not isinstance(event.get("background"), bool) and not (event.get("optional") and event.get("background") is None):
        yield "background is neither true nor false"
    for item in event.get("items", []):
        if not is_item(item):
            yield f"item {item!r} is not an English name"
    evidence = event.get("evidence")
    if evidence and evidence not in article["title"] and evidence not in article["text"]:
        yield f"evidence not in the article: {evidence!r}"


def gold_faults(row, article):
    if set(row) - GOLD_FIELDS:
        yield f"unknown fields {sorted(set(row) - GOLD_FIELDS)}"
    if row.get("lang") not in LANGUAGES:
        yield f"unknown language {row.get('lang')!r}"
    for agency in row.get("ministries", []):
        if not AGENCY.match(agency):
            yield f"agency id {agency!r}"
    for item in row.get("items", []):
        if not is_item(item):
            yield f"item {item!r} is not an English name"
    for kind in row.get("unlabelled", []):
        if kind not in TYPES:
            yield f"unknown unlabelled type {kind!r}"
    for event in row.get("events", []):
        for fault in event_faults(event, article):
            yield f"{event.get('type')}: {fault}"


def check(folder):
    faults, seen = [], {}
    for articles_path in sorted([*folder.glob("*_articles.jsonl"), *folder.glob("dense/*_articles.jsonl")]):
        gold_path = articles_path.with_name(articles_path.name.replace("_articles", "_gold"))
        articles, gold = read(articles_path, faults), read(gold_path, faults)
        for key, (number, row) in articles.items():
            where = f"{articles_path.name}:{number}: {key}"
            if key in seen:
                faults.append(f"{where}: id also in {seen[key]}")
            seen[key] = articles_path.name
            if key not in gold:
                faults.append(f"{where}: no gold")
            faults += [f"{where}: {fault}" for fault in article_faults(row)]
        for key, (number, row) in gold.items():
            where = f"{gold_path.name}:{number}: {key}"
            if key not in articles:
                faults.append(f"{where}: no article")
                continue
            faults += [f"{where}: {fault}" for fault in gold_faults(row, articles[key][1])]
    check_probes(folder / "probes", faults, seen)
    return faults, len(seen)


def check_probes(folder, faults, seen):
    """Probes say no more than who moves against whom."""
    articles, gold = read(folder / "articles.jsonl", faults), read(folder / "gold.jsonl", faults)
    for key, (number, row) in articles.items():
        if key in seen:
            faults.append(f"probes/articles.jsonl:{number}: {key}: id also in {seen[key]}")
        if key not in gold:
            faults.append(f"probes/articles.jsonl:{number}: {key}: no gold")
        if not (row.get("title") or row.get("text")):
            faults.append(f"probes/articles.jsonl:{number}: {key}: no words")
    for key, (number, row) in gold.items():
        where = f"probes/gold.jsonl:{number}: {key}"
        if key not in articles:
            faults.append(f"{where}: no article")
        if row.get("lang") not in LANGUAGES:
            faults.append(f"{where}: unknown language {row.get('lang')!r}")
        for event in row.get("events", []):
            if event.get("type") not in TYPES or set(event) - {"type", "actor", "target"}:
                faults.append(f"{where}: not a type with its parties: {event}")
            for party in (event.get("actor"), event.get("target")):
                if party not in COUNTRIES | BLOCS | {None, "*"}:
                    faults.append(f"{where}: unknown party {party!r}")


def main():
    faults, articles = check(pathlib.Path(sys.argv[1]) / "models" / "corpus")
    for fault in faults:
        print(fault, file=sys.stderr)
    if not articles:
        print("no articles under models/corpus", file=sys.stderr)
    print(f"{articles} articles, {len(faults)} faults")
    return 1 if faults or not articles else 0


if __name__ == "__main__":
    sys.exit(main())
