// Articles, told changes and outlets as answers to a Question (ask.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/event.h"
#include "models/core/time.h"
#include "storage/ask.h"

namespace chokepoint {

class Database;

struct ListedArticle {
  std::string id, url, outlet, tier, lang, title, published;
  Instant first_seen{};
  std::vector<std::string> events;
  std::string snippet;  // with a text query: the words around the first place found, marked [so]
};

// With a text query the best first, newest first where it is in thousands; else newest first.
std::vector<ListedArticle> list_articles(Database& db, const Question& question);

struct ListedChange {
  Transition transition;
  std::string type, actor, target;  // of its event
};

// In the order in which they were told.
std::vector<ListedChange> list_changes(Database& db, const Question& question);

struct ListedOutlet {
  std::string outlet, tier;
  std::int64_t articles = 0, events = 0;
  std::int64_t first = 0;            // events it was the first to report
  std::optional<double> lead_hours;  // mean, over the second to report them
  std::string latest;                // day of its latest article
};

// By events, most first. Asks for articles: filters, limit and offset count, the order is its own.
std::vector<ListedOutlet> list_outlets(Database& db, const Question& question);

// The part of a text around the first of `phrases` (folded), in one line; empty when none is there.
std::string excerpt(std::string_view text, const std::vector<std::string>& phrases);

}  // namespace chokepoint
