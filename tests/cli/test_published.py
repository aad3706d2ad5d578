"""What is exported of articles made to be hard; and that each rule of published.py, by which it is judged, can fail."""
import copy
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from hard_articles import fill
from published import check_atom, check_ical, check_misp, check_stix

CHOKEPOINT = os.environ["CHOKEPOINT"]


def object_of(kind):
    return lambda bundle: next(o for o in bundle["objects"] if o["type"] == kind)


def extension(bundle):
    return next(iter(object_of("report")(bundle)["extensions"].values()))


def reference(bundle):
    return next(r for o in bundle["objects"] for r in o.get("external_references", []) if "url" in r)


def event(export):
    return export["response"][0]["Event"]


def link(export):
    return next(a for i in export["response"] for a in i["Event"]["Attribute"] if a["type"] == "link")


REPORT, IDENTITY, DEFINITION = (object_of(k) for k in ("report", "identity", "extension-definition"))
NOTHING = object()
# (where, what, its new value, what is to be complained of)
STIX = [
    (dict, "type", "parcel", "not a bundle"), (dict, "id", "bundle--1", "not a bundle"), (dict, "spec_version", "2.1", "alone"),
    (dict, "objects", [], "of nothing"), (REPORT, "type", "press", "unknown type"), (REPORT, "spec_version", "2.2", "spec_version or id"),
    (REPORT, "id", "report--8e9cdb3d-9f3c-4d13-0f0e-000000000000", "spec_version or id"), (REPORT, "name", NOTHING, "lacks name"),
    (REPORT, "id", "report--8e9cdb3d-9f3c-7d13-8f0e-000000000000", "spec_version or id"),
    (REPORT, "published", NOTHING, "lacks published"), (REPORT, "object_refs", NOTHING, "lacks object_refs"),
    (REPORT, "created", NOTHING, "lacks created"), (REPORT, "severity", 3, "has severity"), (REPORT, "name", 3, "no text"),
    (REPORT, "published", "2026-13-01T00:00:00Z", "no time"), (REPORT, "published", "2026-01-01T00:00:00+00:00", "no time"),
    (REPORT, "created", "2026-01-01T00:00:00Z", "millisecond"), (REPORT, "labels", [], "empty list"), (REPORT, "labels", "a", "no list"),
    (REPORT, "report_types", [1], "no list"), (REPORT, "extensions", {}, "empty list"),
    (REPORT, "modified", "2020-01-01T00:00:00.000Z", "before created"), (REPORT, "created_by_ref", "identity--1", "refers to"),
    (REPORT, "object_refs", ["identity--1"], "refers to"), (REPORT, "object_refs", [], "empty list"),
    (REPORT, "object_marking_refs", ["marking-definition--1"], "refers to"),
    (REPORT, "extensions", {"ours-ext": {"extension_type": "property-extension"}}, "extension ours-ext"),
    (extension, "extension_type", "new-sdo", "extension extension-definition--"), (extension, "items", [], "extension's items"),
    (extension, "A", "a", "extension's A"), (extension, "stage_hex", "z", "extension's stage_hex"),
    (extension, "stage", "", "extension's stage"),
    (reference, "url", "https://example.org/with space", "no URI"), (reference, "url", "https://example.cn/稀土", "no URI"),
    (reference, "url", "/path", "no URI"), (reference, "url", "https://example.org/%zz", "no URI"),
    (reference, "url", "https://example.org/a#b#c", "no URI"), (reference, "url", "https://example.org/[x]", "no URI"),
    (reference, "source_name", "", "without a source"), (reference, "source_name", "capec", "standard's own"),
    (reference, "external_id", "CVE-2026-0001", "standard's own"), (reference, "page", "3", "unknown"), (reference, "url", 3, "no text"),
    (REPORT, "external_references", [{"source_name": "a"}], "pointer"),
    (IDENTITY, "name", NOTHING, "lacks name"), (IDENTITY, "published", "2026-01-01T00:00:00Z", "has published"),
    (DEFINITION, "created_by_ref", NOTHING, "lacks created_by_ref"), (DEFINITION, "schema", NOTHING, "lacks schema"),
    (DEFINITION, "version", NOTHING, "lacks version"), (DEFINITION, "extension_types", ["own"], "extension types"),
    (DEFINITION, "extension_properties", ["stage"], "does not add")]
MISP = [
    (dict, "version", "2.5", "response alone"), (lambda m: m["response"][0], "Event", NOTHING, "no Event"),
    (lambda m: m["response"][0], "Tag", [], "no Event"), (event, "mood", "good", "unknown mood"), (event, "info", 3, "not text"),
    (event, "info", "", "event: info"), (event, "date", "2026", "event: date"), (event, "threat_level_id", "5", "threat_level_id"),
    (event, "analysis", "3", "analysis"), (event, "distribution", "6", "distribution"), (event, "timestamp", "now", "timestamp"),
    (event, "uuid", "1", "event: uuid"), (event, "published", "no", "published"), (event, "published", NOTHING, "lacks published"),
    (event, "Attribute", NOTHING, "lacks Attribute"), (lambda m: event(m)["Orgc"], "uuid", NOTHING, "Orgc"),
    (lambda m: event(m)["Orgc"], "mail", "a@example.org", "organisation: unknown"), (lambda m: event(m)["Tag"][0], "name", NOTHING, "tag"),
    (lambda m: event(m)["Tag"][0], "size", "1", "tag: unknown"), (event, "Tag", [{"name": "a"}] * 2, "a tag twice"),
    (link, "mood", "good", "unknown mood"), (link, "type", "md5", "External analysis/md5"), (link, "category", "Other", "Other/link"),
    (link, "category", "Gossip", "Gossip/link"), (link, "to_ids", "0", "attribute"), (link, "value", "", "attribute"),
    (link, "value", 3, "not text"), (link, "value", "https://example.cn/稀土", "no URI"), (link, "value", "//example.org/", "no URI"),
    (link, "value", "https://example.org/" + "a" * 65536, "too long"), (link, "uuid", "1", "attribute"),
    (event, "Attribute", [{"uuid": "0", "value": "a"}, {"uuid": "1", "value": "a"}], "said twice")]


class Published(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-published-"))
        (cls.folder / "chokepoint.toml").write_text('[store]\npath = "c.db"\n')
        cls.events = fill(cls.run_it, cls.folder)
        cls.stix, cls.misp = (json.loads(cls.export(f)) for f in ("stix", "misp"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def run_it(cls, *args):
        done = subprocess.run([CHOKEPOINT, "-c", str(cls.folder / "chokepoint.toml"), *args], capture_output=True, timeout=60)
        assert done.returncode == 0, (args, done.stderr)
        return done.stdout.decode()

    @classmethod
    def export(cls, form, *args):
        return cls.run_it("export", "--weak", "--dismissed", "--format", form, *args)

    def test_what_is_hard_holds_to_the_formats(self):
        self.assertEqual(check_stix(self.stix), [])
        self.assertEqual(check_misp(self.misp), [])
        self.assertEqual(check_ical(self.export("ical")), [])
        self.assertEqual(check_atom(self.export("atom")), [])
        self.assertEqual(check_atom(self.run_it("articles", "--format", "atom")), [])
        self.assertEqual(check_stix(json.loads(self.export("stix", "--actor", "KE"))), [])  # no event at all

    def test_addresses_are_by_the_letter_and_what_is_none_is_left_out(self):
        ban = next(o for o in self.stix["objects"] if o["type"] == "report" and len(o["external_references"]) > 20)
        urls = {r["external_id"]: r.get("url") for r in ban["external_references"]}
        self.assertEqual(urls["u1"], "https://example.cn/%E7%A8%80%E5%9C%9F/%E6%8A%A5%E9%81%93?%E9%A2%98=%E9%95%93")
        self.assertEqual(urls["u2"], "https://xn--r8jz45g.jp/")
        self.assertEqual(urls["u3"], "https://example.org/with%20space")
        self.assertEqual(urls["u4"], "https://example.org/q?a=%5B1%5D%7C%7Bx%7D%22%3C%3E%5C%5E%60")
        self.assertEqual(urls["u5"], "http://[2001:db8::1]:8080/x")
        self.assertEqual(urls["u14"], "https://example.org/")
        self.assertEqual(urls["u15"], "https://example.org/%25zz%25")
        self.assertEqual(urls["u19"], "https://example.org/x#part%23part")
        self.assertEqual([i for i, u in urls.items() if u is None and i.startswith("u")],
                         ["u6", "u7", "u8", "u9", "u10", "u11", "u12", "u13", "u18"])
        names = {r["external_id"]: r["source_name"] for r in ban["external_references"]}
        self.assertEqual((names["article CVE-2026-0001"], names["article CAPEC-12"], names["c3"], names["c4"]),
                         ("x", "outlet cve", "outlet capec", "article"))
        told = {a["value"]: a["comment"] for i in self.misp["response"] for a in i["Event"]["Attribute"] if a["category"] != "Other"}
        self.assertIn(urls["u1"], told)
        self.assertEqual(told["China bans rare earth exports to Japan 8"], "Outlet 8")  # no address, so its headline

    def test_what_misp_takes_once_is_said_once(self):
        same = [a for i in self.misp["response"] for a in i["Event"]["Attribute"] if a["value"] == "https://example.org/same"]
        self.assertEqual(len(same), 1)
        self.assertEqual(same[0]["comment"].count("; "), 6)  # six articles, and a headline with a semicolon in it

    def check_rules(self, good, check, rules):
        self.assertEqual(check(good), [])
        for where, key, value, complaint in rules:
            bad = copy.deepcopy(good)
            place = bad if where is dict else where(bad)
            if value is NOTHING:
                del place[key]
            else:
                place[key] = value
            said = check(bad)
            self.assertTrue(any(complaint in w for w in said), (key, value, complaint, said[:3]))

    def test_each_rule_of_stix_can_fail(self):
        self.check_rules(self.stix, check_stix, STIX)
        self.assertTrue(any("an id twice" in w for w in check_stix(dict(self.stix, objects=self.stix["objects"] * 2))))

    def test_each_rule_of_misp_can_fail(self):
        self.check_rules(self.misp, check_misp, MISP)
        self.assertIn("a uuid twice", check_misp({"response": self.misp["response"] * 2}))

    def test_addresses_of_the_other_formats_are_judged_too(self):
        bad = self.export("ical").replace("URL:https://", "URL:ftp://", 1)
        self.assertTrue(any(w.startswith("URL ") for w in check_ical(bad)))
        bad = self.export("atom").replace('rel="alternate" href="https://', 'rel="alternate" href="', 1)
        self.assertTrue(any(w.startswith("link ") for w in check_atom(bad)))


if __name__ == "__main__":
    unittest.main()
