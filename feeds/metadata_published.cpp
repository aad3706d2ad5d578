// When a page says it was published and changed: structured data first, then what is in sight.
#include "feeds/metadata_source.h"
#include "models/core/fold.h"

namespace chokepoint {
namespace {

using Source = MetadataSource;

std::string value_of(const Html& page, NodeId n) {
  for (const std::string_view key : {"content", "datetime"}) {
    if (const auto value = page.attr(n, key); !value.empty()) return std::string(value);
  }
  return page.text(n);
}

std::optional<PageDate> believed(const Source& s, std::optional<PageDate> date) {
  if (date && date->at > s.limit) return std::nullopt;
  return date;
}

std::optional<PageDate> read(const Source& s, std::string_view text) {
  return believed(s, read_page_date(text, s.month_first));
}

std::optional<PageDate> from_metas(const Source& s, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    for (const auto content : s.metas.all({name})) {
      if (auto date = read(s, content)) return date;
    }
  }
  return std::nullopt;
}

std::optional<PageDate> from_itemprop(const Source& s, std::string_view prop) {
  for (NodeId n = 0; n < s.page.size(); ++n) {
    if (s.page.attr(n, "itemprop").find(prop) == std::string_view::npos) continue;
    if (auto date = read(s, value_of(s.page, n))) return date;
  }
  return std::nullopt;
}

bool names_a_date(std::string_view names) {
  const auto s = lower(names);
  for (const std::string_view word :
       {"date", "datum", "fecha", "publish", "posted", "timestamp", "time", "pub-", "pub_",
        "pubtime", "zeit", "meta", "byline", "info", "source", "veroeffentlicht"}) {
    if (s.find(word) != std::string::npos) return true;
  }
  return false;
}

bool is_update_word(std::string_view text) {
  const auto s = fold_text(text);
  for (const std::string_view word : {"updat", "modif", "aktualisiert", "stand:", "mis a jour",
                                      "actualiz", "обновл", "更新", "수정"}) {
    if (s.find(word) != std::string::npos) return true;
  }
  return false;
}

// <time> elements: the first that is marked as the publication, else the first at all, the
// headline's neighbours first.
std::optional<PageDate> from_time_tags(const Source& s) {
  std::optional<PageDate> first;
  const NodeId heading = s.page.first(Tag::H1);
  for (NodeId n = heading == kNoNode ? 0 : heading; n < s.page.size(); ++n) {
    if (s.page[n].tag != Tag::Time || s.page.inside(n, Tag::Aside) || s.page.inside(n, Tag::Footer))
      continue;
    const auto stamp = s.page.attr(n, "datetime");
    auto date = read(s, stamp);
    if (!date) date = read(s, s.page.text(n));
    if (!date) continue;
    if (s.page.has_attr(n, "pubdate")) return date;
    if (!first && !is_update_word(s.page.attr(n, "class"))) first = std::move(date);
    if (first) break;
  }
  if (!first && heading != kNoNode) {
    for (NodeId n = 0; n < heading; ++n) {
      if (s.page[n].tag != Tag::Time) continue;
      if (auto date = read(s, s.page.attr(n, "datetime"))) first = std::move(date);
    }
  }
  return first;
}

// A date in sight: in an element named for it, or in a short line near the headline.
// <span>Jan</span><span>06</span>: parts that only the style sheet keeps apart.
std::string spaced_text(const Html& page, NodeId n) {
  std::string out;
  for (NodeId i = n; i < page[n].end; ++i) {
    if (page[i].tag != Tag::Text) continue;
    append_collapsed(out, page[i].text);
    append_collapsed(out, " ");
  }
  return out;
}

// What is in sight may be of anything; nothing older than the web is a date of publication.
std::optional<PageDate> seen(const Source& s, std::optional<PageDate> date) {
  static const Instant kWeb = *parse_rfc3339("1994-01-01T00:00:00Z");
  return date && date->at < kWeb ? std::nullopt : believed(s, std::move(date));
}

enum class Sight { Named, Near, Anywhere };

std::optional<PageDate> from_sight(const Source& s, Sight sight) {
  const NodeId heading = s.page.first(Tag::H1);
  const NodeId from = heading == kNoNode || s.page.size() - heading < 20 ? 0 : heading;
  for (const NodeId start : {from, NodeId{0}}) {
    unsigned texts = 0;
    for (NodeId n = start; n < s.page.size(); ++n) {
      const auto& node = s.page[n];
      if (node.tag == Tag::Script || node.tag == Tag::Style || node.tag == Tag::Head) {
        n = node.end - 1;
        continue;
      }
      if (sight == Sight::Named) {
        if (node.tag == Tag::Text || node.end - n > 40) continue;
        if (!names_a_date(s.page.attr(n, "class")) && !names_a_date(s.page.attr(n, "id"))) continue;
        for (const std::string_view key : {"datetime", "data-datetime", "data-date", "title"})
          if (auto date = read(s, s.page.attr(n, key))) return date;
        const auto text = spaced_text(s.page, n);
        if (text.size() > 200 || text.size() < 6) continue;
        if (auto date = seen(s, find_date(text, s.month_first))) return date;
        continue;
      }
      if (node.tag != Tag::Text || node.text.size() < 8) continue;
      if (++texts > 120 && sight == Sight::Near) break;
      const auto text = collapsed(node.text);
      if (text.size() > 120 && sight == Sight::Near) continue;
      if (auto date = seen(s, find_date(text, s.month_first))) return date;
    }
    if (start == 0) break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<PageDate> published_of(const MetadataSource& s) {
  if (auto date = read(s, s.linked.published)) return date;
  if (auto date = from_metas(s, {"article:published_time",
                                 "og:article:published_time",
                                 "og:published_time",
                                 "datepublished",
                                 "article:published",
                                 "article.published",
                                 "parsely-pub-date",
                                 "sailthru.date",
                                 "cxenseparse:recs:publishtime",
                                 "cxenseparse:publishtime",
                                 "publish-date",
                                 "publishdate",
                                 "publish_date",
                                 "publication_date",
                                 "pubdate",
                                 "published_time",
                                 "article_date_original",
                                 "originalpublicationdate",
                                 "article:post_date",
                                 "bt:pubdate",
                                 "dc.date.issued",
                                 "dcterms.created",
                                 "dcterms.date",
                                 "dc.date",
                                 "dc.date.created",
                                 "dcterms.issued",
                                 "date",
                                 "dcsext.articlefirstpublished",
                                 "article-publish-date",
                                 "firstpublicationdate",
                                 "publishedat",
                                 "release_date",
                                 "og:regdate",
                                 "article:created",
                                 "rnews:datepublished",
                                 "datecreated",
                                 "citation_publication_date",
                                 "citation_date",
                                 "citation_online_date",
                                 "iso-8601-publish-date",
                                 "last-published",
                                 "created",
                                 "article:date",
                                 "displaydate",
                                 "timestamp",
                                 "prism.publicationdate",
                                 "ptime",
                                 "published",
                                 "created_at",
                                 "gentime"}))
    return date;
  if (auto date = from_itemprop(s, "datePublished")) return date;
  if (auto date = from_time_tags(s)) return date;
  if (auto date = from_sight(s, Sight::Named)) return date;
  if (auto date = believed(s, date_in_url(s.url))) return date;
  if (auto date = from_sight(s, Sight::Near)) return date;
  if (auto date = believed(s, date_in_url(s.metas.first({"og:image"})))) return date;
  return from_sight(s, Sight::Anywhere);
}

std::optional<PageDate> modified_of(const MetadataSource& s) {
  if (auto date = read(s, s.linked.modified)) return date;
  if (auto date =
          from_metas(s, {"article:modified_time", "og:modified_time", "og:updated_time",
                         "datemodified", "article:modified", "last-modified", "lastmod",
                         "dcterms.modified", "dc.date.modified", "dateupdated", "revision_date"}))
    return date;
  return from_itemprop(s, "dateModified");
}

}  // namespace chokepoint
