#include "feeds/metadata.h"

#include "feeds/metadata_source.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

std::string canonical_of(const MetadataSource& s) {
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

std::string declared_lang_of(const MetadataSource& s) {
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

Metadata read_metadata(const Html& page, std::string_view url, Instant now) {
  const auto parsed = parse_url(url);
  MetadataSource s{page,
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
  if (!out.published) out.published = out.modified;  // it was there by then
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
