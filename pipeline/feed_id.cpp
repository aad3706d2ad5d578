#include "pipeline/feed_id.h"

#include <algorithm>
#include <cctype>

#include "models/core/url.h"

namespace chokepoint {

std::string feed_id_for(std::string_view url, std::span<const FeedSource> taken) {
  const auto parsed = parse_url(url);
  std::string id = parsed ? parsed->host : std::string{"feed"};
  if (id.starts_with("www.")) id.erase(0, 4);
  // The last word of the path that says something.
  constexpr std::string_view kSaysNothing = " rss feed feeds xml index atom rdf json all news ";
  const std::string path = parsed ? parsed->path : std::string{};
  std::string word;
  std::string said;
  for (const char c : path + "/") {
    const auto low = std::tolower(static_cast<unsigned char>(c));
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_') {
      word += static_cast<char>(low);
      continue;
    }
    if (!word.empty() && kSaysNothing.find(" " + word + " ") == std::string_view::npos) said = word;
    word.clear();
  }
  if (!said.empty() && said.size() <= 24) id += "-" + said;
  std::erase_if(
      id, [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.'; });
  const auto is_taken = [&](const std::string& name) {
    return std::any_of(taken.begin(), taken.end(), [&](const auto& f) { return f.id == name; });
  };
  auto out = id;
  for (int n = 2; is_taken(out); ++n) out = id + "-" + std::to_string(n);
  return out;
}

}  // namespace chokepoint
