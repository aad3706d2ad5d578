#include "pipeline/link_knowledge.h"

#include "models/engine/model.h"

namespace chokepoint {

const LinkKnowledge::Type& LinkKnowledge::type(const std::string& id) const {
  static const Type kUnknown;
  const auto found = types.find(id);
  return found == types.end() ? kUnknown : found->second;
}

std::string LinkKnowledge::family_of(const std::string& id) const {
  const auto& family = type(id).family;
  return family.empty() ? id : family;
}

bool LinkKnowledge::under(const std::string& item, const std::string& ancestor) const {
  // Four steps reach the root of any sensible tree and end in a circular one.
  const std::string* at = &item;
  for (int step = 0; step < 4; ++step) {
    const auto found = parents.find(*at);
    if (found == parents.end()) return false;
    if (found->second == ancestor) return true;
    at = &found->second;
  }
  return false;
}

bool LinkKnowledge::related(const std::string& a, const std::string& b) const {
  return a == b || under(a, b) || under(b, a);
}

LinkKnowledge link_knowledge(const Model& model) {
  LinkKnowledge out;
  for (const auto& type : model.types) {
    auto& t = out.types[type.id];
    t.family = type.family;
    t.severity = type.severity;
    t.eases = type.direction == "eases";
    t.escalates = type.direction == "escalates";
    t.measure = t.escalates && type.group != "disruption";
    t.by_item = type.group == "remedy" || type.group == "import";
    t.mutual = type.group == "truce";
    t.at_once = type.default_stage == Stage::InForce;
    t.remedy = type.group == "remedy";
  }
  for (const auto& item : model.items)
    if (!item.parent.empty()) out.parents[item.id] = item.parent;
  return out;
}

}  // namespace chokepoint
