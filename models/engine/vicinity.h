// What stands around a candidate, in the words that features are made of.
#pragma once

#include <string_view>
#include <vector>

#include "models/engine/decide.h"

namespace chokepoint {

Vicinity vicinity_of(const Scene& s, const Candidate& c);
// As kept in the scene.
inline const Vicinity& vicinity(const Scene& s, const Candidate& c) {
  return s.vicinities[static_cast<std::size_t>(&c - s.candidates.data())];
}

// Half words between a candidate and a place in the text; 0 within it.
int gap_to(const Candidate& c, std::int32_t unit);
Word place_of(const Scene& s, const Candidate& c);    // title, lead, second, early, late
Word third_of(const Scene& s, const Candidate& c);    // first, middle, last
Word age_of(const Scene& s, const DateOption& date);  // of the date at publication
Word few(std::size_t n);                              // 0, 1, 2, 3+
Word effective_in(const Scene& s,
                  const Candidate& c);  // a start date in the sentence: none, future, past
bool tells_type(const Scene& s, std::uint32_t sentence, std::size_t type);  // a candidate there
// How long before publication the first sentences put the news: the latest day they name that is
// past, "none" where they name none.
Word news_day_of(const Scene& s);
std::vector<std::size_t> countries_in(const Scene& s, std::size_t sentence);
std::vector<std::size_t> lead_countries(const Scene& s);
void add_date_features(const Scene& s, const Candidate& c, const DatedSpan& d, Features& f);

// Concepts of a sentence whose names begin with `kind`, each once.
std::vector<ConceptId> concepts_in(const Scene& s, std::size_t sentence, std::string_view kind);
// The age of the day the text last named before the candidate's sentence: stories stay in their
// time.
Word running_age(const Scene& s, const Candidate& c);
// Does the text name a day from which something holds, and is it still to come?
Word effective_anywhere(const Scene& s);

}  // namespace chokepoint
