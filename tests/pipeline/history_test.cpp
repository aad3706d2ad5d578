// What the ledger answers as of a day is what it answered on that day.
#include "pipeline/history.h"

#include <algorithm>
#include <map>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "pipeline/rulings.h"
#include "storage/article_list.h"
#include "storage/database.h"
#include "storage/event_list.h"
#include "storage/hindsight.h"
#include "storage/pairs.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;
using story::document;
using story::mention;

namespace {

const Instant kHistoryNow = *parse_rfc3339("2027-03-01");

Question all_of(Subject subject, const std::string& as_of) {
  Question q;
  q.subject = subject;
  q.weak = q.dismissed = true;
  if (!as_of.empty()) REQUIRE(ask(q, "as-of", {as_of}));
  return q;
}

std::string listed(const std::vector<std::string>& words) {
  return json_line(nlohmann::ordered_json(words));
}

// Every answer there is, of now or as of a day. Whether a change was alerted depends on what had
// been told when it came, so that only the same run can say it again.
std::vector<std::string> answers(Database& db, const std::string& as_of, bool alerted) {
  std::vector<std::string> out;
  const auto events = all_of(Subject::Events, as_of);
  for (const auto& e : ask_events(db, events)) {
    auto json = to_json(e);
    if (!alerted)
      for (auto& t : json["transitions"]) t.erase("alertable");
    out.push_back(json_line(json));
    for (const auto& s : event_sources(db, e.id, as_of_instant(events)))
      out.back() += " " + s.document;
  }
  for (const auto& c : list_changes(db, all_of(Subject::Changes, as_of)))
    out.push_back(c.transition.id + " " + c.transition.event + " " + c.type + " " + c.actor + " " +
                  c.target + " " + listed(c.transition.documents));
  for (const auto& a : list_articles(db, all_of(Subject::Articles, as_of)))
    out.push_back(a.id + " " + a.title + " " + listed(a.events));
  for (const auto& o : list_outlets(db, all_of(Subject::Articles, as_of)))
    out.push_back(o.outlet + " " + std::to_string(o.events) + " " + std::to_string(o.first));
  for (const auto& pair : known_pairs(db, as_of_instant(events)))
    for (const auto& w : pair_weights(db, pair, as_of_instant(events)))
      out.push_back(pair.actor + ":" + pair.target + " " + w.transition + " " +
                    std::to_string(w.weight));
  return out;
}

using ByDay = std::map<std::string, std::vector<CodedDocument>>;

// In `parts` stretches of days, each called by its last.
ByDay by_day(const std::vector<CodedDocument>& documents, std::size_t parts) {
  ByDay days, out;
  for (const auto& d : documents)
    days[format_rfc3339(*d.document.first_seen).substr(0, 10)].push_back(d);
  std::size_t n = 0;
  std::vector<CodedDocument> part;
  for (const auto& [day, come] : days) {
    part.insert(part.end(), come.begin(), come.end());
    ++n;
    if (n * parts / days.size() == (n - 1) * parts / days.size()) continue;
    out[day] = std::move(part);
    part.clear();
  }
  return out;
}

void feed(Database& db, std::span<const CodedDocument> documents, std::size_t batch = 1000) {
  for (std::size_t i = 0; i < documents.size(); i += batch)
    process_coded(db, story::knowledge(), "m1",
                  documents.subspan(i, std::min(batch, documents.size() - i)), kHistoryNow);
  retell_history(db, story::knowledge(), kRetoldAtOnce);
}

std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string x = i < a.size() ? a[i] : "nothing", y = i < b.size() ? b[i] : "nothing";
    if (x != y) return x + "\nnow:\n" + y;
  }
  return "";
}

using Told = std::map<std::string, std::vector<std::string>>;

void same_as(Database& db, const Told& told, bool alerted) {
  for (const auto& [day, expected] : told) {
    const auto got = answers(db, day, alerted);
    INFO("as of ", day, "\n", first_difference(expected, got));
    REQUIRE((got == expected));
  }
}

CodedDocument history_ban(const char* id, const char* day) {
  return document(id, day,
                  {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")});
}

}  // namespace

TEST_CASE("as of a day the store answers what it answered on that day, decisions and all") {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto db = Database::in_memory();
    Told told, told_anywhere;
    for (const auto& [day, come] : by_day(story::random_story(random, 8), 16)) {
      feed(db, come);
      if (told.size() % 6 == 5)
        REQUIRE(dismiss_event(db, story::knowledge(), {{list_events(db).front().id}, {}, ""},
                              *parse_rfc3339(day) + std::chrono::hours(23)));
      told[day] = answers(db, "", true);
      told_anywhere[day] = answers(db, "", false);
    }
    same_as(db, told, true);
    db.exec("UPDATE ledger_clock SET stale = 0");
    REQUIRE(retell_history(db, story::knowledge(), 1'000'000));
    same_as(db, told_anywhere, false);
  }
}

TEST_CASE("out of order or in one go, what was known on each day is the same") {
  for (unsigned seed = 7; seed <= 7; ++seed) {
    std::mt19937 random(seed);
    auto documents = story::random_story(random, 8);
    auto daily = Database::in_memory();
    Told told;
    for (const auto& [day, come] : by_day(documents, 12)) {
      feed(daily, come);
      told[day] = answers(daily, "", false);
    }
    for (const std::size_t batch : {1000U, 17U}) {
      CAPTURE(seed);
      CAPTURE(batch);
      std::ranges::shuffle(documents, random);
      auto db = Database::in_memory();
      feed(db, documents, batch);
      CHECK(!stale_since(db));
      same_as(db, told, false);
    }
  }
}

TEST_CASE("an article that says something else later said the old thing then") {
  auto db = Database::in_memory();
  const auto first = history_ban("a-1", "2026-01-06");
  feed(db, {{first}});
  const Told told{{"2026-01-08", answers(db, "", true)}};
  auto second =
      document("a-1", "2026-01-06",
               {mention("import_ban", Stage::Announced, "JP", "CN", {"seafood"}, "2026-01-06")});
  second.document.title = "another title";
  second.document.first_seen = *parse_rfc3339("2026-01-09T12:00:00Z");
  feed(db, {{second}});
  same_as(db, told, true);
  db.exec("UPDATE ledger_clock SET stale = 0");
  REQUIRE(retell_history(db, story::knowledge(), 1000));
  same_as(db, told, true);
  CHECK(ask_events(db, all_of(Subject::Events, "2026-01-09")).front().type == "import_ban");
}

TEST_CASE("an id of then finds its event as of then") {
  auto db = Database::in_memory();
  feed(db, {{history_ban("b-1", "2026-01-07")}});
  const auto id = list_events(db).front().id;
  auto earlier = history_ban("a-1", "2026-01-06");
  earlier.document.first_seen = *parse_rfc3339("2026-01-09T12:00:00Z");
  feed(db, {{earlier}});
  REQUIRE(list_events(db).front().id != id);
  CHECK(find_event(db, id)->documents.size() == 2);
  const auto then = find_event(db, id, *parse_rfc3339("2026-01-08T00:00:00Z"));
  REQUIRE(then);
  CHECK(then->id == id);
  CHECK(then->documents == std::vector<std::string>{"b-1"});
}

TEST_CASE("telling history anew alerts nobody and takes no alert away") {
  std::mt19937 random(11);
  auto documents = story::random_story(random, 8);
  std::ranges::shuffle(documents, random);
  std::vector<std::string> told, kept;
  auto db = Database::in_memory();
  for (std::size_t i = 0; i < documents.size(); i += 9) {
    process_coded(db, story::knowledge(), "m1",
                  std::span(documents).subspan(i, std::min<std::size_t>(9, documents.size() - i)),
                  kHistoryNow, [&](Database&, std::span<const Transition> fresh) {
                    for (const auto& t : fresh) told.push_back(t.id);
                  });
    retell_history(db, story::knowledge(), kRetoldAtOnce);
  }
  auto s = db.prepare("SELECT name FROM transitions WHERE alertable = 1");
  while (s.step()) kept.push_back(s.text(0));
  std::ranges::sort(told);
  std::ranges::sort(kept);
  CHECK(std::ranges::adjacent_find(told) == told.end());
  CHECK(kept == told);
}
