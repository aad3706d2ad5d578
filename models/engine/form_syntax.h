// The small notation in which model data writes surface forms, expanded when the model is loaded:
//   министерств(о/а/у) торговли   alternatives, also empty ones: sanction(/s/ed)
//   verbot*  *verbot              open end, open start: letters may go on there
//   put ... on(/to)               a gap within the clause, one a form; any of what follows it will
//   do
#pragma once

#include <memory>
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
  // Any of these must follow within the clause, with a '*' where it is open; null: nothing. The
  // spellings of one notation share them.
  std::shared_ptr<const std::vector<std::string>> after_gap;
};

// Every spelling that `notation` stands for, in the order written. Config error on unbalanced or
// nested parentheses, on an empty form, on a second gap, and on more than 4,096 spellings, before
// the gap or after it.
Result<std::vector<SurfaceForm>> expand_form(std::string_view notation);

// Single spaces, none at the ends, none between two characters of scripts that do not space words
// reliably.
std::string tidy_spaces(std::string_view s);

// The text as forms are compared: folded, hyphens and line breaks as spaces.
void hyphens_to_spaces(std::string& folded);

}  // namespace chokepoint
