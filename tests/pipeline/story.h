// Documents with their readings, made by hand or at random, for tests of the linker.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "pipeline/process.h"

namespace chokepoint::story {

inline LinkKnowledge knowledge() {
  LinkKnowledge k;
  const auto add = [&](const char* id, const char* family,
                       double severity) -> LinkKnowledge::Type& {
    auto& t = k.types[id];
    t.family = family;
    t.severity = severity;
    return t;
  };
  add("export_ban", "export", 9);
  add("dual_use_ban", "export", 9);
  add("export_licensing", "export", 7);
  add("licence_tightening", "export", 6).at_once = true;
  add("import_ban", "import", 7).by_item = true;
  add("anti_dumping_probe", "anti_dumping_probe", 4).by_item = true;
  add("tariff_increase", "tariff_increase", 6);
  add("diplomatic_protest", "diplomatic_protest", 2).escalates = false;
  auto& easing = add("control_easing", "control_easing", 4);
  easing.eases = true;
  easing.escalates = false;
  auto& truce = add("trade_truce", "trade_truce", 4);
  truce.eases = truce.mutual = true;
  truce.escalates = false;
  k.parents = {{"dysprosium", "rare earths"}, {"terbium", "rare earths"}};
  return k;
}

inline Mention mention(const char* type, Stage stage, const char* actor, const char* target,
                       std::vector<std::string> items, const char* date) {
  Mention m;
  m.type = type;
  m.stage = stage;
  m.actor = actor;
  m.target = target;
  m.items = std::move(items);
  m.date = PartialDate::parse(date);
  m.score = 0.8;
  return m;
}

inline CodedDocument document(const std::string& id, const char* published,
                              std::vector<Mention> mentions) {
  CodedDocument d;
  d.document.id = id;
  d.document.outlet = id.substr(0, id.find('-'));
  d.document.title = id;
  d.document.text = "text of " + id;
  d.document.published = parse_day(published);
  d.document.first_seen = Instant(*d.document.published) + std::chrono::hours(12);
  d.mentions = std::move(mentions);
  return d;
}

// Some moves of some countries within so many days, each told by several documents with the slips a
// coder makes. Recall::Often: what an article tells besides is often an earlier move between the
// same two, and some easings end it or give its start.
enum class Recall { Seldom, Often };
std::vector<CodedDocument> random_story(std::mt19937& random, int moves, int days = 240,
                                        Recall recall = Recall::Seldom);

// Takes the documents in, `batch` at a time, in March 2026; answers the transitions it told.
std::vector<Transition> feed(Database& db, const std::vector<CodedDocument>& documents,
                             std::size_t batch = 1000);

}  // namespace chokepoint::story
