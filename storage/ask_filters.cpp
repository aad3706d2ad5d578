#include "storage/ask.h"

namespace chokepoint {
namespace {

// The day of a move, of an article, of a change: what is dated to a month or a year alone may lie
// on any day of it.
#define EVENT_DAY "coalesce(e.date, date(e.first_seen, 'unixepoch'))"
#define ARTICLE_DAY "coalesce(d.published, date(d.first_seen, 'unixepoch'))"
#define CHANGE_DAY "coalesce(t.published, date(t.at, 'unixepoch'))"

constexpr const char* kStages = "considered announced in_force ended";
constexpr const char* kTiers = "official wire press aggregator";
constexpr const char* kKinds = "first_seen stage scope date eased ended corrected";

using enum FilterKind;
constexpr std::array kFilters{
    Filter{"type", Word, "Only this type, as export_ban; several with commas", "e.type {}", nullptr,
           nullptr},
    Filter{"actor", Code, "Only moves of this country or bloc, as CN", "e.actor {}", nullptr,
           nullptr},
    Filter{"target", Code, "Only moves aimed at this one; '*' for all countries", "e.target {}",
           nullptr, nullptr},
    Filter{"pair", Pair, "CN:JP, moves of the first on the second; CN-JP, either way",
           "e.actor = ? AND e.target = ?", nullptr, nullptr},
    Filter{"item", Name, "Only moves on this item, as 'rare earths'",
           "e.id IN (SELECT event FROM event_items WHERE item {})", nullptr, nullptr},
    Filter{"agency", Code, "Only moves of this body, as CN.MOFCOM",
           "e.id IN (SELECT event FROM event_agencies WHERE agency {})", nullptr, nullptr},
    Filter{"stage", Choice, "considered, announced, in_force or ended", "e.stage {}", nullptr,
           "t.stage {}", kStages},
    Filter{"kind", Choice, "Only such changes: first_seen, stage, scope, date, eased, ended",
           nullptr, nullptr, "t.kind {}", kKinds},
    Filter{"since", FirstDay, "This day or later: 2026-01-06, 'last monday', '3 weeks ago'",
           EVENT_DAY " >= substr(?, 1, 4) AND " EVENT_DAY " >= substr(?, 1, length(" EVENT_DAY "))",
           ARTICLE_DAY " >= ?", CHANGE_DAY " >= ?"},
    Filter{"until", LastDay, "This day or earlier", EVENT_DAY " <= ?", ARTICLE_DAY " <= ?",
           CHANGE_DAY " <= ?"},
    Filter{"changed-since", Since, "Only events of which something was told since",
           "e.name IN (SELECT event FROM transitions WHERE at >= ? AND current = 1)", nullptr,
           "t.at >= ?"},
    Filter{"as-of", Until, "Answer from what had been seen by the end of this day",
           "e.first_seen <= ?", "d.first_seen <= ?", "t.at <= ?"},
    Filter{"min-severity", Number, "0 to 10", "e.severity >= ?", nullptr, "t.severity >= ?"},
    Filter{"background", YesNo, "yes: only what is told as history; no: only news",
           "e.background = ?", nullptr, nullptr},
    Filter{"event", Word, "Only this event", "e.name {}", nullptr, nullptr},
    Filter{"outlet", Word, "Only what this outlet reported", nullptr, "d.outlet {}", nullptr},
    Filter{"tier", Choice, "Only what such outlets reported: official, wire, press, aggregator",
           nullptr, "d.tier {}", nullptr, kTiers},
    Filter{"lang", Word, "Only what was reported in this language, as ja", nullptr, "d.lang {}",
           nullptr},
    Filter{"text", Text,
           "Words in the articles: rare earths, \"in quotes\", AND OR NOT, NEAR(a b, 5), begin*, "
           "title:word",
           nullptr, "d.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)", nullptr},
};

}  // namespace

std::span<const Filter> filters() {
  return kFilters;
}

}  // namespace chokepoint
