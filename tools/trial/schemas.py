#!/usr/bin/env python3
"""STIX and MISP exports against the published schemas: schemas.py FOLDER [--config FILE]..., FOLDER holding clones of their repositories

FOLDER holds, at any depth, github.com/oasis-open/cti-stix2-json-schemas (STIX 2.1) and github.com/MISP/MISP or MISP/PyMISP: the
published files are no part of this project. Exported and held against them: every event of the story of tests/story, of articles
made to be hard (tests/cli/hard_articles.py), of an empty store, and of the stores of each --config. First exports are broken on
purpose, so that a schema that refuses nothing is found out.
"""
import argparse
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
CHOKEPOINT = os.environ.get("CHOKEPOINT", str(ROOT / "build" / "release" / "chokepoint"))
from hard_articles import fill  # noqa: E402

try:
    import jsonschema
except ImportError:
    sys.exit("schemas.py: this needs a JSON Schema validator: apt-get install python3-jsonschema python3-rfc3987")
CHECKER = jsonschema.FormatChecker()
if CHECKER.conforms("no address", "uri"):
    sys.exit("schemas.py: addresses would not be checked: apt-get install python3-rfc3987")

OWN = {"identity": "sdos/identity.json", "report": "sdos/report.json", "extension-definition": "common/extension-definition.json"}


def name_of(schema):
    return schema.get("$id", schema.get("id", ""))  # draft 4 has it without the dollar


def unknown(address):
    raise LookupError("%s is referred to and not in the folder" % address)


def validator(schema, others=()):
    """One by the draft the schema names; `others` and itself are all it may refer to: nothing is fetched."""
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    store = {name_of(s): s for s in [*others, schema]}
    try:
        from referencing import Registry, Resource
        return kind(schema, format_checker=CHECKER,
                    registry=Registry().with_resources((i, Resource.from_contents(s)) for i, s in store.items()))
    except ImportError:  # Debian 12
        return kind(schema, format_checker=CHECKER,
                    resolver=jsonschema.RefResolver(name_of(schema), schema, store=store, handlers={"http": unknown, "https": unknown}))


def commit(path):
    done = subprocess.run(["git", "-C", str(path.parent), "log", "-1", "--format=%h of %cs"], capture_output=True, text=True)
    return done.stdout.strip() or "not from a clone"


class Stix:
    def __init__(self, bundle_path):
        base = bundle_path.parents[1]
        schemas = {str(p.relative_to(base)): json.loads(p.read_text(encoding="utf-8")) for p in base.rglob("*.json")}
        schemas = {name: s for name, s in schemas.items() if "$id" in s}
        self.name = "STIX 2.1 %s (%s)" % (base, commit(bundle_path))
        self.own = {kind: validator(schemas[name], schemas.values()) for kind, name in OWN.items()}
        bundle = schemas["common/bundle.json"]
        self.bundle = validator(bundle, schemas.values())
        listed = bundle["properties"]["objects"]["items"]["anyOf"][0]["oneOf"]
        self.listed = {pathlib.PurePosixPath(r["$ref"]).stem for r in listed}

    def wrong(self, bundle):
        # What the bundle's schema does not list, extension definitions among it, it takes for an object of one's own, which must
        # be by its core or by that of observables and not by both; but all that is by the first is by the second. So no bundle
        # with one passes; such an object is held against its own schema alone.
        listed = dict(bundle, objects=[o for o in bundle.get("objects", []) if o.get("type") in self.listed])
        yield from (("bundle", e) for e in self.bundle.iter_errors(listed))
        for o in bundle.get("objects", []):
            yield from ((o.get("id"), e) for e in self.own[o["type"]].iter_errors(o))


class Misp:
    def __init__(self, path, pairs):
        self.name = "MISP %s (%s)" % (path, commit(path))
        self.schema = validator(json.loads(path.read_text(encoding="utf-8")))
        self.pairs = pairs

    def wrong(self, export):
        for item in export["response"]:
            yield from ((item.get("Event", {}).get("uuid"), e) for e in self.schema.iter_errors(item))
            for a in item.get("Event", {}).get("Attribute", []) if self.pairs else []:
                if a["type"] not in self.pairs.get(a["category"], []):
                    yield a["uuid"], jsonschema.ValidationError("%s may not stand under %s" % (a["type"], a["category"]))


def find(folder):
    """The published schemas in a folder: those of STIX, of MISP."""
    stix, misp, pairs = [], [], {}
    for path in sorted(folder.rglob("schemas/common/bundle.json")):
        if "2020-12" in json.loads(path.read_text(encoding="utf-8")).get("$schema", ""):  # STIX 2.0 was in draft 4
            stix.append(Stix(path))
    for path in sorted(folder.rglob("describeTypes.json")):
        pairs = json.loads(path.read_text(encoding="utf-8"))["result"]["category_type_mappings"]
        print("MISP's types %s (%s)" % (path, commit(path)))
    wanted = ("2.4", "2.5", "data")  # format/2.4, format/2.5, pymisp/data; 2.3 was of XML's time
    misp = [Misp(p, pairs) for p in sorted(folder.rglob("schema.json")) if p.parent.name in wanted]
    if not stix or not misp:
        sys.exit("schemas.py: in %s there is no %s; clone github.com/%s into it" % (
            folder, "STIX 2.1 schema" if not stix else "MISP schema",
            "oasis-open/cti-stix2-json-schemas" if not stix else "MISP/MISP"))
    return stix, misp


def first(kind):
    return lambda bundle: next(o for o in bundle["objects"] if o["type"] == kind)


def event(export):
    return export["response"][0]["Event"]


# (where, what is put there in place of what stood there; None: nothing)
BREAK_STIX = [
    (lambda b: b, "id", "bundle--1"), (lambda b: b, "type", "parcel"), (lambda b: b, "objects", []),
    (first("report"), "object_refs", []), (first("report"), "published", "yesterday"), (first("report"), "name", None),
    (first("report"), "spec_version", "3"), (first("report"), "created", "2026-01-01T00:00:00Z"),
    (first("report"), "labels", "one"), (first("report"), "extensions", {"ours": {}}),
    (lambda b: next(iter(first("report")(b)["extensions"].values())), "extension_type", "addition"),
    (lambda b: next(iter(first("report")(b)["extensions"].values())), "items", []),
    (lambda b: first("report")(b)["external_references"][0], "url", "https://example.org/with space"),
    (lambda b: first("report")(b)["external_references"][0], "url", "https://example.cn/稀土"),
    (lambda b: first("report")(b)["external_references"][0], "source_name", "cve"),
    (first("identity"), "name", 1), (first("identity"), "severity", 3),
    (first("extension-definition"), "version", None), (first("extension-definition"), "extension_types", ["other"])]
BREAK_MISP = [(lambda m: m["response"][0], "Event", None), (event, "mood", "good"), (event, "info", 1), (event, "published", "no"),
              (lambda m: event(m)["Orgc"], "uuid", None), (lambda m: event(m)["Attribute"][0], "value", 3),
              (event, "Attribute", [{"type": "text", "category": "Other"}] * 2)]
# What PyMISP's schema, which closes nothing, lets pass; in its place it demands this.
BREAK_PYMISP = [(event, "date", None), (event, "info", None), (event, "Attribute", None), (event, "threat_level_id", 1)]


def refuses(schema, export, breaks):
    """Nothing, where each way to break the export is found out; the export itself must pass."""
    for i, (where, key, value) in enumerate(breaks):
        broken = copy.deepcopy(export)
        where(broken).pop(key) if value is None else where(broken).update({key: value})
        if not list(schema.wrong(broken)):
            sys.exit("schemas.py: %s takes %s = %r (break %d)" % (schema.name, key, value, i))
    print("  each of %d exports broken on purpose is refused by %s" % (len(breaks), schema.name))


def run(config):
    def call(*args):
        done = subprocess.run([CHOKEPOINT, "-c", str(config), *args], capture_output=True, text=True)
        if done.returncode:
            sys.exit("schemas.py: chokepoint %s: %s" % (" ".join(args), done.stderr.strip()))
        return done.stdout
    return call


def stores(folder, configs):
    """(name, run) of each store."""
    made = {}
    for name in ("story", "hard", "empty"):
        (folder / name).mkdir()
        (folder / name / "chokepoint.toml").write_text('[store]\npath = "store.db"\n')
        made[name] = run(folder / name / "chokepoint.toml")
    made["story"]("init")
    made["story"]("ingest", "--jsonl", str(ROOT / "tests" / "story" / "articles.jsonl"))
    fill(made["hard"], folder / "hard")
    made["empty"]("init")
    return list(made.items()) + [(str(c), run(c)) for c in configs]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--config", type=pathlib.Path, action="append", default=[], help="the exports of this store too")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit("schemas.py: there is no folder %s; clone github.com/oasis-open/cti-stix2-json-schemas and github.com/MISP/MISP "
                 "into one" % options.folder)
    stix, misp = find(options.folder)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="chokepoint-schemas-") as folder:
        for n, (name, call) in enumerate(stores(pathlib.Path(folder), options.config)):
            made = {f: json.loads(call("export", "--weak", "--dismissed", "--format", f)) for f in ("stix", "misp")}
            if n == 0:
                for s in stix:
                    refuses(s, made["stix"], BREAK_STIX)
                for m in misp:
                    refuses(m, made["misp"], BREAK_PYMISP if m.name.find("pymisp") >= 0 else BREAK_MISP)
            attributes = sum(len(i["Event"]["Attribute"]) for i in made["misp"]["response"])
            print("%s: %d STIX objects, %d MISP events with %d attributes" % (
                name, len(made["stix"]["objects"]), len(made["misp"]["response"]), attributes))
            for schema, export in [(s, made["stix"]) for s in stix] + [(m, made["misp"]) for m in misp]:
                wrong = list(schema.wrong(export))
                failed += len(wrong)
                print("  %d refused by %s" % (len(wrong), schema.name))
                for what, e in wrong[:10]:
                    print("    %s at %s: %s" % (what, "/".join(map(str, e.absolute_path)), e.message[:300]))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
