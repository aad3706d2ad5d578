#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "models/engine/telling.h"
#include "tools/chokepoint/explain_views.h"

namespace chokepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const ExplainedDecision& d) {
  Json out{{"head", d.head}, {"chosen", d.chosen}, {"p", d.p}};
  if (!d.runner_up.empty()) out["runner_up"] = {{"chosen", d.runner_up}, {"p", d.runner_up_p}};
  out["weights"] = Json::array();
  for (const auto& r : d.reasons)
    out["weights"].push_back({{"feature", r.feature}, {"weight", r.weight}});
  return out;
}

Json to_json(const ExplainedCandidate& c) {
  Json out{{"type", c.type}, {"rules", c.rules},     {"start", c.start},
           {"end", c.end},   {"dropped", c.dropped}, {"trial", c.trial}};
  out["decisions"] = Json::array();
  for (const auto& d : c.decisions) out["decisions"].push_back(to_json(d));
  return out;
}

Json to_json(const ExplainedMove& m) {
  return {{"type", m.type},
          {"actor", m.actor},
          {"target", m.target},
          {"date", m.date},
          {"stage", m.stage},
          {"background", m.background},
          {"told", m.told},
          {"first", m.least_score == 0},
          {"excluded", m.excluded},
          {"least_score", m.least_score},
          {"score", to_json(m.score)},
          {"presence", to_json(m.presence)},
          {"candidates", m.candidates}};
}

}  // namespace

std::string explain_json(const Explanation& e) {
  Json out{{"lang", e.lang}, {"text", e.original}, {"news", e.news}};
  out["limits"] = {{"news", e.least_news}, {"presence", kToldPresence}, {"further", kToldFurther}};
  out["marks"] = Json::array();
  for (const auto& m : e.marks) {
    Json mark{{"start", m.start}, {"end", m.end}, {"kind", m.kind}, {"id", m.id}};
    if (!m.cues.empty()) mark["cues"] = m.cues;
    out["marks"].push_back(std::move(mark));
  }
  out["moves"] = Json::array();
  for (const auto& m : e.moves) out["moves"].push_back(to_json(m));
  out["nearest_miss"] = e.nearest_miss() == nullptr ? Json{} : to_json(*e.nearest_miss());
  out["candidates"] = Json::array();
  for (const auto& c : e.candidates) out["candidates"].push_back(to_json(c));
  return json_line(out) + "\n";
}

}  // namespace chokepoint::cli
