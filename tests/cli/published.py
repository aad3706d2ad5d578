"""What STIX 2.1, the MISP core format, iCalendar and Atom demand of a file, as far as ours use them. Each check answers a
list of what is wrong; empty: nothing. Debian has neither OASIS's schemas nor MISP's: what those ask for is said again here, and
tools/trial/schemas.py holds the exports against the schemas themselves. iCalendar and Atom are also read by the libraries others
read them with."""
import json
import re
import xml.etree.ElementTree

import feedparser
import icalendar

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
MILLISECONDS = re.compile(r"T\d{2}:\d{2}:\d{2}\.\d{3,}Z$")
# RFC 3986, of the addresses of the web: a name or an address in brackets, a path, a query, a fragment.
CHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
NAME = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
LINK = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|" + NAME + r")(?::\d+)?(?:/" + CHAR + r"*)?(?:\?(?:" + CHAR + r"|\?)*)?(?:#(?:" + CHAR +
                  r"|\?)*)?\Z")
TIME = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?Z$")
COMMON = ("type", "spec_version", "id", "created", "modified")
NEEDED = {
    "identity": ("name",),
    "report": ("name", "published", "object_refs"),
    "extension-definition": ("created_by_ref", "name", "schema", "version", "extension_types"),
}
ALLOWED = {
    "identity": {"name", "description", "roles", "identity_class", "sectors", "contact_information"},
    "report": {"name", "description", "report_types", "published", "object_refs"},
    "extension-definition": {"name", "description", "schema", "version", "extension_types", "extension_properties"},
}
ALSO = {"created_by_ref", "revoked", "labels", "confidence", "lang", "external_references", "object_marking_refs",
        "granular_markings", "extensions"}


TEXTS = {"type", "spec_version", "id", "created_by_ref", "created", "modified", "name", "description", "identity_class", "published",
         "schema", "version", "lang", "contact_information"}
LISTS = {"labels", "report_types", "sectors", "object_refs", "extension_types", "roles", "object_marking_refs", "extension_properties"}
EXTENSION_TYPES = {"new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension"}


def check_stix(bundle):
    wrong = []
    if bundle.get("type") != "bundle" or not re.fullmatch("bundle--" + UUID, bundle.get("id", "")):
        wrong.append("not a bundle with an id")
    if set(bundle) - {"type", "id", "objects"}:
        wrong.append("a bundle has type, id and objects alone")
    objects = bundle.get("objects", [])
    if not objects:
        wrong.append("a bundle of nothing")
    ids = [o.get("id") for o in objects]
    if len(set(ids)) != len(ids):
        wrong.append("an id twice")
    for o in objects:
        wrong += [str(o.get("id", "?")) + ": " + w for w in check_stix_object(o, set(ids))]
    return wrong


def check_stix_object(o, ids):
    kind, wrong = o.get("type", ""), []
    if kind not in NEEDED:
        return ["unknown type " + kind]
    wrong += ["%s is no text" % k for k in TEXTS & set(o) if not isinstance(o[k], str)]
    wrong += ["%s is no list of texts" % k for k in LISTS & set(o) if not isinstance(o[k], list) or {type(v) for v in o[k]} - {str}]
    if wrong:
        return wrong
    wrong += ["lacks " + k for k in COMMON + NEEDED[kind] if k not in o]
    wrong += ["has " + k for k in set(o) - set(COMMON) - ALLOWED[kind] - ALSO]
    if o.get("spec_version") != "2.1" or not re.fullmatch(kind + "--" + UUID, o.get("id", "")):
        wrong.append("spec_version or id")
    wrong += [k + " is no time" for k in ("created", "modified", "published") if k in o and not TIME.match(o[k])]
    wrong += [k + " is not precise to the millisecond" for k in ("created", "modified") if not MILLISECONDS.search(o.get(k, ""))]
    wrong += ["nothing or an empty list: " + k for k, v in o.items() if v in ([], {}, None)]
    if o.get("modified", "") < o.get("created", ""):
        wrong.append("modified before created")
    references = o.get("object_refs", []) + o.get("object_marking_refs", []) + [o[k] for k in o if k.endswith("_ref")]
    wrong += ["refers to " + r for r in references if r not in ids]
    for r in o.get("external_references", []):
        wrong += ["external reference %s: %s" % (json.dumps(r), w) for w in check_reference(r)]
    for name, extension in o.get("extensions", {}).items():
        if name not in ids or not name.startswith("extension-definition--") or extension.get("extension_type") != "property-extension":
            wrong.append("extension " + name)
        wrong += ["extension's %s: %s" % (k, v) for k, v in extension.items()
                  if v in ([], None, "") or not re.fullmatch(r"[a-z][a-z0-9_]{2,249}", k) or k.endswith(("_bin", "_hex"))]
    if kind == "extension-definition":
        wrong += ["extension types"] * (not set(o.get("extension_types", [])) <= EXTENSION_TYPES)
        wrong += ["names properties it does not add at the top"] * (
            "extension_properties" in o and "toplevel-property-extension" not in o.get("extension_types", []))
    return wrong


def check_reference(r):
    """The names cve and capec want numbers of their lists; no other name may have one of those."""
    if set(r) - {"source_name", "description", "url", "external_id"} or {type(v) for v in r.values()} - {str}:
        yield "a property that is unknown or no text"
        return
    if not r.get("source_name") or not {"description", "url", "external_id"} & set(r):
        yield "without a source or a pointer"
    if r.get("source_name") in ("cve", "capec") or re.fullmatch(r"CVE-\d{4}-\d{4,}|CAPEC-\d+", r.get("external_id", "")):
        yield "a name or number of the standard's own"
    if "url" in r and not LINK.match(r["url"]):
        yield "no URI"


MISP_EVENT = {"uuid", "info", "date", "threat_level_id", "analysis", "distribution", "timestamp", "published", "Orgc", "Org",
              "Attribute", "Tag", "id", "org_id", "orgc_id", "publish_timestamp", "sharing_group_id", "attribute_count"}
MISP_NEEDED = ("uuid", "info", "date", "threat_level_id", "analysis", "distribution", "timestamp", "published", "Orgc", "Attribute")
MISP_ATTRIBUTE = {"uuid", "type", "category", "to_ids", "distribution", "timestamp", "comment", "value", "id", "event_id",
                  "sharing_group_id"}
MISP_VALUES = {"date": r"\d{4}-\d{2}-\d{2}", "threat_level_id": "[1-4]", "analysis": "[0-2]", "distribution": "[0-5]",
               "timestamp": r"\d+", "uuid": UUID, "info": r"(?s).+"}
# Pairs of category and type that MISP knows, of those we write.
MISP_PAIRS = {("Other", "text"), ("External analysis", "link"), ("External analysis", "text")}


def check_misp(export):
    wrong, uuids = ["response alone"] * (set(export) != {"response"}), []
    for item in export.get("response", [None]):
        event = (item or {}).get("Event")
        if not event or set(item) != {"Event"}:
            wrong.append("no Event")
            continue
        wrong += ["event lacks " + k for k in MISP_NEEDED if k not in event]
        wrong += check_misp_event(event) if not wrong else []
        uuids += [event.get("uuid")] + [a.get("uuid") for a in event.get("Attribute", [])]
    if len(set(uuids)) != len(uuids):
        wrong.append("a uuid twice")
    return wrong


def check_misp_event(event):
    attributes, tags = event["Attribute"], event.get("Tag", [])
    wrong = ["event: unknown " + k for k in set(event) - MISP_EVENT]
    wrong += ["attribute: unknown " + k for a in attributes for k in set(a) - MISP_ATTRIBUTE]
    wrong += ["organisation: unknown " + k for k in set(event["Orgc"]) - {"id", "name", "uuid"}]
    wrong += ["tag: unknown " + k for t in tags for k in set(t) - {"id", "name", "colour", "exportable", "hide_tag"}]
    wrong += ["not text: " + k for part in [event, event["Orgc"], *attributes, *tags]
              for k, v in part.items() if not isinstance(v, str) and k not in ("published", "to_ids", "Orgc", "Attribute", "Tag")]
    if wrong:
        return wrong
    wrong += ["event: " + k for k, p in MISP_VALUES.items() if not re.fullmatch(p, event[k])]
    if not isinstance(event["published"], bool):
        wrong.append("published")
    if not re.fullmatch(UUID, event["Orgc"].get("uuid", "")) or not event["Orgc"].get("name"):
        wrong.append("Orgc")
    wrong += ["tag" for t in tags if not t.get("name")]
    wrong += ["a tag twice"] * (len({t.get("name") for t in tags}) != len(tags))
    for a in attributes:
        if (a.get("category"), a.get("type")) not in MISP_PAIRS:
            wrong.append("attribute %s/%s" % (a.get("category"), a.get("type")))
        # What MISP itself asks of a value when it takes an event in.
        if not isinstance(a.get("to_ids"), bool) or not a.get("value") or not re.fullmatch(UUID, a.get("uuid", "")):
            wrong.append("attribute " + json.dumps(a))
        if len(a.get("value", "").encode()) > 65535:
            wrong.append("a value is too long")
        if a.get("type") == "link" and not LINK.match(a.get("value", "")):
            wrong.append("link %s is no URI" % a.get("value"))
    said = [(a.get("category"), a.get("type"), a.get("value")) for a in attributes]
    wrong += ["said twice: %s" % (v,) for v in set(said) if said.count(v) > 1]
    return wrong


def check_ical(text):
    wrong = []
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        wrong.append("lines end in CR LF")
    wrong += ["a line of more than 75 bytes" for line in text.split("\r\n") if len(line.encode()) > 75]
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    if lines[0] != "BEGIN:VCALENDAR" or lines[-1] != "END:VCALENDAR":
        wrong.append("no VCALENDAR")
    for needed in ("VERSION:2.0", "PRODID:"):
        if not any(line.startswith(needed) for line in lines):
            wrong.append("no " + needed)
    uids = [line for line in lines if line.startswith("UID:")]
    if len(set(uids)) != len(uids):
        wrong.append("a UID twice")
    for entry in re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", "\n".join(lines), flags=re.S):
        for needed in (r"^UID:.+", r"^DTSTAMP:\d{8}T\d{6}Z$", r"^DTSTART;VALUE=DATE:\d{8}$", r"^DTEND;VALUE=DATE:\d{8}$",
                       r"^SUMMARY:.+"):
            if len(re.findall(needed, entry, flags=re.M)) != 1:
                wrong.append("an entry without one " + needed)
        wrong += ["URL " + url for url in re.findall(r"^URL:(.*)", entry, flags=re.M) if not LINK.match(url)]
        start, end = (re.search(k + r";VALUE=DATE:(\d{8})", entry)[1] for k in ("DTSTART", "DTEND"))
        if end <= start:
            wrong.append("ends before it starts")
    calendar = icalendar.Calendar.from_ical(text)
    wrong += ["entry: %s" % e.errors for e in calendar.walk() if e.errors]
    read = [e for e in calendar.walk("VEVENT") if e["dtend"].dt > e["dtstart"].dt and e["uid"] and e["summary"]]
    if len(read) != text.count("BEGIN:VEVENT"):
        wrong.append("a reader finds %d entries" % len(read))
    if calendar.to_ical().count(b"BEGIN:VEVENT") != len(read):
        wrong.append("does not survive being read and written")
    return wrong


def check_atom(text):
    """RFC 4287, section 4: what a feed and an entry must hold, once or more."""
    space, wrong = "{http://www.w3.org/2005/Atom}", []
    feed = xml.etree.ElementTree.fromstring(text.encode())
    entries = feed.findall(space + "entry")
    for element in [feed, *entries]:
        for name in ("id", "title", "updated"):
            if len(element.findall(space + name)) != 1 or not element.findtext(space + name).strip():
                wrong.append("not one " + name)
        wrong += ["updated " + t for t in [element.findtext(space + "updated")] if not TIME.match(t)]
        wrong += ["id " + i for i in [element.findtext(space + "id")] if not re.match(r"[a-z][a-z0-9+.-]*:\S+$", i)]
        wrong += ["a category without a term" for c in element.findall(space + "category") if not c.get("term")]
        wrong += ["link %s" % link.attrib for link in element.findall(space + "link") if not LINK.match(link.get("href", ""))]
    if feed.tag != space + "feed" or feed.find(space + "author") is None or not feed.findtext(space + "author/" + space + "name"):
        wrong.append("no feed with an author")
    if len({e.findtext(space + "id") for e in entries}) != len(entries):
        wrong.append("an id twice")
    for e in entries:
        if all(link.get("rel", "alternate") != "alternate" for link in e.findall(space + "link")) and e.find(space + "summary") is None:
            wrong.append("an entry with neither link nor summary")
    read = feedparser.parse(text.encode())
    if read.bozo or read.version != "atom10" or len(read.entries) != len(entries):
        wrong.append("a reader finds %s, %d entries, %s" % (read.version, len(read.entries), read.get("bozo_exception")))
    return wrong
