#include "models/core/json.h"

#include <nlohmann/json.hpp>

namespace chokepoint {
namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::string& s) {
  return s.empty() ? ordered_json(nullptr) : ordered_json(s);
}

ordered_json or_null(const std::optional<PartialDate>& d) {
  return d ? ordered_json(d->string()) : ordered_json(nullptr);
}

ordered_json or_null(const std::optional<Instant>& t) {
  return t ? ordered_json(format_rfc3339(*t)) : ordered_json(nullptr);
}

ordered_json evidence_json(const Evidence& e) {
  ordered_json out{{"start", e.start}, {"end", e.end}, {"text", e.text}, {"rule", e.rule}};
  if (e.in_title) out["field"] = "title";
  return out;
}

ordered_json transition_json(const Transition& t) {
  ordered_json out{{"kind", name_of(t.change)}, {"stage", name_of(t.stage)}, {"at", or_null(t.at)}};
  out["date"] = or_null(t.date);
  out["severity"] = t.severity;
  out["alertable"] = t.alertable;
  if (!t.added.empty()) out["added"] = t.added;
  out["documents"] = t.documents;
  return out;
}

}  // namespace

ordered_json to_json(const Mention& m) {
  ordered_json out{{"type", m.type}, {"stage", name_of(m.stage)}};
  out["actor"] = or_null(m.actor);
  out["target"] = or_null(m.target);
  out["agencies"] = m.agencies;
  out["items"] = m.items;
  out["date"] = or_null(m.date);
  if (m.effective) out["effective"] = m.effective->string();
  if (m.expires) out["expires"] = m.expires->string();
  if (!m.document.empty()) out["document"] = m.document;
  if (m.responds_to)
    out["responds_to"] = ordered_json{{"type", or_null(m.responds_to->type)},
                                      {"actor", or_null(m.responds_to->actor)},
                                      {"target", or_null(m.responds_to->target)}};
  out["background"] = m.background;
  if (m.trial) out["trial"] = true;
  out["score"] = m.score;
  out["evidence"] = ordered_json::array();
  for (const auto& e : m.evidence) out["evidence"].push_back(evidence_json(e));
  return out;
}

ordered_json to_json(const Entity& e) {
  ordered_json out{
      {"kind", e.kind}, {"id", e.id}, {"start", e.start}, {"end", e.end}, {"text", e.text}};
  if (e.in_title) out["field"] = "title";
  return out;
}

ordered_json to_json(const Event& e) {
  ordered_json out{{"id", e.id}, {"type", e.type}, {"stage", name_of(e.stage)}};
  out["actor"] = or_null(e.actor);
  out["target"] = or_null(e.target);
  out["agencies"] = e.agencies;
  out["items"] = e.items;
  out["date"] = or_null(e.date);
  out["effective"] = or_null(e.effective);
  out["expires"] = or_null(e.expires);
  out["document"] = or_null(e.document);
  out["severity"] = e.severity;
  out["first_seen"] = or_null(e.first_seen);
  out["last_seen"] = or_null(e.last_seen);
  out["origins"] = e.origins;
  out["background"] = e.background;
  out["responds_to"] = or_null(e.responds_to);
  out["documents"] = e.documents;
  out["transitions"] = ordered_json::array();
  for (const auto& t : e.transitions) out["transitions"].push_back(transition_json(t));
  return out;
}

std::string json_line(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace chokepoint
