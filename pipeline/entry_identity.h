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

// The document of an earlier entry of the same feed with this guid and title, if there was one.
using EarlierDocument =
    std::function<std::optional<std::string>(std::string_view guid, std::string_view title)>;

// One document id for each entry of a poll, in order. An entry that says nothing gets an empty one.
std::vector<std::string> name_documents(std::string_view feed, std::string_view home_page,
                                        std::span<const Entry> entries,
                                        const EarlierDocument& earlier);

}  // namespace chokepoint
