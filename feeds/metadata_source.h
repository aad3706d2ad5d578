// What the readers of a page's metadata share; for metadata*.cpp alone.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feeds/metadata.h"

namespace chokepoint {

std::string collapsed(std::string_view s);  // runs of white space as one space
std::string lower(std::string_view s);
bool one_of(std::string_view s, std::initializer_list<std::string_view> list);

// Meta tags by lower-case name, property or itemprop; the first of a name counts.
class Metas {
 public:
  explicit Metas(const Html& page);
  std::string_view first(std::initializer_list<std::string_view> names) const;
  std::vector<std::string_view> all(std::initializer_list<std::string_view> names) const;

 private:
  std::vector<std::pair<std::string, std::string_view>> entries_;
};

// What every reader is given.
struct MetadataSource {
  const Html& page;
  const Metas metas;
  const LinkedData linked;
  std::string url;
  std::string host;
  Instant limit;  // no date is believed beyond it
  bool month_first;
};

std::optional<PageDate> published_of(const MetadataSource& s);
std::optional<PageDate> modified_of(const MetadataSource& s);
std::string title_of(const MetadataSource& s, std::string_view site);
std::vector<std::string> authors_of(const MetadataSource& s);
std::string site_of(const MetadataSource& s);

}  // namespace chokepoint
