#include "feeds/discover.h"

#include <algorithm>
#include <array>

#include "feeds/xml_text.h"
#include "feeds/xml_tree.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMaxFound = 50;

bool feed_type(std::string_view type) {
  for (const std::string_view known : {"rss+xml", "atom+xml", "feed+json", "rdf+xml", "x.atom",
                                       "rss", "application/json", "text/xml", "application/xml"})
    if (type.find(known) != std::string_view::npos) return true;
  return false;
}

bool feed_like(std::string_view url) {
  const auto s = lowered(url);
  for (const std::string_view end :
       {".rss", "rss.xml", "feed.xml", "atom.xml", ".rdf", ".atom", "/rss", "/rss/", "/feed",
        "/feed/", "/feeds", "/atom", "feed.json", "index.xml"})
    if (s.ends_with(end)) return true;
  return s.find("feeds.feedburner.com/") != std::string::npos ||
         s.find("/rss/") != std::string::npos || s.find("feed=rss") != std::string::npos ||
         s.find("format=rss") != std::string::npos;
}

class PageScan {
 public:
  PageScan(std::string_view html, std::string_view page_url) : html_(html), base_(page_url) {}

  std::vector<FoundFeed> run() {
    for (auto at = html_.find('<'); at != std::string_view::npos; at = html_.find('<', at + 1)) {
      if (html_.substr(at, 4) == "<!--") {
        at = html_.find("-->", at);
        if (at == std::string_view::npos) break;
        continue;
      }
      const bool link = same_word(html_.substr(at, 6), "<link ");
      const bool anchor = same_word(html_.substr(at, 3), "<a ");
      const bool base = same_word(html_.substr(at, 6), "<base ");
      if (link || anchor || base)
        read_tag(html_.substr(at, std::min<std::size_t>(html_.find('>', at) - at + 1, 4096)), link,
                 base);
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.how < b.how; });
    return std::move(found_);
  }

  void add(FoundFeed feed) {
    const auto same = [&](const FoundFeed& f) { return f.url == feed.url; };
    if (found_.size() < kMaxFound && parse_url(feed.url) &&
        std::none_of(found_.begin(), found_.end(), same))
      found_.push_back(std::move(feed));
  }

 private:
  void read_tag(std::string_view tag, bool link, bool base) {
    if (!link && !base && !feed_like_tag(tag)) return;
    const XmlTree tree{std::string(tag)};
    const auto e = tree.document().first();
    const auto href = e.attribute("href");
    if (href.empty()) return;
    if (base) {
      base_ = resolve_url(base_, href);
      return;
    }
    auto url = resolve_url(base_, href);
    const auto type = lowered(e.attribute("type"));
    if (link) {
      const auto rel = " " + lowered(e.attribute("rel")) + " ";
      const bool alternate =
          rel.find(" alternate ") != std::string::npos || rel.find(" feed ") != std::string::npos;
      // Translations of the page are alternates too; they carry hreflang and no feed type.
      if (alternate && (feed_type(type) || rel.find(" feed ") != std::string::npos))
        add({std::move(url), e.attribute("title"), type, FoundFeed::How::Declared});
    } else if (feed_like(url)) {
      add({std::move(url), e.attribute("title"), type, FoundFeed::How::Linked});
    }
  }

  static bool feed_like_tag(std::string_view tag) {
    const auto s = lowered(tag);
    for (const std::string_view word : {"rss", "feed", "atom", ".rdf", "index.xml"})
      if (s.find(word) != std::string::npos) return true;
    return false;
  }

  std::string_view html_;
  std::string base_;
  std::vector<FoundFeed> found_;
};

}  // namespace

std::vector<FoundFeed> discover_feeds(std::string_view html, std::string_view page_url) {
  auto found = PageScan(html, page_url).run();
  for (const auto* path :
       {"/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/feed.json",
        "/feeds/posts/default", "/?feed=rss2", "/index.rdf", "/sitemap-news.xml"}) {
    auto url = resolve_url(page_url, path);
    const auto same = [&](const FoundFeed& f) { return f.url == url; };
    if (parse_url(url) && std::none_of(found.begin(), found.end(), same))
      found.push_back({std::move(url), {}, {}, FoundFeed::How::Guessed});
  }
  return found;
}

}  // namespace chokepoint
