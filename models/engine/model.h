// The loaded model: everything models/data says, ready to be matched. Immutable after load_model().
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/core/mention.h"
#include "models/engine/dates.h"
#include "models/engine/form_index.h"
#include "models/engine/network.h"
#include "models/engine/official.h"
#include "models/engine/trees.h"
#include "models/engine/weights.h"

namespace chokepoint {

using ConceptId = std::uint16_t;

struct EventType {
  std::string id;
  std::string direction;  // escalates, eases, neutral
  std::string group;      // types whose roles read alike: export, import, remedy, ...
  std::string family;     // types the linker may take for one another
  double severity = 1;
  Stage default_stage = Stage::Announced;
  // Of an easing: words that say its measure is over, and those that say it is only eased.
  std::vector<ConceptId> ended_by, eased_by;
  // Of a measure: words that say it is an earlier one which covers more now.
  std::vector<ConceptId> widened_by;
};

struct RuleCase {
  std::string lang, text, where;
  bool fires = true;
};

// A candidate mention is proposed where, within a window, every group has one of its concepts.
struct Rule {
  std::string id;    // type.name
  std::size_t type;  // index into Model::types
  std::vector<std::vector<ConceptId>> all;
  std::vector<std::vector<ConceptId>>
      anywhere;                 // groups that need only stand somewhere in the document
  std::vector<ConceptId> none;  // vetoes, in the window
  int within = 14;              // words, or pairs of Han characters, between the first and the last
  bool whole_sentence = false;  // else groups must stand in one clause
  bool trial = false;
  std::vector<RuleCase> cases;
  std::string where;
};

struct Agency {
  std::string id, country;
  std::vector<std::string> home;  // language tags in which the generic form, alone, means this body
  std::int32_t country_index = -1;  // -1: acts for no country
  std::uint32_t meaning = 0;        // the unambiguous one, which a resolved generic form takes
};

struct Item {
  std::string id, kind, parent;
};

struct Organisation {
  std::string id, country;
  std::int32_t country_index = -1;
};

struct Country {
  std::string id;
};

// How a country is named; roles weigh these differently.
enum class Naming : std::uint8_t {
  Name,
  Adjective,
  Capital,
  Leader,
  City,
  Compact,
  Agency,
  Organisation,
  Home  // "the government", "わが国": of the country the text itself comes from
};

struct Meaning {
  enum class Kind : std::uint8_t {
    Concepts,
    Country,
    Pair,
    Agency,
    GenericAgency,
    Item,
    WeakItem,
    Organisation,
    Mask
  };
  // Index of a mask that hides countries alone, or names and goods; others hide all.
  static constexpr std::uint32_t kPlacesOnly = 1, kNamesOnly = 2;

  Kind kind = Kind::Concepts;
  Naming naming = Naming::Name;
  std::uint8_t cue =
      0;  // a role cue inside the form itself (对日), an index into Model::cues, 0: none
  bool cue_is_before = true;
  std::uint32_t index = 0;   // concept set, country, agency, item ...
  std::uint32_t second = 0;  // the other country of a pair

  // A home name that may be another country's as well: "the government", unlike "わが国".
  static constexpr std::uint32_t kGovernment = 1;
  // A country's short form with nothing beside it; see compacts.h.
  static constexpr std::uint32_t kLone = 1;
  bool lone() const {
    return kind == Kind::Country && naming == Naming::Compact && second == kLone;
  }
};

// What stands right before or after a name and says its role: "against", "by", "向け" ...
struct RoleCue {
  std::string form;  // folded
  std::uint8_t cue;  // index into Model::cues
};

// Role cues by the byte that stands beside the name, in their order.
class CueTable {
 public:
  template <class ByteOf>
  void build(const std::vector<RoleCue>& cues, ByteOf byte_of) {
    for (auto& at : by_byte_) at.clear();
    for (std::size_t i = 0; i < cues.size(); ++i)
      by_byte_[byte_of(cues[i].form)].push_back(static_cast<std::uint16_t>(i));
  }
  const std::vector<std::uint16_t>& beside(char byte) const {
    return by_byte_[static_cast<unsigned char>(byte)];
  }

 private:
  std::array<std::vector<std::uint16_t>, 256> by_byte_;
};

struct Language {
  std::string id;  // en, zh, ja ...
  LanguageMask bit = 0;
  std::vector<std::string> abbreviations;            // folded, with their full stop
  std::vector<std::string> skip;                     // articles between a cue and the name
  std::vector<std::string> conjunctions;             // between the names of one list
  std::vector<std::string> list_before, list_after;  // beside each name of a list, without spaces
  bool sole_home = false;  // a body named without a country is the home one, whoever is named
  // Where headlines name who acts before a bare comma (中国、日本産を禁輸): the role cues that,
  // after a list, say that all of it acts all the same (日本、米国が), one bit each. Elsewhere
  // none.
  std::uint64_t acting_lists = 0;
  std::vector<RoleCue> before, after;
  CueTable before_by_last, after_by_first;  // made by Model::prepare()
  // The country a newspaper of this language (by BCP 47 tag, then by language) most likely speaks
  // from: {"zh-Hant", "TW"}, {"ja", "JP"}; a language may have none.
  std::vector<std::pair<std::string, std::string>> homes;
  std::string_view home_of(std::string_view tag) const;
};

// The names of a model's parts as words of features, hashed once; they lie in the model itself.
struct FeatureWords {
  std::vector<Word> types, groups, directions, rules, concepts, cues, countries;
};

class Model {
 public:
  std::vector<EventType> types;
  std::vector<std::string> concepts;
  std::vector<std::vector<ConceptId>> concept_sets;
  std::vector<Rule> rules;
  std::vector<Agency> agencies;
  std::vector<Item> items;
  std::vector<Organisation> organisations;
  std::vector<Country> countries;
  std::vector<std::string> cues;  // names of role cues; 0 is "none"
  std::vector<Language> languages;
  std::vector<Meaning> meanings;
  FormIndex forms;
  std::optional<DateGrammar> dates;
  OfficialPatterns official;
  Weights weights;
  Network sentences, names;  // sentence_features.h, name_features.h
  // Asked of a draft whether it is right and whether it is history, of a type whether it is told,
  // and of a draft each stage (draft_numbers.h, telling.h, draft_standing.h).
  Trees scores, presences, histories;
  std::vector<Trees> stages;  // by Stage, or none
  std::string version;

  std::vector<std::vector<std::size_t>> rules_by_concept;  // concept of the first group -> rules
  std::vector<std::vector<std::size_t>> rules_by_part;     // concept of any group -> rules
  std::vector<std::uint32_t> home_meanings;                // by country: Naming::Home

  FeatureWords words;
  // Makes what is derived; call once, when the rest has its final place.
  void prepare();
  void set_weights(const NamedWeights& of_heads, const NetworkWeights& of_sentences,
                   const NetworkWeights& of_names, const Forests& forests);
  std::vector<std::string> type_ids() const;
  // The rule under whose name the second reader proposes moves of a type: it has no groups
  // and stands after all that are written.
  std::size_t rule_by_words(std::size_t type) const { return rules.size() - types.size() + type; }

  const Language* language_of(std::string_view tag) const;
  std::optional<std::size_t> country_index(std::string_view id) const;
  std::optional<std::size_t> type_index(std::string_view id) const;
  std::optional<ConceptId> concept_id(std::string_view id) const;
  std::unordered_map<std::string, std::size_t> country_by_id, type_by_id, concept_by_id, item_by_id;
};

}  // namespace chokepoint
