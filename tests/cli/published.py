"""What STIX 2.1, the MISP core format and iCalendar demand of a file, as far as ours use them. Each check answers a
list of what is wrong; empty: nothing."""
import json
import re

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
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


def check_stix(bundle):
    wrong = []
    if bundle.get("type") != "bundle" or not re.fullmatch("bundle--" + UUID, bundle.get("id", "")):
        wrong.append("not a bundle with an id")
    if set(bundle) - {"type", "id", "objects"}:
        wrong.append("a bundle has type, id and objects alone")
    objects = bundle.get("objects", [])
    ids = [o.get("id") for o in objects]
    if len(set(ids)) != len(ids):
        wrong.append("an id twice")
    for o in objects:
        wrong += [o.get("id", "?") + ": " + w for w in check_stix_object(o, set(ids))]
    return wrong


def check_stix_object(o, ids):
    kind, wrong = o.get("type", ""), []
    if kind not in NEEDED:
        return ["unknown type " + kind]
    wrong += ["lacks " + k for k in COMMON + NEEDED[kind] if k not in o]
    wrong += ["has " + k for k in set(o) - set(COMMON) - ALLOWED[kind] - ALSO]
    if o.get("spec_version") != "2.1" or not re.fullmatch(kind + "--" + UUID, o.get("id", "")):
        wrong.append("spec_version or id")
    wrong += [k + " is no time" for k in ("created", "modified", "published") if k in o and not TIME.match(o[k])]
    if o.get("modified", "") < o.get("created", ""):
        wrong.append("modified before created")
    references = list(o.get("object_refs", [])) + [o[k] for k in ("created_by_ref",) if k in o]
    wrong += ["refers to " + r for r in references if r not in ids]
    if kind == "report" and not o.get("object_refs"):
        wrong.append("object_refs is empty")
    for key in ("labels", "report_types", "sectors", "external_references", "extension_types"):
        if key in o and not o[key]:
            wrong.append(key + " is empty")
    for r in o.get("external_references", []):
        if "source_name" not in r or not {"description", "url", "external_id"} & set(r):
            wrong.append("external reference without a source or a pointer")
    for name, extension in o.get("extensions", {}).items():
        if name not in ids or extension.get("extension_type") != "property-extension":
            wrong.append("extension " + name)
    if None in o.values():
        wrong.append("null")
    return wrong


def check_misp(export):
    wrong, uuids = [], []
    for item in export.get("response", [None]):
        event = (item or {}).get("Event")
        if not event:
            wrong.append("no Event")
            continue
        wrong += ["event lacks " + k for k in
                  ("uuid", "info", "date", "threat_level_id", "analysis", "distribution", "timestamp", "Orgc", "Attribute")
                  if k not in event]
        checks = {"date": r"\d{4}-\d{2}-\d{2}", "threat_level_id": "[1-4]", "analysis": "[0-2]",
                  "distribution": "[0-5]", "timestamp": r"\d+", "uuid": UUID, "info": r"(?s).+"}
        wrong += ["event: " + k for k, p in checks.items() if not re.fullmatch(p, event.get(k, ""))]
        if not isinstance(event.get("published"), bool):
            wrong.append("published")
        if not re.fullmatch(UUID, event["Orgc"].get("uuid", "")) or not event["Orgc"].get("name"):
            wrong.append("Orgc")
        wrong += ["tag" for t in event.get("Tag", []) if not t.get("name")]
        uuids += [event["uuid"]] + [a["uuid"] for a in event["Attribute"]]
        for a in event["Attribute"]:
            # Pairs of category and type that MISP knows, of those we write.
            if (a.get("category"), a.get("type")) not in {("Other", "text"), ("External analysis", "link")}:
                wrong.append("attribute %s/%s" % (a.get("category"), a.get("type")))
            if not isinstance(a.get("to_ids"), bool) or not a.get("value") or not re.fullmatch(UUID, a.get("uuid", "")):
                wrong.append("attribute " + json.dumps(a))
    if len(set(uuids)) != len(uuids):
        wrong.append("a uuid twice")
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
        start, end = (re.search(k + r";VALUE=DATE:(\d{8})", entry)[1] for k in ("DTSTART", "DTEND"))
        if end <= start:
            wrong.append("ends before it starts")
    return wrong
