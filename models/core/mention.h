// What one document says of one move, as the contract defines it. Made by models/engine, linked and
// kept by storage/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

enum class Stage { Considered, Announced, InForce, Ended };
std::string_view name_of(Stage stage);  // considered, announced, in_force, ended
std::optional<Stage> parse_stage(std::string_view name);

// The words that prove it: bytes [start, end) of the document's own text (or title), and the rule
// that fired.
struct Evidence {
  std::size_t start = 0, end = 0;
  bool in_title = false;
  std::string text;
  std::string rule;
};

// The rule of evidence that a measure is over, not only eased: beside an easing of that type.
std::string ending_rule(std::string_view type);
// The rule of evidence that a measure is an earlier one, which covers more now.
std::string widening_rule(std::string_view type);

// The move that another one answers; empty fields are unknown.
struct MoveRef {
  std::string type, actor, target;
};

struct Mention {
  std::string type;  // a taxonomy id
  Stage stage = Stage::Announced;
  std::string actor;   // ISO 3166-1 alpha-2 or a bloc's acronym; empty: the text does not say
  std::string target;  // the same, or "*" for all countries
  std::vector<std::string> agencies;  // COUNTRY.ACRONYM of the bodies that act
  std::vector<std::string> items;     // English, lower case, sorted
  std::optional<PartialDate> date, effective, expires;
  std::string document;  // official number: "CN.MOFCOM 2026-1"; empty when none
  std::optional<MoveRef> responds_to;
  bool background = false;
  bool trial = false;  // coded by a rule on trial: shown, never alerted
  bool faint =
      false;  // likelier wrong than right: it may join what others tell, and tells nothing itself
  double score = 0;  // calibrated, 0 to 1
  std::vector<Evidence> evidence;
};

struct Entity {
  std::string kind;  // agency, country, item, person, organisation, date, law, quantity
  std::string id;
  std::size_t start = 0, end = 0;
  bool in_title = false;
  std::string text;
};

// Everything the coder says of one document.
struct Reading {
  std::string lang;
  std::vector<Mention> events;
  std::vector<Entity> entities;
  std::vector<Mention> faint;  // no part of what the document tells; for the linker
};

}  // namespace chokepoint
