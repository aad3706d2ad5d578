#include "storage/outlines.h"

#include <algorithm>

#include "storage/database.h"

namespace chokepoint {
namespace {

constexpr std::string_view kOutlineSelect =
    "SELECT e.name, e.type, e.actor, e.target, e.first_day, e.last_day, e.vague, e.lone, e.weak, "
    "(SELECT group_concat(item, char(31)) FROM event_items WHERE event = e.id), e.background FROM "
    "events e "
    "WHERE ";

std::vector<std::string> split(const std::string& joined) {
  std::vector<std::string> out;
  for (std::size_t start = 0; start < joined.size();) {
    const auto end = std::min(joined.find('\x1f', start), joined.size());
    out.push_back(joined.substr(start, end - start));
    start = end + 1;
  }
  std::ranges::sort(out);
  return out;
}

std::vector<Outline> all_outlines(Statement& s) {
  std::vector<Outline> out;
  while (s.step())
    out.push_back({s.text(0),
                   s.text(1),
                   s.text(2),
                   s.text(3),
                   split(s.text(9)),
                   {s.integer(4), s.integer(5)},
                   s.integer(6) != 0,
                   s.integer(7) != 0,
                   s.integer(7) == 2,
                   s.integer(8) != 0,
                   s.integer(10) != 0});
  return out;
}

}  // namespace

std::vector<Outline> outlines_of_type(Database& db, std::string_view type, std::string_view actor,
                                      DayRange days) {
  auto s = db.prepare(std::string(kOutlineSelect) + "e.type = ? AND e.first_day BETWEEN ? AND ?" +
                      (actor.empty() ? "" : " AND e.actor = ?"));
  s.with(type, days.first, days.last);
  if (!actor.empty()) s.bind(4, actor);
  return all_outlines(s);
}

std::vector<Outline> outlines_of_pair(Database& db, std::string_view type, std::string_view actor,
                                      std::string_view target, DayRange days) {
  const auto those = [&](std::string_view condition, std::string_view value) {
    auto s = db.prepare(std::string(kOutlineSelect) +
                        "e.actor = ?1 AND e.first_day BETWEEN ?2 AND ?3 AND (?4 = '' OR e.type = "
                        "?4)" +
                        std::string(condition));
    s.with(actor, days.first, days.last, type);
    if (!value.empty()) s.bind(5, value);
    return all_outlines(s);
  };
  if (target.empty()) return those("", "");
  auto out = those(" AND e.target = ?5", target);
  for (auto more : {those(" AND e.target = ?5", "*"), those(" AND e.target IS NULL", "")})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<Outline> outlines_of_family(Database& db, std::string_view family, DayRange days,
                                        bool lone) {
  auto s = db.prepare(
      std::string(kOutlineSelect) +
      "e.family = ? AND e.first_day BETWEEN ? AND ? AND (e.lone > 0) = ? AND e.vague = 0");
  return all_outlines(s.with(family, days.first, days.last, lone));
}

}  // namespace chokepoint
