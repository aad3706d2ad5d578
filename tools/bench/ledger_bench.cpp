// Fills a store with made-up articles and asks it the usual questions in this one process.
// `tools/dev trial million` asks the same of the program, a process each.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipeline/process.h"
#include "storage/article_list.h"
#include "storage/database.h"
#include "storage/event_list.h"
#include "storage/pairs.h"
#include "tools/bench/made_up.h"

using namespace chokepoint;

namespace {

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

void measure(const char* what, const std::function<void(int)>& question) {
  std::vector<double> times, busy;
  for (int i = 0; i < 100; ++i)
    busy.push_back(
        1000 * processor_seconds([&] { times.push_back(1000 * seconds([&] { question(i); })); }));
  std::ranges::sort(times);
  std::ranges::sort(busy);
  std::printf("%-36s median %7.2f  p99 %7.2f ms; processor median %7.2f  p99 %7.2f ms\n", what,
              times[50], times[98], busy[50], busy[98]);
  std::fflush(stdout);
}

void fill(Database& db, int articles) {
  made_up::Generator generator(1);
  const auto known = made_up::knowledge();
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
    std::printf("articles %8d to %8d: %6.0f articles a processor second\n", done, done + step,
                step / took);
    std::fflush(stdout);
  }
}

// Events, articles or changes as the commands ask for them; pairs of words, a name and its value.
using Words = std::vector<std::pair<const char*, std::string>>;

Question question(Subject subject, std::int64_t limit, const Words& words) {
  Question q;
  q.subject = subject;
  q.limit = limit;
  for (const auto& [name, value] : words)
    if (auto asked = ask(q, name, {value}); !asked) throw std::runtime_error(asked.error().line());
  return q;
}

void questions(Database& db, int articles) {
  const auto& parties = made_up::parties();
  const auto pair = [&](int i) {
    const auto a = static_cast<std::size_t>(i) % 4,
               b = (a + 1 + static_cast<std::size_t>(i) / 4 % 3) % 5;
    return parties[a] + ":" + parties[b == a ? b + 1 : b];
  };
  const int days = articles / made_up::kArticlesADay;
  const auto day = [&](int i) {
    return format_day(made_up::kFirstDay + std::chrono::days(days / 4 + i * days / 200));
  };
  using enum Subject;
  measure("events of a pair since a date, 50", [&](int i) {
    ask_events(db, question(Events, 50, {{"pair", pair(i)}, {"since", day(i)}}));
  });
  measure("events on an item, 50", [&](int i) {
    const auto& item = made_up::items()[static_cast<std::size_t>(i) % made_up::items().size()];
    ask_events(db, question(Events, 50, {{"item", item}}));
  });
  measure("events of a pair as of a day, 50", [&](int i) {
    ask_events(db, question(Events, 50, {{"pair", pair(i)}, {"as-of", day(i)}}));
  });
  measure("the latest events, 50", [&](int) { ask_events(db, question(Events, 50, {})); });
  measure("timeline of a pair, 50", [&](int i) {
    list_changes(db, question(Changes, 50, {{"pair", pair(i)}, {"since", day(i)}}));
  });
  measure("the level of a pair over time", [&](int i) {
    const auto parties_of = pair(i);
    pair_series(db, {parties_of.substr(0, 2), parties_of.substr(3)});
  });
  const std::vector<std::pair<const char*, std::vector<std::string>>> kTexts{
      {"rare words", {"dysprosium", "\"dysprosium oxide\"", "case77", "氧化镝"}},
      {"common words, en",
       {"rare earths", "\"rare earths\"", "gallium licence", "steel NOT gallium"}},
      {"common words, zh", {"稀土", "出口管制", "稀土 AND 日本", "反倾销"}}};
  for (const auto& [name, words] : kTexts) {
    const auto word = [&](int i) { return words[static_cast<std::size_t>(i) % words.size()]; };
    measure((std::string("articles by ") + name + ", 20").c_str(), [&](int i) {
      list_articles(db, question(Articles, 20, {{"text", word(i)}}));
    });
    measure((std::string("events by ") + name + ", 20").c_str(), [&](int i) {
      ask_events(db, question(Events, 20, {{"text", word(i)}}));
    });
  }
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
  auto stored = db->prepare("SELECT 1 FROM documents LIMIT 1");
  if (!stored.step()) fill(*db, articles);
  stored.reset();
  db->exec("PRAGMA wal_checkpoint(TRUNCATE)");
  std::printf("%.0f bytes an article\n",
              static_cast<double>(std::filesystem::file_size(path)) / articles);
  questions(*db, articles);
  return 0;
}
