// What stands around a candidate, in the words that features are made of.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/engine/decide.h"

namespace chokepoint {

struct Vicinity {
  std::vector<ConceptId> near;      // within reach of the candidate, sorted
  std::vector<ConceptId> sentence;  // the rest of its sentence, sorted
  std::set<std::size_t> countries;  // named in the sentence
  bool agency = false, item = false, dated = false;
};
Vicinity vicinity(const Scene& s, const Candidate& c);

std::string place_of(const Scene& s, const Candidate& c);    // title, lead, second, early, late
std::string third_of(const Scene& s, const Candidate& c);    // first, middle, last
std::string age_of(const Scene& s, const DateOption& date);  // of the date at publication
std::string few(std::size_t n);                              // 0, 1, 2, 3+
std::string effective_in(const Scene& s,
                         const Candidate& c);  // a start date in the sentence: none, future, past
bool tells_type(const Scene& s, std::uint32_t sentence, std::size_t type);  // a candidate there
// How long before publication the first sentences put the news: the latest day they name that is
// past, "none" where they name none.
std::string news_day_of(const Scene& s);
std::set<std::size_t> countries_in(const Scene& s, std::size_t sentence);
std::set<std::size_t> lead_countries(const Scene& s);
void add_date_features(const Scene& s, const Candidate& c, const DatedSpan& d, Features& f);

// Concepts of a sentence whose names begin with `kind`, each once.
std::vector<ConceptId> concepts_in(const Scene& s, std::size_t sentence, std::string_view kind);
// The age of the day the text last named before the candidate's sentence: stories stay in their
// time.
std::string running_age(const Scene& s, const Candidate& c);
// Does the text name a day from which something holds, and is it still to come?
std::string effective_anywhere(const Scene& s);

}  // namespace chokepoint
