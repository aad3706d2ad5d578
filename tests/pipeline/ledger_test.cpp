#include "pipeline/ledger.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "storage/database.h"
#include "storage/event_list.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;
using story::document;
using story::feed;
using story::mention;

namespace {

std::vector<Event> events(const std::vector<CodedDocument>& documents) {
  auto db = Database::in_memory();
  feed(db, documents);
  return list_events(db, {});
}

}  // namespace

TEST_CASE("a rumour and the later decision are one event that advanced") {
  const auto all = events({
      document("a-1", "2025-12-20",
               {mention("dual_use_ban", Stage::Considered, "CN", "JP", {"dual-use items"}, "")}),
      document("b-1", "2026-01-06",
               {mention("dual_use_ban", Stage::Announced, "CN", "JP", {"dual-use items"},
                        "2026-01-06")}),
      document("c-1", "2026-01-07",
               {mention("dual_use_ban", Stage::Announced, "CN", "", {}, "2026-01-06")}),
  });
  REQUIRE(all.size() == 1);
  CHECK(all[0].target == "JP");
  CHECK(all[0].date->string() == "2026-01-06");
  REQUIRE(all[0].transitions.size() == 2);
  CHECK(all[0].transitions[0].stage == Stage::Considered);
  CHECK(all[0].transitions[1].change == Change::Stage);
  CHECK(all[0].transitions[1].stage == Stage::Announced);
}

TEST_CASE("a year later, or against another country, it is another event") {
  const auto all = events({
      document("a-1", "2025-01-06",
               {mention("import_ban", Stage::Announced, "CN", "JP", {"seafood"}, "2025-01-06")}),
      document("b-1", "2026-01-06",
               {mention("import_ban", Stage::Announced, "CN", "JP", {"seafood"}, "2026-01-06")}),
      document("c-1", "2026-01-06",
               {mention("import_ban", Stage::Announced, "CN", "KR", {"seafood"}, "2026-01-06")}),
      document("d-1", "2026-01-07",
               {mention("import_ban", Stage::Announced, "CN", "JP", {"wine"}, "2026-01-06")}),
  });
  CHECK(all.size() == 4);
}

TEST_CASE("goods under a parent are the parent's") {
  const auto all = events({
      document(
          "a-1", "2026-01-06",
          {mention("export_ban", Stage::Announced, "CN", "JP", {"rare earths"}, "2026-01-06")}),
      document("b-1", "2026-01-08",
               {mention("export_ban", Stage::Announced, "CN", "JP", {"dysprosium"}, "2026-01-05")}),
  });
  CHECK(all.size() == 1);
}

TEST_CASE("one misread date among many does not make a second event") {
  std::vector<CodedDocument> documents;
  for (int i = 0; i < 5; ++i)
    documents.push_back(
        document("o" + std::to_string(i) + "-1", "2026-01-07",
                 {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")}));
  documents.push_back(
      document("z-1", "2026-01-09",
               {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-09")}));
  const auto all = events(documents);
  REQUIRE(all.size() == 1);
  CHECK(all[0].date->string() == "2026-01-06");
  CHECK(all[0].transitions.size() == 1);
}

TEST_CASE("an easing beside the measure it eases makes one notice") {
  auto db = Database::in_memory();
  const auto told = feed(
      db,
      {
          document(
              "a-1", "2026-01-06",
              {mention("export_ban", Stage::Announced, "CN", "US", {"gallium"}, "2026-01-06")}),
          document(
              "b-1", "2026-02-10",
              {mention("control_easing", Stage::Announced, "CN", "US", {"gallium"}, "2026-02-10")}),
      },
      1);
  CHECK(told.size() == 2);
  const auto all = list_events(db, {});
  REQUIRE(all.size() == 2);
  const auto& ban = all[0].type == "export_ban" ? all[0] : all[1];
  REQUIRE(ban.transitions.size() == 2);
  CHECK(ban.transitions[1].change == Change::Eased);
  CHECK_FALSE(ban.transitions[1].alertable);
}

TEST_CASE("a retaliation is linked to what it answers, whichever comes first") {
  auto answer = mention("tariff_increase", Stage::Announced, "CN", "US", {"coal"}, "2026-02-04");
  answer.responds_to = MoveRef{"tariff_increase", "US", "CN"};
  std::vector<CodedDocument> documents{
      document("a-1", "2026-02-01",
               {mention("tariff_increase", Stage::Announced, "US", "CN", {}, "2026-02-01")}),
      document("b-1", "2026-02-04", {answer}),
  };
  for (int round = 0; round < 2; ++round) {
    auto db = Database::in_memory();
    feed(db, documents, 1);
    const auto all = list_events(db, {});
    REQUIRE(all.size() == 2);
    CHECK(all[0].actor == "CN");
    CHECK(all[0].responds_to == all[1].id);
    std::ranges::reverse(documents);
  }
}

TEST_CASE("background and old news alert nobody, and nothing is told twice") {
  auto past = mention("export_ban", Stage::InForce, "CN", "JP", {"rare earths"}, "2010-09");
  past.background = true;
  auto late =
      document("c-1", "2026-01-06",
               {mention("export_ban", Stage::Announced, "CN", "KR", {"gallium"}, "2026-01-06")});
  late.document.first_seen = *parse_rfc3339("2026-02-20");
  auto db = Database::in_memory();
  CHECK(feed(db, {document("a-1", "2026-01-06", {past}), late}).empty());
  const std::vector<CodedDocument> news{
      document("d-1", "2026-01-06",
               {mention("import_ban", Stage::Announced, "CN", "JP", {"seafood"}, "2026-01-06")}),
      document("e-1", "2026-01-05",
               {mention("import_ban", Stage::Announced, "CN", "JP", {"seafood"}, "2026-01-05")})};
  CHECK(feed(db, news, 1).size() == 1);
  CHECK(feed(db, news, 1).empty());
}

TEST_CASE("a measure, its end and its return are one chain") {
  const auto all = events({
      document("a-1", "2026-01-06",
               {mention("export_ban", Stage::InForce, "CN", "US", {"gallium"}, "2026-01-06")}),
      document("b-1", "2026-02-10",
               {mention("export_ban", Stage::Ended, "CN", "US", {"gallium"}, "2026-02-10")}),
      document("c-1", "2026-02-25",
               {mention("export_ban", Stage::InForce, "CN", "US", {"gallium"}, "2026-02-25")}),
  });
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].transitions.size() == 3);
  CHECK(all[0].transitions[1].change == Change::Ended);
  CHECK(all[0].transitions[2].stage == Stage::InForce);
  CHECK(all[0].stage == Stage::InForce);
}

TEST_CASE("a document read anew takes its old mentions back") {
  auto db = Database::in_memory();
  auto d =
      document("a-1", "2026-01-06",
               {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")});
  feed(db, {d});
  d.document.text += " corrected";
  d.mentions = {mention("import_ban", Stage::Announced, "JP", "CN", {"gallium"}, "2026-01-06")};
  feed(db, {d});
  const auto all = list_events(db, {});
  REQUIRE(all.size() == 1);
  CHECK(all[0].type == "import_ban");
}

TEST_CASE("a rumour that one article takes for a decision is still a rumour") {
  const auto all = events({
      document("a-1", "2026-01-05",
               {mention("tariff_increase", Stage::Announced, "EU", "RU", {"rare earths"},
                        "2026-01-05")}),
      document("b-1", "2026-01-05",
               {mention("tariff_increase", Stage::Considered, "EU", "RU", {"rare earths"},
                        "2026-01-05")}),
      document("c-1", "2026-02-10",
               {mention("tariff_increase", Stage::Announced, "EU", "RU", {"rare earths"},
                        "2026-02-10")}),
      document("d-1", "2026-02-10",
               {mention("tariff_increase", Stage::Announced, "EU", "RU", {"rare earths"},
                        "2026-02-10")}),
  });
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].transitions.size() == 2);
  CHECK(all[0].transitions[0].stage == Stage::Considered);
  CHECK(all[0].transitions[1].stage == Stage::Announced);
  CHECK(format_day(*all[0].transitions[1].published) == "2026-02-10");
}

TEST_CASE("an article with the parties turned round tells the event that the others tell") {
  const auto ban = [](const char* actor, const char* target) {
    return mention("import_ban", Stage::Announced, actor, target, {"wine"}, "2026-01-06");
  };
  std::vector<CodedDocument> documents{document("a-1", "2026-01-06", {ban("CN", "AU")}),
                                       document("b-1", "2026-01-06", {ban("CN", "AU")}),
                                       document("c-1", "2026-01-07", {ban("AU", "CN")})};
  for (int round = 0; round < 3; ++round) {
    const auto all = events(documents);
    REQUIRE(all.size() == 1);
    CHECK(all[0].actor == "CN");
    CHECK(all[0].documents.size() == 3);
    std::ranges::rotate(documents, documents.begin() + 1);
  }
  // A second article that says so makes it a move of its own.
  documents.push_back(document("d-1", "2026-01-07", {ban("AU", "CN")}));
  CHECK(events(documents).size() == 2);
}

TEST_CASE("one move under two names in the same articles is one event") {
  std::vector<CodedDocument> documents;
  for (int i = 0; i < 4; ++i) {
    documents.push_back(document(
        "o" + std::to_string(i) + "-1", "2026-01-06",
        {mention("export_licensing", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")}));
    if (i < 2)
      documents.back().mentions.push_back(
          mention("licence_tightening", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06"));
  }
  const auto all = events(documents);
  REQUIRE(all.size() == 1);
  CHECK(all[0].type == "export_licensing");
}

TEST_CASE("a plan told beside a deed is a move of its own, and need not be announced to start") {
  const auto ban = [](const char* date) {
    return mention("dual_use_ban", Stage::InForce, "CN", "JP", {"rare earths"}, date);
  };
  const auto licence = [](Stage stage, const char* date) {
    return mention("licence_tightening", stage, "CN", "JP", {"rare earths"}, date);
  };
  const auto all = events({
      document("a-1", "2026-01-06", {ban("2026-01-06")}),
      document("b-1", "2026-01-07", {ban("2026-01-06"), licence(Stage::Considered, "2026-01-07")}),
      document("c-1", "2026-01-12", {ban("2026-01-06"), licence(Stage::InForce, "2026-01-12")}),
      document("d-1", "2026-01-18", {licence(Stage::InForce, "2026-01-12")}),
  });
  REQUIRE(all.size() == 2);
  const auto& tightening = all[0].type == "licence_tightening" ? all[0] : all[1];
  CHECK(tightening.type == "licence_tightening");
  CHECK(tightening.documents.size() == 3);
  REQUIRE(tightening.transitions.size() == 2);
  CHECK(tightening.transitions[0].stage == Stage::Considered);
  CHECK(tightening.transitions[1].stage == Stage::InForce);
}

TEST_CASE("a measure told beside its easing is history, and does not advance") {
  const auto licence = [](Stage stage, const char* date) {
    return mention("export_licensing", stage, "JP", "CN", {"gallium"}, date);
  };
  const auto all = events({
      document("a-1", "2026-01-06", {licence(Stage::Announced, "2026-01-06")}),
      document("b-1", "2026-03-20",
               {mention("control_easing", Stage::Announced, "JP", "CN", {"gallium"}, "2026-03-20"),
                licence(Stage::InForce, "2026-03-20")}),
  });
  REQUIRE(all.size() == 2);
  const auto& measure = all[0].type == "export_licensing" ? all[0] : all[1];
  REQUIRE(measure.transitions.size() == 2);
  CHECK(measure.transitions[0].change == Change::FirstSeen);
  CHECK(measure.transitions[1].change == Change::Eased);
}

TEST_CASE("what is faint joins what others tell clearly, and tells nothing alone") {
  const auto ban = [](const char* document_id, const char* published, bool faint) {
    auto m = mention("export_licensing", Stage::Announced, "JP", "CN", {"gallium"}, published);
    m.faint = faint;
    if (faint) m.score = 0.3;
    return document(document_id, published, {m});
  };
  std::vector<CodedDocument> documents{ban("a-1", "2026-01-06", true),
                                       ban("b-1", "2026-01-07", true)};
  CHECK(events(documents).empty());
  documents.push_back(ban("c-1", "2026-01-06", false));
  documents.push_back(ban("d-1", "2026-01-07", false));
  documents.push_back(ban("e-1", "2026-06-07", true));  // too late to mean the same
  for (int round = 0; round < 3; ++round) {
    const auto all = events(documents);
    REQUIRE(all.size() == 1);
    CHECK(all[0].documents == std::vector<std::string>{"a-1", "c-1", "b-1", "d-1"});
    CHECK(all[0].transitions.size() == 1);
    std::ranges::rotate(documents, documents.begin() + 2);
  }
}

TEST_CASE("a plan whose withdrawal is planned is given up, and nothing is eased") {
  const auto ban = [](Stage stage) {
    return mention("export_ban", stage, "US", "RU", {"gallium"}, "");
  };
  const auto all = events({
      document("a-1", "2026-01-06", {ban(Stage::Considered)}),
      document("b-1", "2026-01-07", {ban(Stage::Considered)}),
      document("c-1", "2026-02-10",
               {mention("control_easing", Stage::Considered, "US", "RU", {"gallium"}, ""),
                ban(Stage::Considered)}),
      document("d-1", "2026-02-11", {ban(Stage::Ended)}),
  });
  const auto& plan = all[0].type == "export_ban" ? all[0] : all[1];
  REQUIRE(plan.type == "export_ban");
  CHECK(plan.stage == Stage::Ended);
  CHECK(std::ranges::all_of(all,
                            [](const Event& e) { return e.type == "export_ban" || e.background; }));
}

TEST_CASE("what is told as history eases nothing") {
  auto past = mention("control_easing", Stage::Announced, "JP", "CN", {"gallium"}, "2026-01-20");
  past.background = true;
  const auto all = events({
      document(
          "a-1", "2026-01-06",
          {mention("export_licensing", Stage::Announced, "JP", "CN", {"gallium"}, "2026-01-06")}),
      document("b-1", "2026-01-20", {past}),
  });
  for (const auto& event : all)
    for (const auto& t : event.transitions) CHECK(t.change != Change::Eased);
}

TEST_CASE(
    "a ban and a stricter licence told together are two moves where they are of other goods") {
  const auto ban = [](std::vector<std::string> items) {
    return mention("dual_use_ban", Stage::InForce, "CN", "KR", std::move(items), "2026-01-06");
  };
  const auto reviews = [](std::vector<std::string> items) {
    return mention("licence_tightening", Stage::InForce, "CN", "KR", std::move(items),
                   "2026-01-06");
  };
  std::vector<CodedDocument> documents;
  for (int i = 0; i < 4; ++i) {
    // One article in four names the goods of both moves with each.
    const bool mixed = i == 0;
    const auto goods = [&](const char* own, const char* other) {
      return mixed ? std::vector<std::string>{own, other} : std::vector<std::string>{own};
    };
    documents.push_back(
        document("o" + std::to_string(i) + "-1", "2026-01-06",
                 {ban(goods("gallium", "wine")), reviews(goods("wine", "gallium"))}));
  }
  CHECK(events(documents).size() == 2);
}

TEST_CASE("a move of half a year ago is history, however it is told") {
  const auto all = events({document(
      "a-1", "2026-01-06",
      {mention("export_licensing", Stage::Announced, "JP", "KR", {"gallium"}, "2019-07")})});
  CHECK(std::ranges::all_of(all, &Event::background));
}
