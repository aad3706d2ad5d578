// The learned decisions about a candidate: is it a move at all, who acts, on whom, when, is it
// history, how far along. Each is a head of the weights; options and features are made here, for
// deciding, for training and for explaining.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "models/core/document.h"
#include "models/engine/annotate.h"
#include "models/engine/by_words.h"
#include "models/engine/candidates.h"

namespace chokepoint {

// What stands around a candidate.
struct Vicinity {
  std::vector<ConceptId> near;         // within reach of the candidate, sorted
  std::vector<ConceptId> sentence;     // the rest of its sentence, sorted
  std::vector<std::size_t> countries;  // named in the sentence, sorted
  bool agency = false, item = false, dated = false;
  bool names(std::size_t country) const {
    return std::binary_search(countries.begin(), countries.end(), country);
  }
};

// What a decision looks at, gathered once a document.
struct Scene {
  const Model& model;
  const Document& document;
  const AnnotatedText& text;
  const std::vector<Candidate>& candidates;
  const NameReadings& name_readings;
  std::vector<std::size_t> countries;     // named in the text, the most frequent first
  std::vector<std::string> doc_contexts;  // ctx.* concepts that occur anywhere
  std::vector<bool> type_in_title;        // by type
  std::size_t title_end = 0;              // sentences of the title
  std::size_t first_body_sentence = 0;    // the lead: the first after the title and a dateline
  std::vector<Vicinity> vicinities;       // by candidate
  std::vector<std::vector<bool>> told;    // by type, then sentence: a candidate tells it there
  std::vector<std::size_t> same_dates;    // by date of the text: how many others say that day
  bool keep_names = false;                // features keep their names, for training and explaining
};
Scene make_scene(const Model& model, const Document& document, const AnnotatedText& text,
                 const ProposedMoves& moves, bool keep_names);

// None yet, of this head.
Features features_of(const Scene& s, Word head);

struct DateOption {
  std::optional<PartialDate> date;  // absent: the text does not say
  bool published = false;           // told as happening now
  const DatedSpan* span = nullptr;
};

// Options of each head, and the features of each option. Option 0 of `accept` and `background` is
// "yes".
std::vector<Features> accept_options(const Scene& s, const Candidate& c);
// Who acts on whom is decided as one: the sum of how well a country fits as the actor, how well
// another fits as the target, and how well the two fit together.
struct PartyOptions {
  struct Pair {
    std::size_t actor, target, together;  // indices into `parts`
    std::string actor_id, target_id;      // as in Mention
  };
  std::vector<Features> parts;
  std::vector<Pair> pairs;
};
PartyOptions party_options(const Scene& s, const Candidate& c);
std::vector<DateOption> date_choices(const Scene& s, const Candidate& c);
std::vector<Features> date_options(const Scene& s, const Candidate& c,
                                   const std::vector<DateOption>& choices);
std::vector<Features> background_options(const Scene& s, const Candidate& c,
                                         const DateOption& date);
// considered, announced, in force, ended
std::vector<Features> stage_options(const Scene& s, const Candidate& c, const DateOption& date,
                                    bool background);

// Probabilities of the options under the model's weights.
std::vector<double> weigh(const Model& model, const std::vector<Features>& options);

PartialDate as_partial(const DateMention& d);

}  // namespace chokepoint
