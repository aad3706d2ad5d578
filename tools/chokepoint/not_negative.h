// A check for options that are a count: CLI11's own answers with the whole range of its numbers.
#pragma once

#include <string>

namespace chokepoint::cli {

inline std::string not_negative(const std::string& number) {
  return number.starts_with('-') ? "must not be negative, as " + number + " is" : "";
}

}  // namespace chokepoint::cli
