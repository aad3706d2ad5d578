"""Articles made to be hard to publish: addresses that are none or not by the letter, names that standards keep for themselves,
long texts, quotes, controls, writing that turns round; events with all there is to say and with next to nothing. For the tests of
what is exported (test_published.py) and for tools/trial/schemas.py."""
import json

BAN = ("China will ban exports of rare earths and gallium to Japan from February 1, 2026 until March 31, 2027, the commerce "
       "ministry announced on Tuesday. %s")
ADDRESSES = [
    "https://example.org/a?b=1&c=2", "https://example.cn/稀土/报道?题=镓", "https://例え.jp/", "https://example.org/with space",
    "https://example.org/q?a=[1]|{x}\"<>\\^`", "http://[2001:db8::1]:8080/x", "http://[::::]/", "//example.org/rel", "/path/only",
    "urn:uuid:1234", "mailto:desk@example.org", "", "not a url", "javascript:alert(1)", "https://user:pw@example.org/",
    "https://example.org/%zz%", "https://example.org/\u0001control", "HTTPS://EXAMPLE.org/UP", "ftp://example.org/f",
    "https://example.org/x#part#part", "https://example.org/" + "a" * 5000]
NAMES = [("CVE-2026-0001", "x", "t"), ("CAPEC-12", "cve", "t"), ("c3", "capec", ""), ("c4", "", ""), ("c 6/ü", "o", "t"),
         ("c5", "a\x1b[31m\"q\"\u202e\u0000", "\x07\u2028title \"quoted\" <b>&amp; \U0001f600 " + "long " * 4000)]
OTHERS = [
    ("India bans exports of rice", "India banned exports of rice with immediate effect, the government said. \"Quote\", said "
     "Mr. O'Neil\x07: “no more”. " + "Filler sentence here. " * 3000),
    ("Indonesia bans nickel ore exports", "Indonesia will ban nickel ore exports to all countries, the government announced."),
    ("EU opens probe", "The European Union opened an anti-dumping investigation into steel from China on Thursday."),
    ("US imposes tariffs on Mexico", "The United States imposed a 25% tariff on steel from Mexico; the tariffs end on June 30, "
     "2026, the White House said."),
    ("Russia extends ban", "Russia extended its ban on gasoline exports until August 31, the government said."),
    ("Export controls", "Export controls on semiconductors were announced.")]


def hard_articles():
    out = []
    for i, url in enumerate(ADDRESSES):
        said = " ".join("word%d.%d" % (i, k) for k in range(40))
        out.append({"id": "u%d" % i, "outlet": "Outlet %d" % i, "tier": "press", "published": "2026-01-06",
                    "first_seen": "2026-01-06T09:%02d:00Z" % i, "title": "China bans rare earth exports to Japan %d" % i,
                    "text": BAN % said, "url": url})
    for i, (name, outlet, title) in enumerate(NAMES):
        said = " ".join("term%d.%d" % (i, k) for k in range(40))
        out.append({"id": name, "outlet": outlet, "tier": "press", "published": "2026-01-06",
                    "first_seen": "2026-01-06T10:%02d:00Z" % i, "title": title, "text": BAN % said,
                    "url": "https://example.org/same"})
    for i, (title, text) in enumerate(OTHERS):
        out.append({"id": "o%d" % i, "outlet": "Wire", "tier": "wire", "published": "2026-03-0%d" % (i + 1),
                    "first_seen": "2026-03-0%dT09:00:00Z" % (i + 1), "title": title, "text": text,
                    "url": "https://example.org/o%d" % i})
    out.append({"id": "bare", "title": "Japan bans exports of photoresist to Korea",
                "text": "Japan banned exports of photoresist to South Korea."})
    return out


def fill(run, folder):
    """Takes them into a store by `run(*args)`, which answers what chokepoint printed; then merges and dismisses as a person does."""
    (folder / "hard.jsonl").write_text("".join(json.dumps(a) + "\n" for a in hard_articles()), encoding="utf-8")
    run("init")
    run("ingest", "--jsonl", str(folder / "hard.jsonl"))
    events = {e["actor"]: e["id"] for e in map(json.loads, run("events", "--weak", "--format", "jsonl").splitlines())}
    run("events", "dismiss", events["EU"], "--why", "a probe")
    run("events", "merge", events["RU"], events["ID"])
    return events
