// Fills a store with generated articles and asks it the usual questions. Disputes run one after the
// other and side by side: each pair of countries has its moves, each move its articles over some
// days, with the slips a coder makes.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "pipeline/process.h"
#include "storage/database.h"
#include "storage/event_list.h"
#include "storage/pairs.h"

using namespace chokepoint;

namespace {

const std::vector<std::string> kTypes{
    "export_ban",         "dual_use_ban",      "export_licensing", "licence_tightening",
    "anti_dumping_probe", "tariff_increase",   "entity_listing",   "import_ban",
    "diplomatic_protest", "supply_disruption", "sanctions",        "trade_dispute"};
const std::vector<std::string> kParties{"CN", "US", "JP", "EU", "KR", "AU",
                                        "IN", "RU", "GB", "TW", "CA", "MX"};
const std::vector<std::string> kItems{"rare earths",    "gallium", "wine",    "steel",
                                      "semiconductors", "barley",  "seafood", "cobalt",
                                      "solar",          "nickel",  "lithium", "coal"};

struct Move {
  Mention told;
  Day day;
};

class Generator {
 public:
  explicit Generator(int articles) : articles_(articles) {}

  // Articles come in the order of their days: about two hundred a day.
  CodedDocument next() {
    const Day today = *parse_day("2020-01-01") + std::chrono::days(serial_ / 200);
    while (moves_.size() < 60 || moves_.back().day < today) moves_.push_back(make_move(today));
    if (moves_.size() > 240) moves_.erase(moves_.begin(), moves_.begin() + 60);
    CodedDocument d;
    d.document.id = "doc-" + std::to_string(serial_);
    d.document.outlet = "outlet-" + std::to_string(below(80));
    d.document.title = "Article " + std::to_string(serial_);
    d.document.published = today;
    d.document.first_seen = Instant(today) + std::chrono::seconds(432 * (serial_ % 200));
    for (int i = 0; i < 40; ++i)
      d.document.text +=
          kItems[static_cast<std::size_t>(below(12))] + " " + std::to_string(below(100000)) + " ";
    for (int i = 0; i < 5; ++i)
      d.mentions.push_back(
          slip(moves_[moves_.size() - 1 - static_cast<std::size_t>(below(60))], today));
    ++serial_;
    return d;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  template <class T>
  const T& one_of(const std::vector<T>& v) {
    return v[static_cast<std::size_t>(below(static_cast<int>(v.size())))];
  }
  Move make_move(Day today) {
    Move m;
    m.day = today;
    m.told.type = one_of(kTypes);
    m.told.actor = one_of(kParties);
    do m.told.target = one_of(kParties);
    while (m.told.target == m.told.actor);
    m.told.items = {one_of(kItems)};
    m.told.date = PartialDate::of(today);
    return m;
  }
  Mention slip(const Move& move, Day today) {
    Mention m = move.told;
    m.score = 0.5 + 0.005 * below(100);
    m.stage = below(10) < 7 ? Stage::Announced : Stage::InForce;
    switch (below(16)) {
      case 0:
        m.actor.clear();
        break;
      case 1:
        m.target.clear();
        break;
      case 2:
        m.date.reset();
        break;
      case 3:
        m.date = PartialDate::of(today);
        break;
      case 4:
        m.items.clear();
        break;
      case 5:
        m.background = true;
        break;
      default:
        break;
    }
    return m;
  }

  std::mt19937 random_{1};
  int articles_;
  int serial_ = 0;
  std::vector<Move> moves_;
};

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Processor time: the clock of a machine that others use says little.
double processor_seconds(const std::function<void()>& work) {
  const auto start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void ask(const char* what, const std::function<void(int)>& question) {
  std::vector<double> times;
  for (int i = 0; i < 100; ++i) times.push_back(seconds([&] { question(i); }) * 1000);
  std::ranges::sort(times);
  std::printf("%-44s median %7.2f ms   p99 %7.2f ms\n", what, times[50], times[98]);
}

LinkKnowledge knowledge() {
  LinkKnowledge k;
  for (const auto& type : kTypes) k.types[type].family = type;
  for (const char* type : {"export_ban", "dual_use_ban", "export_licensing"})
    k.types[type].family = "export_control";
  k.types["import_ban"].by_item = k.types["anti_dumping_probe"].by_item = true;
  return k;
}

void fill(Database& db, int articles) {
  Generator generator(articles);
  const auto known = knowledge();
  constexpr int kBatch = 5000;  // as ingest --jsonl takes them
  const int step = std::max(articles / 10, 1);
  for (int done = 0; done < articles; done += step) {
    const double took = processor_seconds([&] {
      for (int i = 0; i < step; i += kBatch) {
        std::vector<CodedDocument> batch;
        for (int n = 0; n < kBatch && i + n < step; ++n) batch.push_back(generator.next());
        process_coded(db, known, "bench", batch, Instant{});
      }
    });
    std::printf("articles %8d to %8d: %6.0f articles a processor second\n", done, done + step, step / took);
    std::fflush(stdout);
  }
}

void questions(Database& db) {
  const auto party = [](int i) { return kParties[static_cast<std::size_t>(i) % kParties.size()]; };
  ask("events of a pair since a date, 50", [&](int i) {
    EventFilter f;
    f.actor = party(i);
    f.target = party(i + 1);
    f.since = *parse_day("2020-01-01") + std::chrono::days(i);
    f.limit = 50;
    list_events(db, f);
  });
  ask("events on an item, 50", [&](int i) {
    EventFilter f;
    f.item = kItems[static_cast<std::size_t>(i) % kItems.size()];
    f.limit = 50;
    list_events(db, f);
  });
  ask("events of a pair as of a day, 50", [&](int i) {
    EventFilter f;
    f.actor = party(i);
    f.target = party(i + 2);
    f.as_of = Instant(*parse_day("2020-02-01") + std::chrono::days(i));
    f.limit = 50;
    list_events(db, f);
  });
  ask("the level of a pair over time", [&](int i) { pair_series(db, {party(i), party(i + 1)}); });
}

}  // namespace

int main(int argc, char** argv) {
  const int articles = argc > 1 ? std::atoi(argv[1]) : 200000;
  const std::string path = argc > 2 ? argv[2] : "bench.db";
  auto db = Database::open(path);
  if (!db) {
    std::fprintf(stderr, "%s\n", db.error().line().c_str());
    return 3;
  }
  fill(*db, articles);
  db->exec("PRAGMA wal_checkpoint(TRUNCATE)");
  std::printf("%.0f bytes an article\n",
              static_cast<double>(std::filesystem::file_size(path)) / articles);
  questions(*db);
  return 0;
}
