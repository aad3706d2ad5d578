// Questions to a real ledger: filters, full text, pages, and the past.
#include <algorithm>

#include <doctest/doctest.h>

#include "pipeline/history.h"
#include "storage/article_index.h"
#include "storage/article_list.h"
#include "storage/database.h"
#include "storage/event_list.h"
#include "storage/maintenance.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;
using story::document;
using story::mention;

namespace {

const Instant kNow = *parse_rfc3339("2026-03-01");

CodedDocument article(const std::string& id, const char* day, const char* lang, const char* title,
                      const char* text, std::vector<Mention> mentions) {
  auto d = document(id, day, std::move(mentions));
  d.document.lang = lang;
  d.document.title = title;
  d.document.text = text;
  d.document.tier = id.starts_with("mofcom") ? Tier::Official : Tier::Press;
  return d;
}

Database ledger() {
  auto db = Database::in_memory();
  const auto ban = [](const char* target, Stage stage, const char* date) {
    return mention("export_ban", stage, "CN", target, {"gallium", "rare earths"}, date);
  };
  process_coded(
      db, story::knowledge(), "m1",
      std::vector<CodedDocument>{
          article("mofcom-1", "2026-01-06", "zh-Hans", "公告", "中国禁止向日本出口稀土磁铁。",
                  {ban("JP", Stage::Considered, "2026-01-06")}),
          article("nikkei-1", "2026-01-07", "ja", "中国、レアアース輸出を禁止",
                  "中国が日本向けの輸出規制を始めた。",
                  {ban("JP", Stage::Announced, "2026-01-06")}),
          article("yonhap-1", "2026-01-20", "ko", "미국", "미국이 철강에 관세를 부과했다.",
                  {mention("tariff_increase", Stage::Announced, "US", "KR", {"steel"}, "2026-01")}),
          article("times-1", "2026-02-01", "en", "Probe of wine",
                  "Beijing opened a probe of Australian wine, traders said.",
                  {mention("anti_dumping_probe", Stage::Announced, "CN", "AU", {"wine"},
                           "2026-01-30")}),
      },
      kNow);
  retell_history(db, story::knowledge(), kRetoldAtOnce);
  return db;
}

Question question(Subject subject,
                  const std::vector<std::pair<std::string, std::vector<std::string>>>& filters) {
  Question q;
  q.subject = subject;
  for (const auto& [name, values] : filters) {
    const auto done = ask(q, name, values);
    REQUIRE_MESSAGE(done, name);
  }
  return q;
}

// The types of the events found, sorted.
std::string types(Database& db,
                  const std::vector<std::pair<std::string, std::vector<std::string>>>& filters) {
  std::vector<std::string> found;
  for (const auto& e : ask_events(db, question(Subject::Events, filters))) found.push_back(e.type);
  std::ranges::sort(found);
  std::string out;
  for (const auto& t : found) out += (out.empty() ? "" : " ") + t;
  return out;
}

std::string ids(const std::vector<ListedArticle>& articles) {
  std::string out;
  for (const auto& a : articles) out += (out.empty() ? "" : " ") + a.id;
  return out;
}

std::string search(Database& db, const std::string& text) {
  return ids(list_articles(db, question(Subject::Articles, {{"text", {text}}})));
}

}  // namespace

TEST_CASE("each filter keeps what it says") {
  auto db = ledger();
  CHECK(types(db, {}) == "anti_dumping_probe export_ban tariff_increase");
  CHECK(types(db, {{"type", {"export_ban", "tariff_increase"}}}) == "export_ban tariff_increase");
  CHECK(types(db, {{"actor", {"cn"}}}) == "anti_dumping_probe export_ban");
  CHECK(types(db, {{"target", {"KR"}}}) == "tariff_increase");
  CHECK(types(db, {{"pair", {"CN:JP"}}}) == "export_ban");
  CHECK(types(db, {{"pair", {"JP:CN"}}}).empty());
  CHECK(types(db, {{"pair", {"JP-CN"}}}) == "export_ban");
  CHECK(types(db, {{"item", {"Rare Earths"}}}) == "export_ban");
  CHECK(types(db, {{"stage", {"considered", "in_force"}}}).empty());
  CHECK(types(db, {{"stage", {"announced"}}, {"actor", {"CN"}}}) ==
        "anti_dumping_probe export_ban");
  CHECK(types(db, {{"outlet", {"nikkei"}}}) == "export_ban");
  CHECK(types(db, {{"tier", {"official"}}}) == "export_ban");
  CHECK(types(db, {{"lang", {"ko", "en"}}}) == "anti_dumping_probe tariff_increase");
  CHECK(types(db, {{"background", {"yes"}}}).empty());
  CHECK(types(db, {{"changed-since", {"2026-02-01"}}}) == "anti_dumping_probe");
  CHECK(types(db, {{"text", {"稀土"}}}) == "export_ban");
  CHECK(types(db, {{"text", {"wine OR 관세"}}}) == "anti_dumping_probe tariff_increase");
  CHECK(types(db, {{"min-severity", {"100"}}}).empty());
}

TEST_CASE("a date as precise as a month may lie on any day of it") {
  auto db = ledger();
  CHECK(types(db, {{"since", {"2026-01-10"}}}) == "anti_dumping_probe tariff_increase");
  CHECK(types(db, {{"until", {"2026-01-10"}}}) == "export_ban tariff_increase");
  CHECK(types(db, {{"since", {"2026-02-01"}}}).empty());
}

TEST_CASE("full text in every script") {
  auto db = ledger();
  CHECK(search(db, "稀土") == "mofcom-1");
  CHECK(search(db, "稀土磁铁") == "mofcom-1");
  CHECK(search(db, "輸出規制") == "nikkei-1");
  CHECK(search(db, "レアアース") == "nikkei-1");
  CHECK(search(db, "관세") == "yonhap-1");
  CHECK(search(db, "酒").empty());
  CHECK(search(db, "\"opened a probe\"") == "times-1");
  CHECK(search(db, "probe NOT wine").empty());
  CHECK(search(db, "NEAR(probe wine, 3)") == "times-1");
  CHECK(search(db, "title:wine") == "times-1");
  CHECK(search(db, "title:beijing").empty());
  CHECK(search(db, "austral*") == "times-1");
  const auto found = list_articles(db, question(Subject::Articles, {{"text", {"稀土"}}}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].snippet == "中国禁止向日本出口[稀土]磁铁。");
  CHECK(found[0].events.size() == 1);
}

TEST_CASE("an article that changes is found by its new words alone, a pruned one by its title") {
  auto db = ledger();
  process_coded(db, story::knowledge(), "m1",
                std::vector<CodedDocument>{article("times-1", "2026-02-01", "en", "Probe of wine",
                                                   "A correction: it was barley.", {})},
                kNow);
  CHECK(search(db, "barley") == "times-1");
  CHECK(search(db, "traders").empty());
  prune_texts(db, *parse_day("2026-02-20"));
  CHECK(search(db, "barley").empty());
  CHECK(search(db, "title:wine") == "times-1");
  CHECK_NOTHROW(db.exec("INSERT INTO articles_fts(articles_fts) VALUES('integrity-check')"));
}

TEST_CASE("a store from before the index is indexed with the next batch") {
  auto db = ledger();
  db.exec("DELETE FROM article_words; UPDATE documents SET indexed = 0");
  CHECK(search(db, "稀土").empty());
  CHECK(index_articles(db) == 4);
  CHECK(index_articles(db) == 0);
  CHECK(search(db, "稀土") == "mofcom-1");
}

TEST_CASE("articles by the events they tell of; changes; outlets; pages; the past") {
  auto db = ledger();
  CHECK(ids(list_articles(db, question(Subject::Articles, {{"pair", {"CN:JP"}}}))) ==
        "nikkei-1 mofcom-1");
  auto page = question(Subject::Articles, {});
  page.limit = 2;
  page.offset = 1;
  CHECK(ids(list_articles(db, page)) == "yonhap-1 nikkei-1");
  const auto changes = list_changes(db, question(Subject::Changes, {{"pair", {"CN:JP"}}}));
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].transition.change == Change::FirstSeen);
  CHECK(changes[1].transition.change == Change::Stage);
  CHECK(list_changes(db, question(Subject::Changes, {{"kind", {"stage"}}})).size() == 1);
  const auto outlets = list_outlets(db, question(Subject::Articles, {{"pair", {"CN:JP"}}}));
  REQUIRE(outlets.size() == 2);
  CHECK(outlets[0].outlet == "mofcom");
  CHECK(outlets[0].first == 1);
  CHECK(types(db, {{"as-of", {"2026-01-06"}}}) == "export_ban");
  CHECK(types(db, {{"as-of", {"2026-01-06"}}, {"stage", {"considered"}}}) == "export_ban");
  CHECK(types(db, {{"as-of", {"2026-01-06"}}, {"stage", {"announced"}}}).empty());
  CHECK(types(db, {{"as-of", {"2026-01-05"}}}).empty());
}

TEST_CASE("a filter that cannot be is an error of one line") {
  Question q;
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"stage", "soon"},
                                                        {"pair", "CN"},
                                                        {"min-severity", "high"},
                                                        {"since", "yesterday"},
                                                        {"background", "maybe"},
                                                        {"text", "("},
                                                        {"nothing", "x"}}) {
    const auto done = ask(q, name, {value});
    REQUIRE_FALSE(done);
    CHECK(done.error().line().find('\n') == std::string::npos);
  }
  CHECK(q.asked.empty());
}
