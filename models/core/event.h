// The move itself and its material changes. Made by the linker, kept by storage/, told by notify.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/mention.h"
#include "models/core/time.h"

namespace chokepoint {

enum class Change { FirstSeen, Stage, Scope, Date, Eased, Ended, Corrected };
std::string_view name_of(Change change);  // first_seen, stage, scope, date, eased, ended, corrected
std::optional<Change> parse_change(std::string_view name);

// A change of an event that matters. Alerts are sent for these, never for articles.
struct Transition {
  std::string id;  // stable: the same change has the same id in every run
  std::string event;
  Change change = Change::FirstSeen;
  Stage stage = Stage::Announced;      // of the event after the change
  double severity = 0;                 // 0 to 10
  std::optional<PartialDate> date;     // when it happened
  std::optional<Day> published;        // of the article that caused it
  std::optional<Instant> at;           // when we first saw that article
  bool alertable = true;               // false: background, old news, or coded by a trial rule
  std::vector<std::string> documents;  // ids of the causing documents
  std::vector<std::string> added;      // for Scope: the new targets and items
};

struct Event {
  std::string id;
  std::string type;
  Stage stage = Stage::Announced;
  std::string actor, target;  // as in Mention
  std::vector<std::string> agencies, items;
  std::optional<PartialDate> date, effective, expires;
  std::string document;
  std::string responds_to;  // event id, or empty
  double severity = 0;
  std::optional<Instant> first_seen, last_seen;
  int origins = 0;          // independent texts, copies counted once
  bool background = false;  // while every mention of it is background
  std::vector<std::string> documents;
  std::vector<Transition> transitions;
};

}  // namespace chokepoint
