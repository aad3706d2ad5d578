// Who wrote a page: people where it names them, else what stands in their place.
#include <algorithm>

#include "feeds/metadata_source.h"
#include "models/core/fold.h"

namespace chokepoint {
namespace {

using Source = MetadataSource;

std::string cleaned_name(std::string name) {
  name = collapsed(name);
  for (const std::string_view start :
       {"By ", "by ",   "BY ",   "Von ",    "von ",       "VON ",        "Por ",   "Par ",
        "Di ", "Door ", "Av ",   "Autor: ", "Author: ",   "Written by ", "Text: ", "От ",
        "文/", "文／",  "記者 ", "作者：",  "责任编辑：", "By: ",        "and "}) {
    if (name.starts_with(start)) name.erase(0, start.size());
  }
  // "Elena Oberholzer (obe)", "Madeleine Howell 30 August 2023": what follows the name.
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (name[i] != '(' && !(name[i] >= '0' && name[i] <= '9')) continue;
    if (name[i - 1] == ' ') name.erase(i - 1);
    break;
  }
  for (const std::string_view end : {" 기자", " 특파원", " 記者", " 记者"}) {
    if (name.ends_with(end)) name.erase(name.size() - end.size());
  }
  while (!name.empty() &&
         (name.back() == ',' || name.back() == ' ' || name.back() == '|' || name.back() == ';'))
    name.pop_back();
  return name;
}

void add_author(std::vector<std::string>& out, std::string name) {
  name = cleaned_name(std::move(name));
  const bool digit_first = !name.empty() && name[0] >= '0' && name[0] <= '9';
  const bool address = name.find("://") != std::string::npos || name.starts_with("www.") ||
                       (name.find('@') != std::string::npos && name.find(' ') == std::string::npos);
  if (name.empty() || name.size() > 100 || digit_first || address) return;
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

// Words of class names, as "c-article__byline author-name" has them.
bool names_an_author(std::string_view names) {
  const auto s = lower(names);
  if (s.find("author") != std::string::npos || s.find("byline") != std::string::npos) return true;
  for (std::size_t from = 0; from < s.size();) {
    const auto end = std::min(s.find_first_of(" -_", from), s.size());
    if (one_of(std::string_view(s).substr(from, end - from),
               {"autor", "autores", "auteur", "autore", "firma", "signature", "journalist",
                "writer", "reporter", "verfasser", "redactor"}))
      return true;
    from = end + 1;
  }
  return false;
}

// Whether these name people rather than the outlet itself.
bool are_people(const Source& s, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const auto folded = fold_text(name);
    return folded != fold_text(site_of(s)) && folded != fold_text(s.linked.site);
  });
}

}  // namespace

std::vector<std::string> authors_of(const MetadataSource& s) {
  std::vector<std::string> out;
  for (const auto& name : s.linked.authors) add_names(out, name);
  if (are_people(s, out)) return out;
  for (const auto name :
       s.metas.all({"author", "article:author", "parsely-author", "dc.creator", "sailthru.author",
                    "byl", "cxenseparse:author", "dcterms.creator", "article:author_name",
                    "citation_author", "og:article:author"}))
    add_names(out, name);
  if (are_people(s, out)) return out;
  // The outlet's own name may do, unless the page marks somebody by the book.
  const auto outlet = std::exchange(out, {});
  for (NodeId n = 0; n < s.page.size() && out.size() < 6; ++n) {
    const auto& node = s.page[n];
    if (node.tag == Tag::Text || node.tag == Tag::Meta || node.end - n > 30) continue;
    const bool prop = s.page.attr(n, "itemprop") == "author" || s.page.attr(n, "rel") == "author";
    if (!prop && (!outlet.empty() || !names_an_author(s.page.attr(n, "class")))) continue;
    if (s.page.inside(n, Tag::Footer) || s.page.inside(n, Tag::Aside)) continue;
    const auto text = s.page.text(n);
    if (text.size() < 3 || text.size() > 80) continue;
    add_names(out, text);
    n = node.end - 1;
  }
  return out.empty() ? outlet : out;
}

}  // namespace chokepoint
