// Short names for feeds that come without one.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "models/core/feed.h"

namespace chokepoint {

// From an address, and unlike any of `taken`: "https://www.example.co.uk/rss/trade.xml" ->
// "example.co.uk-trade".
std::string feed_id_for(std::string_view url, std::span<const FeedSource> taken);

}  // namespace chokepoint
