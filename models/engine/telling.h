// Which of a document's drafts are told. A draft's score says whether type and parties are both
// right; that a type is told at all is often surer than who acts on whom, and whether the document
// tells any move is asked once more of all its drafts together.
#pragma once

#include <vector>

#include "models/engine/assemble.h"

namespace chokepoint {

// Told from here on: a type that is likelier told than not, by the likeliest of its drafts and by
// further ones from a little below even chances, where one more is as likely to complete the
// picture as to blur it; and a document that is surer than that to tell a move at all, as a false
// alarm where nothing happened costs an analyst more than a move he finds in the next article.
constexpr double kToldPresence = 0.5, kToldFurther = 0.4, kToldNews = 0.65;
// A headline or a dispatch of a few sentences has little else to be taken for.
constexpr double kToldNewsShort = 0.6;
constexpr std::size_t kShortDocument = 4;  // sentences, the title's counted
// A headline, or one with a sentence or two below it, says nothing twice: whether it tells any move
// has weights of its own, which lessons teach as well.
constexpr std::size_t kDispatch = 3;
constexpr double kToldNewsDispatch = 0.75;
// Likelier wrong than right: see Mention::faint.
constexpr double kFaintBelow = 0.5;
constexpr double kHopelessBelow = 0.12;  // not even faint, unless it is told

struct Telling {
  double news = 0;               // that the document tells a move at all
  double least_news = 0;         // below which it is taken to tell none
  std::vector<double> presence;  // by draft: that it tells a move of the draft's type
  std::vector<double> least;     // by draft: told from this score on; 0: the likeliest of its type
  std::vector<bool> excluded;    // by draft: a surer one that is told leaves no room for it
  std::vector<bool> told;        // by draft
};

// The drafts of one type.
struct TypeDrafts {
  std::size_t type = 0;
  std::vector<std::size_t> drafts;
};
std::vector<TypeDrafts> drafts_by_type(const std::vector<Draft>& drafts);

bool is_dispatch(const AnnotatedText& text);

// What speaks for a type and against it, as numbers, for the trees that say whether it is told:
// those of its likeliest draft, and of all its drafts together. Looks at the drafts' scores and
// numbers.
std::vector<std::string> presence_number_names(const Model& model);
std::vector<float> presence_numbers(const Scene& s, const std::vector<Draft>& drafts,
                                    const TypeDrafts& of_type);
// A probability; without trees, that any of its drafts is right.
double presence_of(const Model& model, const std::vector<float>& numbers);

// Option 0 is "yes". Looks at the drafts' scores.
std::vector<Features> news_options(const Scene& s, const std::vector<Draft>& drafts,
                                   const std::vector<double>& presence_by_type, bool dispatch);

Telling telling_of(const Scene& s, const std::vector<Draft>& drafts);

// The drafts that are told, as mentions, in the order of the text.
std::vector<Mention> mentions_of(const Scene& s, const std::vector<Draft>& drafts,
                                 const Telling& telling);
// Those that are not, and not hopeless; likeliest first.
std::vector<Mention> faint_mentions_of(const Scene& s, const std::vector<Draft>& drafts,
                                       const Telling& telling);

}  // namespace chokepoint
