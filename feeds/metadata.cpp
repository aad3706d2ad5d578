#include "feeds/metadata.h"

#include <algorithm>
#include <array>

#include "models/core/fold.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

std::string collapsed(std::string_view s) {
  std::string out;
  append_collapsed(out, s);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool one_of(std::string_view s, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

// Meta tags by lower-case name, property or itemprop; the first of a name counts.
class Metas {
 public:
  explicit Metas(const Html& page) {
    for (NodeId n = 0; n < page.size(); ++n) {
      if (page[n].tag != Tag::Meta) continue;
      const auto content = page.attr(n, "content");
      if (content.empty()) continue;
      for (const std::string_view key : {"property", "name", "itemprop", "http-equiv"}) {
        if (const auto name = page.attr(n, key); !name.empty())
          entries_.emplace_back(lower(name), content);
      }
    }
  }
  std::string_view first(std::initializer_list<std::string_view> names) const {
    for (const auto name : names) {
      for (const auto& [key, content] : entries_) {
        if (key == name) return content;
      }
    }
    return {};
  }
  std::vector<std::string_view> all(std::initializer_list<std::string_view> names) const {
    std::vector<std::string_view> out;
    for (const auto& [key, content] : entries_) {
      if (one_of(key, names)) out.push_back(content);
    }
    return out;
  }

 private:
  std::vector<std::pair<std::string, std::string_view>> entries_;
};

// What every source is read with.
struct Source {
  const Html& page;
  const Metas metas;
  const LinkedData linked;
  std::string url;
  std::string host;
  Instant limit;  // no date is believed beyond it
  bool month_first;
};

std::string value_of(const Html& page, NodeId n) {
  for (const std::string_view key : {"content", "datetime"}) {
    if (const auto value = page.attr(n, key); !value.empty()) return std::string(value);
  }
  return page.text(n);
}

// ---- dates

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
std::optional<PageDate> from_sight(const Source& s, bool named_only) {
  const NodeId heading = s.page.first(Tag::H1);
  const NodeId from = heading == kNoNode || s.page.size() - heading < 20 ? 0 : heading;
  for (const NodeId start : {from, NodeId{0}}) {
    unsigned seen = 0;
    for (NodeId n = start; n < s.page.size(); ++n) {
      const auto& node = s.page[n];
      if (node.tag == Tag::Script || node.tag == Tag::Style || node.tag == Tag::Head) {
        n = node.end - 1;
        continue;
      }
      if (named_only) {
        if (node.tag == Tag::Text || node.end - n > 40) continue;
        if (!names_a_date(s.page.attr(n, "class")) && !names_a_date(s.page.attr(n, "id"))) continue;
        const auto text = s.page.text(n);
        if (text.size() > 200 || text.size() < 6) continue;
        if (auto date = believed(s, find_date(text, s.month_first))) return date;
        continue;
      }
      if (node.tag != Tag::Text || node.text.size() < 8) continue;
      if (++seen > 120) break;
      const auto text = collapsed(node.text);
      if (text.size() > 120) continue;
      if (auto date = believed(s, find_date(text, s.month_first))) return date;
    }
    if (start == 0) break;
  }
  return std::nullopt;
}

std::optional<PageDate> published_of(const Source& s) {
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
  if (auto date = from_sight(s, true)) return date;
  if (auto date = believed(s, date_in_url(s.url))) return date;
  if (auto date = from_sight(s, false)) return date;
  if (auto date = believed(s, date_in_url(s.metas.first({"og:image"})))) return date;
  return std::nullopt;
}

std::optional<PageDate> modified_of(const Source& s) {
  if (auto date = read(s, s.linked.modified)) return date;
  if (auto date =
          from_metas(s, {"article:modified_time", "og:modified_time", "og:updated_time",
                         "datemodified", "article:modified", "last-modified", "lastmod",
                         "dcterms.modified", "dc.date.modified", "dateupdated", "revision_date"}))
    return date;
  return from_itemprop(s, "dateModified");
}

// ---- title

std::size_t common_prefix(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
  return i;
}

// A masthead is an h1 on some pages.
bool is_site_name(const Source& s, std::string_view folded_heading) {
  for (const auto& name : {collapsed(s.metas.first({"og:site_name"})), s.linked.site}) {
    if (!name.empty() && fold_text(name) == folded_heading) return true;
  }
  const NodeId tag = s.page.first(Tag::Title);
  if (tag == kNoNode) return false;
  const auto title = fold_text(s.page.text(tag));
  return title.size() > folded_heading.size() * 2 + 3 && title.ends_with(folded_heading) &&
         fold_text(s.metas.first({"og:title"})) != folded_heading;
}

// The h1 that other sources vouch for: one that begins like, or is part of, the page's own title.
std::string heading_of(const Source& s, std::string_view hint) {
  const auto wanted = fold_text(hint);
  std::string first;
  unsigned count = 0;
  for (NodeId n = 0; n < s.page.size(); ++n) {
    if (s.page[n].tag != Tag::H1) continue;
    auto text = s.page.text(n);
    if (text.empty()) continue;
    const auto folded = fold_text(text);
    if (is_site_name(s, folded)) continue;
    if (folded.size() > 8 && wanted.find(folded) != std::string::npos) return text;
    if (common_prefix(folded, wanted) > 20) return text;
    if (count++ == 0) first = std::move(text);
  }
  return count == 1 && wanted.empty() ? first : std::string{};
}

std::string title_of(const Source& s, std::string_view site) {
  const NodeId title_tag = s.page.first(Tag::Title);
  const auto page_title = title_tag == kNoNode ? std::string{} : s.page.text(title_tag);
  const auto social = collapsed(s.metas.first({"og:title", "twitter:title", "dc.title", "title"}));
  auto title = heading_of(s, social + " " + s.linked.headline + " " + page_title);
  if (title.empty() && !s.linked.headline.empty()) title = s.linked.headline;
  if (title.empty()) title = strip_site(social, site, s.host);
  if (title.empty()) title = strip_site(page_title, site, s.host);
  if (title.empty()) title = heading_of(s, "");
  return title;
}

// ---- authors

std::string cleaned_name(std::string name) {
  name = collapsed(name);
  for (const std::string_view start :
       {"By ", "by ",   "BY ",   "Von ",    "von ",       "VON ",        "Por ",   "Par ",
        "Di ", "Door ", "Av ",   "Autor: ", "Author: ",   "Written by ", "Text: ", "От ",
        "文/", "文／",  "記者 ", "作者：",  "责任编辑：", "By: "}) {
    if (name.starts_with(start)) name.erase(0, start.size());
  }
  while (!name.empty() &&
         (name.back() == ',' || name.back() == ' ' || name.back() == '|' || name.back() == ';'))
    name.pop_back();
  return name;
}

void add_author(std::vector<std::string>& out, std::string name) {
  name = cleaned_name(std::move(name));
  if (name.empty() || name.size() > 100 || name.find("://") != std::string::npos ||
      name.find('@') == 0)
    return;
  if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
}

// "Ann Lee, Bo Chen and Cy Day" are three.
void add_names(std::vector<std::string>& out, std::string_view names) {
  for (;;) {
    std::size_t at = std::string_view::npos;
    std::size_t size = 0;
    for (const std::string_view sign :
         {", ", " and ", " und ", " et ", " y ", " & ", "; ", ";", "、", " и "}) {
      const auto found = names.find(sign);
      if (found < at) {
        at = found;
        size = sign.size();
      }
    }
    add_author(out, std::string(names.substr(0, at)));
    if (at == std::string_view::npos) return;
    names.remove_prefix(at + size);
  }
}

std::vector<std::string> authors_of(const Source& s) {
  std::vector<std::string> out;
  for (const auto& name : s.linked.authors) add_names(out, name);
  if (!out.empty()) return out;
  for (const auto name :
       s.metas.all({"author", "article:author", "parsely-author", "dc.creator", "sailthru.author",
                    "byl", "cxenseparse:author", "dcterms.creator", "article:author_name",
                    "citation_author", "og:article:author"}))
    add_names(out, name);
  if (!out.empty()) return out;
  for (NodeId n = 0; n < s.page.size() && out.size() < 6; ++n) {
    const auto& node = s.page[n];
    if (node.tag == Tag::Text || node.tag == Tag::Meta || node.end - n > 30) continue;
    const auto names = lower(s.page.attr(n, "class"));
    const bool prop = s.page.attr(n, "itemprop") == "author" || s.page.attr(n, "rel") == "author";
    if (!prop && names.find("author") == std::string::npos &&
        names.find("byline") == std::string::npos)
      continue;
    if (s.page.inside(n, Tag::Footer) || s.page.inside(n, Tag::Aside)) continue;
    const auto text = s.page.text(n);
    if (text.size() < 3 || text.size() > 80) continue;
    add_names(out, text);
    n = node.end - 1;
  }
  return out;
}

// ---- the rest

std::string canonical_of(const Source& s) {
  std::string found;
  for (NodeId n = 0; n < s.page.size() && found.empty(); ++n) {
    if (s.page[n].tag == Tag::Link && lower(s.page.attr(n, "rel")) == "canonical")
      found = s.page.attr(n, "href");
  }
  if (found.empty()) found = s.metas.first({"og:url"});
  if (found.empty()) found = s.linked.url;
  found = resolve_url(s.url, collapsed(found));
  const auto target = parse_url(found);
  const auto own = parse_url(s.url);
  // A canonical address of "/" or of another owner is a template's mistake.
  if (!target || (own && registrable_domain(own->host) != registrable_domain(target->host)))
    found = s.url;
  if (target && own && target->path == "/" && own->path != "/") found = s.url;
  return canonical_url(found);
}

std::string site_of(const Source& s) {
  auto site =
      collapsed(s.metas.first({"og:site_name", "application-name", "apple-mobile-web-app-title"}));
  if (site.empty()) site = s.linked.site;
  if (site.empty()) site = s.host.starts_with("www.") ? s.host.substr(4) : s.host;
  return site;
}

std::string declared_lang_of(const Source& s) {
  const NodeId html = s.page.first(Tag::Html);
  if (html != kNoNode) {
    for (const std::string_view key : {"lang", "xml:lang"}) {
      if (const auto lang = s.page.attr(html, key); !lang.empty()) return std::string(lang);
    }
  }
  const auto meta = s.metas.first({"content-language", "language", "og:locale", "inlanguage",
                                   "dc.language", "dcterms.language"});
  return meta.empty() ? s.linked.lang : std::string(meta);
}

}  // namespace

std::string strip_site(std::string_view title, std::string_view site, std::string_view host) {
  static constexpr std::array<std::string_view, 13> kSeparators = {
      " | ", " - ", " – ", " — ", " · ", " :: ", " » ", "｜", "_", "－", "ㅣ", " • ", " / "};
  const auto folded_site = fold_text(site);
  std::string folded_host;
  for (const char c : fold_text(host)) {
    if (c != '.' && c != '-') folded_host.push_back(c);
  }
  std::string out = collapsed(title);
  for (unsigned round = 0; round < 3; ++round) {
    std::size_t best = std::string::npos;
    std::size_t size = 0;
    for (const auto separator : kSeparators) {
      const auto at = out.rfind(separator);
      if (at != std::string::npos && at > 0 && (best == std::string::npos || at > best)) {
        best = at;
        size = separator.size();
      }
    }
    if (best == std::string::npos) break;
    const auto tail = fold_text(out.substr(best + size));
    std::string letters;
    for (const char c : tail) {
      if (c != ' ' && c != '.' && c != '-') letters.push_back(c);
    }
    const bool is_site =
        !tail.empty() && (folded_site.find(tail) != std::string::npos ||
                          (!folded_site.empty() && tail.find(folded_site) != std::string::npos) ||
                          (letters.size() > 2 && folded_host.find(letters) != std::string::npos));
    // A bar parts a title from its section and site; a dash only where the tail is the site's name.
    const bool bar = out.compare(best, 3, " | ") == 0 || out.compare(best, size, "｜") == 0;
    if (!is_site && !(bar && best > tail.size())) break;
    out.erase(best);
  }
  return out;
}

Metadata read_metadata(const Html& page, std::string_view url, Instant now) {
  const auto parsed = parse_url(url);
  Source s{page,
           Metas(page),
           read_linked_data(page),
           std::string(url),
           parsed ? parsed->host : std::string{},
           now + std::chrono::hours(26),
           false};
  Metadata out;
  out.declared_lang = declared_lang_of(s);
  const auto lang = lower(out.declared_lang);
  s.month_first = lang == "en" || lang == "en-us" || lang == "en_us" || lang.empty();
  for (const std::string_view tld :
       {".uk", ".au", ".in", ".nz", ".ie", ".za", ".sg", ".my", ".hk"}) {
    if (s.host.ends_with(tld)) s.month_first = false;
  }
  out.site = site_of(s);
  out.title = title_of(s, out.site);
  out.authors = authors_of(s);
  for (const auto& name : out.authors) out.byline += (out.byline.empty() ? "" : ", ") + name;
  out.published = published_of(s);
  out.modified = modified_of(s);
  out.canonical_url = canonical_of(s);
  out.description =
      collapsed(s.metas.first({"og:description", "description", "twitter:description"}));
  if (out.description.empty()) out.description = s.linked.description;
  out.article_body = s.linked.article_body;
  out.for_subscribers =
      s.linked.for_subscribers || lower(s.metas.first({"article:content_tier"})) == "locked";
  return out;
}

}  // namespace chokepoint
