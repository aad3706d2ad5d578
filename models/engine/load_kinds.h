// The kinds of public bodies: what customs or a ministry of trade are called, said once a language
// and lent to the body of every country that has one. Internal to models/engine.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/engine/form_syntax.h"

namespace chokepoint {

// A country's names and adjectives by language, in the notation of the data: what {country} and
// {adjective} stand for.
struct CountryForms {
  std::unordered_map<std::string, std::vector<std::string>> names, adjectives;  // by language
};

// A form that all bodies of a kind share.
struct KindForm {
  std::string language, notation;
  bool generic = false;                // the country stands near, not within
  std::vector<SurfaceForm> spellings;  // of a form without a placeholder, which is every body's
};

struct BodyKind {
  std::string id, suffix;  // the body of China is CN.<suffix>
  std::vector<std::size_t> countries;
  std::vector<KindForm> forms;
  std::set<std::pair<std::string, std::size_t>> except;  // language and country
};

}  // namespace chokepoint
