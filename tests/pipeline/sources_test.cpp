// The starter list of sources that comes with the program.
#include <filesystem>
#include <set>

#include <doctest/doctest.h>

#include "models/core/url.h"
#include "pipeline/config.h"

using namespace chokepoint;

TEST_CASE("the starter list loads, names each source once, and speaks nine languages") {
  std::set<std::string> ids;
  std::set<std::string> urls;
  std::set<std::string> languages;
  const std::filesystem::path folder{SOURCE_DIR "/feeds/sources"};
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const auto feeds = load_sources(file.path().string());
    if (!feeds) FAIL_CHECK(feeds.error().line());
    if (!feeds) continue;
    for (const auto& f : *feeds) {
      CHECK_MESSAGE(ids.insert(f.id).second, f.id);
      CHECK_MESSAGE(urls.insert(f.url).second, f.url);
      CHECK_MESSAGE(parse_url(f.url).has_value(), f.url);
      CHECK_MESSAGE(!f.outlet.empty(), f.id);
      CHECK_MESSAGE(!f.country.empty(), f.id);
      CHECK_MESSAGE(!f.topic.empty(), f.id);
      languages.insert(f.lang);
    }
  }
  CHECK(ids.size() >= 60);
  for (const auto* lang : {"en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "ru"})
    CHECK_MESSAGE(languages.contains(lang), lang);
}
