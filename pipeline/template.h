// A small, strict language for texts that users word themselves:
//   {{field}}                    its value
//   {{#name}} ... {{/name}}      once for each of a list, or once where a field is not empty
//   {{^name}} ... {{/name}}      where the list or the field is empty
// A section's tag alone on its line leaves no line behind. An unknown name is a mistake when the
// template is read, never an empty place when it is used. Escaping is of whoever makes the values.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

struct TemplatePart {
  enum class Kind { Text, Field, Each, Unless };
  Kind kind = Kind::Text;
  std::string text;                 // the words themselves, or a name
  std::vector<TemplatePart> inner;  // of a section
};
using Template = std::vector<TemplatePart>;

// The names that may be used, and those of each list's members.
struct TemplateNames {
  std::vector<std::string_view> fields;
  std::vector<std::pair<std::string_view, const TemplateNames*>> lists;
};

struct TemplateRead {
  Template parts;
  std::vector<Error> problems;  // each with its place: file:line:column
};
TemplateRead read_template(std::string_view text, const std::string& file,
                           const TemplateNames& names);

// What a list's member does not have is looked up in what encloses it.
struct TemplateValues {
  std::map<std::string, std::string, std::less<>> fields;
  std::map<std::string, std::vector<TemplateValues>, std::less<>> lists;
};
std::string fill_template(const Template& parts, const TemplateValues& values);

}  // namespace chokepoint
