"""Invents a story: disputes of five pairs of countries over four months, with rumours, decisions, starts, protests, retaliation,
investigations that end in duties, easings, and articles that tell of them, alone, together, or as history. Articles are bare:
what a coder says of them is slips.py's. The shape is gold.json's."""
import datetime

PAIRS = [("CN", "JP"), ("CN", "US"), ("EU", "CN"), ("RU", "EU"), ("US", "RU"), ("CN", "KR"), ("IN", "CN"), ("JP", "KR"), ("CN", "AU"),
         ("ID", "EU"), ("CA", "CN"), ("CN", "TW")]
GOODS = {"export": ["gallium", "germanium", "rare earths", "titanium", "antimony", "hydrogen fluoride", "nickel", "palladium"],
         "import": ["seafood", "wine", "pork", "barley", "coal", "beef", "lobster"],
         "remedy": ["steel", "solar glass", "electric vehicles", "brandy", "acrylic fibre", "aluminium"]}
EXPORT = ["export_licensing", "export_ban", "dual_use_ban", "licence_tightening", "export_quota", "export_duty"]
OUTLETS = [("Outlet %d" % i, ("official", "wire", "press", "press", "aggregator")[i % 5]) for i in range(24)]
LANGS = ["en", "zh-Hans", "ja", "ko", "de", "fr", "es", "ru", "zh-Hant"]


class Story:
    def __init__(self, rnd):
        self.rnd, self.serial = rnd, 0
        self.world = {"events": {}, "documents": {}, "transitions": [], "optional_transitions": [], "articles": [], "published": {}}

    def day(self, n):
        return str(datetime.date(2024, 3, 1) + datetime.timedelta(n))

    def event(self, type, actor, target, items, at):
        name = "E%d" % len(self.world["events"])
        self.world["events"][name] = {"type": type, "actor": actor, "target": target, "items": items, "date": self.day(at)}
        return name

    def article(self, at, told, background=()):
        self.serial += 1
        name, (outlet, tier) = "a%04d" % self.serial, self.rnd.choice(OUTLETS)
        published = self.day(at)
        self.world["documents"][name] = {"told": sorted(told), "background": sorted(background), "stages": dict(told)}
        self.world["published"][name] = published
        noise = " ".join("w%d" % self.rnd.randrange(10 ** 6) for _ in range(40))
        self.world["articles"].append({"id": name, "published": published, "lang": self.rnd.choice(LANGS), "outlet": outlet, "tier": tier,
                                       "first_seen": "%sT%02d:%02d:00Z" % (published, self.rnd.randrange(24), self.serial % 60),
                                       "title": name, "text": noise})
        return name

    def change(self, name, kind, stage, at, document, **more):
        self.world["transitions"].append({"event": name, "kind": kind, "stage": stage, "date": self.day(at), "document": document, **more})

    def tell(self, name, stage, at, kind, few=1, background=(), **more):
        """A change, and the articles of that day and the next two that tell it."""
        first = None
        for i in range(few + int(self.rnd.expovariate(.45))):
            late = 0 if i == 0 else self.rnd.choice([0, 0, 0, 1, 1, 2])
            history = [b for b in background if self.rnd.random() < .5]
            document = self.article(at + late, {name: stage}, history)
            first = first or document
        self.change(name, kind, stage, at, first, **more)

    def measure(self, type, actor, target, items, at, background=()):
        """A move through its stages; the day it was decided and the name."""
        rnd, rumoured = self.rnd, self.rnd.random() < .45
        decided = at + rnd.randrange(6, 20) if rumoured else at
        name = self.event(type, actor, target, items, decided)
        if rumoured:
            self.tell(name, "considered", at, "first_seen", 1, background)
        later = rnd.random() < .55
        kind = "stage" if rumoured else "first_seen"
        if later:
            self.tell(name, "announced", decided, kind, 2, background)
            if rnd.random() < .8:
                self.tell(name, "in_force", decided + rnd.randrange(5, 30), "stage", 1, background)
        else:
            self.tell(name, "in_force" if rnd.random() < .5 else "announced", decided, kind, 2, background,
                      or_stage=["announced", "in_force"])
        return name, decided

    def once(self, type, actor, target, items, at, background=()):
        name = self.event(type, actor, target, items, at)
        self.tell(name, "announced", at, "first_seen", 1, background, or_stage=["in_force"] if "easing" in type or "truce" in type else [])
        return name

    def dispute(self, x, y):
        rnd = self.rnd
        start = rnd.randrange(0, 40)
        goods = rnd.sample(GOODS["export"], 2)
        name, decided = self.measure(rnd.choice(EXPORT), x, y, goods[:rnd.choice([1, 2])], start)
        known = [name]
        if rnd.random() < .6:
            known.append(self.once("diplomatic_protest", y, x, [], decided + 1, [name]))
        if rnd.random() < .8:
            kind = rnd.choice(["import_ban", "tariff_increase", "entity_listing", "export_licensing", "sanctions"])
            pool = "import" if kind in ("import_ban", "tariff_increase") else "export"
            known.append(self.measure(kind, y, x, [] if kind == "entity_listing" else [rnd.choice(GOODS[pool])], decided + rnd.randrange(4, 20), known)[0])
        if rnd.random() < .5:
            good = [rnd.choice(GOODS["remedy"])]
            probe, opened = self.measure(rnd.choice(["anti_dumping_probe", "subsidy_probe"]), x, y, good, start + rnd.randrange(0, 40))
            known.append(probe)
            if rnd.random() < .7:
                duty = "countervailing_duty" if self.world["events"][probe]["type"] == "subsidy_probe" else "anti_dumping_duty"
                known.append(self.measure(duty, x, y, good, opened + rnd.randrange(25, 50), [probe])[0])
        if rnd.random() < .4:
            known.append(self.once("trade_dispute", y, x, goods[:1], decided + rnd.randrange(6, 25), [name]))
        if rnd.random() < .35:
            known.append(self.once("supply_disruption", x, y, goods[:1], decided + rnd.randrange(15, 40), [name]))
        if rnd.random() < .4:
            # The same kind of move on other goods, or against another country.
            other = rnd.choice([c for c in ("US", "JP", "KR", "EU", "IN") if c not in (x, y)])
            known.append(self.measure(self.world["events"][name]["type"], x, *rnd.choice([(y, [rnd.choice(GOODS["export"])]), (other, goods[:1])]),
                                      decided + rnd.randrange(20, 45), [name])[0])
        if rnd.random() < .5:
            at = decided + rnd.randrange(45, 65)
            easing = self.once("control_easing", x, y, goods[:1], at, [name])
            stages = [t["stage"] for t in self.world["transitions"] if t["event"] == name and t["date"] <= self.day(at)]
            self.change(name, "eased", stages[-1], at, "-", or_stage=["announced", "in_force"])
            self.world["optional_transitions"].append([name, "ended"])
        for _ in range(rnd.randrange(1, 5)):  # chronicles
            at = decided + rnd.randrange(5, 70)
            past = [e for e in known if self.world["events"][e]["date"] < self.day(at)]
            self.article(at, {}, rnd.sample(past, min(len(past), 3)))
        for _ in range(rnd.randrange(0, 4)):  # no move at all
            self.article(decided + rnd.randrange(0, 70), {})


def story(rnd):
    made = Story(rnd)
    for x, y in rnd.sample(PAIRS, 5):
        if rnd.random() < .5:
            x, y = y, x
        made.dispute(x, y)
    made.world["transitions"].sort(key=lambda t: t["date"])
    return made.world
