// Which document an entry is. Decided from the feed's own data, because a GUID may repeat, rotate
// or vanish, and a link may be shared. The name is the same in every run, so that an article is
// stored once whatever happens.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"

namespace chokepoint {

// What earlier polls of the same feed left behind.
struct EntryHistory {
  // The document of an entry with this title and guid, or with this title alone; if there was one.
  std::function<std::optional<std::string>(std::string_view guid, std::string_view title)> document;
  std::function<std::optional<std::string>(std::string_view title)> titled;
  // Whether this guid stood for an entry of this title before; nullopt where it is new.
  std::function<std::optional<bool>(std::string_view guid, std::string_view title)> steady;
};

// One document id for each entry of a poll, in order. An entry that says nothing gets an empty one.
std::vector<std::string> name_documents(std::string_view feed, std::string_view home_page,
                                        std::span<const Entry> entries,
                                        const EntryHistory& history);

}  // namespace chokepoint
