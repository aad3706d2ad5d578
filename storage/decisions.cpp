#include "storage/decisions.h"

#include <array>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "storage/database.h"

namespace chokepoint {
namespace {
constexpr std::array<std::string_view, 4> kRulings{"merge", "split", "dismiss", "confirm"};
}

std::string_view name_of(Ruling ruling) {
  return kRulings.at(static_cast<std::size_t>(ruling));
}

void save_decision(Database& db, const Decision& d) {
  db.prepare("INSERT INTO decisions(kind, made, why, events, anchors) VALUES(?, ?, ?, ?, ?)")
      .with(name_of(d.ruling), std::int64_t{d.made.time_since_epoch().count()}, d.why,
            json_line(nlohmann::ordered_json(d.events)),
            json_line(nlohmann::ordered_json(d.anchors)))
      .run();
}

std::vector<Decision> active_decisions(Database& db) {
  std::vector<Decision> out;
  auto s = db.prepare(
      "SELECT id, kind, made, why, events, anchors FROM decisions WHERE revoked = 0 ORDER BY id");
  while (s.step()) {
    Decision d;
    d.row = s.integer(0);
    for (std::size_t i = 0; i < kRulings.size(); ++i)
      if (kRulings.at(i) == s.text(1)) d.ruling = static_cast<Ruling>(i);
    d.made = Instant{std::chrono::seconds{s.integer(2)}};
    d.why = s.text(3);
    d.events = nlohmann::json::parse(s.text(4)).get<std::vector<std::string>>();
    d.anchors = nlohmann::json::parse(s.text(5)).get<std::vector<std::string>>();
    out.push_back(std::move(d));
  }
  return out;
}

}  // namespace chokepoint
