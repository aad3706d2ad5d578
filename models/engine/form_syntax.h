// The small notation in which model data writes surface forms, expanded when the model is loaded:
//   министерств(о/а/у) торговли   alternatives, also empty ones: sanction(/s/ed)
//   verbot*  *verbot              open end, open start: letters may go on there
//   put ... on                    a gap within the clause
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

struct SurfaceForm {
  std::string text;  // folded; hyphens are spaces; no space beside Han, kana or Hangul
  bool open_start = false;
  bool open_end = false;
  bool acronym =
      false;  // written in capitals (EU, US, UN): a text's "eu", "us", "un" is another word
  // What must follow within the clause, with a '*' where it is open; empty: nothing.
  std::string after_gap;
};

// Every spelling that `notation` stands for, in the order written. Config error on unbalanced or
// nested parentheses, on an empty form, and on more than 4,096 spellings.
Result<std::vector<SurfaceForm>> expand_form(std::string_view notation);

// Single spaces, none at the ends, none between two characters of scripts that do not space words
// reliably.
std::string tidy_spaces(std::string_view s);

// The text as forms are compared: folded, hyphens and line breaks as spaces.
void hyphens_to_spaces(std::string& folded);

}  // namespace chokepoint
