// JSON-LD as news sites write it: one object or many, @graph, references by @id, raw line breaks
// inside strings.
#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "feeds/metadata.h"

namespace chokepoint {
namespace {

using nlohmann::json;

// How sure an object of this @type is the page's article; 0: it is not.
int rank_of_type(std::string_view type) {
  if (const auto slash = type.rfind('/'); slash != std::string_view::npos)
    type.remove_prefix(slash + 1);
  static constexpr std::array<std::string_view, 14> kArticles = {"NewsArticle",
                                                                 "Article",
                                                                 "ReportageNewsArticle",
                                                                 "AnalysisNewsArticle",
                                                                 "OpinionNewsArticle",
                                                                 "BackgroundNewsArticle",
                                                                 "BlogPosting",
                                                                 "LiveBlogPosting",
                                                                 "AdvertiserContentArticle",
                                                                 "ReviewNewsArticle",
                                                                 "TechArticle",
                                                                 "Report",
                                                                 "SocialMediaPosting",
                                                                 "ScholarlyArticle"};
  if (std::find(kArticles.begin(), kArticles.end(), type) != kArticles.end()) return 3;
  if (type == "WebPage" || type == "VideoObject" || type == "DiscussionForumPosting" ||
      type == "Review")
    return 1;
  return 0;
}

int rank_of(const json& object) {
  const auto type = object.find("@type");
  if (type == object.end()) return 0;
  if (type->is_string()) return rank_of_type(type->get_ref<const std::string&>());
  int best = 0;
  if (type->is_array()) {
    for (const auto& t : *type) {
      if (t.is_string()) best = std::max(best, rank_of_type(t.get_ref<const std::string&>()));
    }
  }
  return best;
}

// All objects of all scripts, and a way to follow "@id".
struct Graph {
  std::vector<json> roots;
  std::vector<const json*> objects;
  std::map<std::string, const json*, std::less<>> by_id;

  void collect(const json& value, int depth) {
    if (depth > 12) return;
    if (value.is_object()) {
      objects.push_back(&value);
      if (const auto id = value.find("@id");
          id != value.end() && id->is_string() && value.size() > 1)
        by_id.emplace(id->get<std::string>(), &value);
    }
    if (value.is_structured()) {
      for (const auto& child : value) collect(child, depth + 1);
    }
  }
  const json& follow(const json& value) const {
    if (!value.is_object() || value.size() > 2) return value;
    const auto id = value.find("@id");
    if (id == value.end() || !id->is_string()) return value;
    const auto it = by_id.find(id->get_ref<const std::string&>());
    return it == by_id.end() ? value : *it->second;
  }
};

std::string decoded(std::string_view raw) {
  std::string out;
  if (raw.find('&') == std::string_view::npos && raw.find('<') == std::string_view::npos) {
    append_collapsed(out, raw);
    return out;
  }
  const auto page = Html::parse(raw);
  if (!page) return std::string(raw);
  auto text = page->text(0);
  // Escaped twice, as some systems do.
  if (text.find("&") == std::string::npos || text.find(';') == std::string::npos) return text;
  const auto again = Html::parse(text);
  return again ? again->text(0) : text;
}

std::string string_at(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end()) return {};
  const json* value = &*it;
  if (value->is_array() && !value->empty()) value = &value->front();
  if (value->is_object()) {
    const auto inner = value->find("@value");
    if (inner == value->end()) return {};
    value = &*inner;
  }
  if (value->is_string()) return value->get<std::string>();
  return value->is_number_integer() ? value->dump() : std::string{};
}

void add_names(const Graph& graph, const json& value, std::vector<std::string>& out, int depth) {
  if (depth > 4) return;
  if (value.is_string()) {
    auto name = decoded(value.get_ref<const std::string&>());
    if (!name.empty() && name.find("://") == std::string::npos) out.push_back(std::move(name));
  } else if (value.is_array()) {
    for (const auto& v : value) add_names(graph, v, out, depth + 1);
  } else if (value.is_object()) {
    const auto& object = graph.follow(value);
    if (const auto name = object.find("name"); name != object.end())
      add_names(graph, *name, out, depth + 1);
  }
}

// Line breaks of an articleBody are its paragraphs.
std::string body_of(const std::string& raw) {
  if (raw.find('<') != std::string::npos && raw.find("</") != std::string::npos)
    return decoded(raw);
  std::string out;
  for (std::size_t pos = 0; pos <= raw.size();) {
    const auto end = std::min(raw.find('\n', pos), raw.size());
    const auto line = decoded(std::string_view(raw).substr(pos, end - pos));
    if (!line.empty()) {
      if (!out.empty()) out.push_back('\n');
      out += line;
    }
    pos = end + 1;
  }
  return out;
}

// Sites put raw control characters into strings, which JSON forbids.
std::string cleaned(std::string raw) {
  for (char& c : raw) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return raw;
}

bool is_false(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end()) return false;
  if (it->is_boolean()) return !it->get<bool>();
  return it->is_string() && (*it == "False" || *it == "false");
}

void fill_from_graph(const Graph& graph, const json& object, LinkedData& out) {
  const auto take = [&object](std::string& field, std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
      if (field.empty()) field = string_at(object, key);
    }
  };
  if (out.headline.empty()) out.headline = decoded(string_at(object, "headline"));
  if (out.headline.empty()) out.headline = decoded(string_at(object, "name"));
  if (out.description.empty()) out.description = decoded(string_at(object, "description"));
  if (out.article_body.empty()) out.article_body = body_of(string_at(object, "articleBody"));
  take(out.published, {"datePublished", "dateCreated", "uploadDate"});
  take(out.modified, {"dateModified", "dateUpdated"});
  take(out.lang, {"inLanguage"});
  take(out.url, {"url"});
  if (out.url.empty()) {
    if (const auto main = object.find("mainEntityOfPage"); main != object.end()) {
      out.url = main->is_string()   ? main->get<std::string>()
                : main->is_object() ? string_at(*main, "@id")
                                    : "";
    }
  }
  if (out.authors.empty()) {
    for (const char* key : {"author", "creator"}) {
      if (const auto it = object.find(key); it != object.end() && out.authors.empty())
        add_names(graph, *it, out.authors, 0);
    }
  }
  if (const auto it = object.find("publisher"); it != object.end() && out.site.empty()) {
    std::vector<std::string> names;
    add_names(graph, *it, names, 0);
    if (!names.empty()) out.site = names.front();
  }
  out.for_subscribers = out.for_subscribers || is_false(object, "isAccessibleForFree");
}

}  // namespace

LinkedData read_linked_data(const Html& page) {
  Graph graph;
  for (NodeId n = 0; n < page.size(); ++n) {
    if (page[n].tag != Tag::Script ||
        page.attr(n, "type").find("ld+json") == std::string_view::npos)
      continue;
    auto raw = cleaned(page.raw_text(n));
    const auto start = raw.find_first_of("{[");
    const auto end = raw.find_last_of("}]");
    if (start == std::string::npos || end == std::string::npos || end < start) continue;
    raw = raw.substr(start, end - start + 1);
    auto value = json::parse(raw, nullptr, false, true);
    if (value.is_discarded()) continue;
    graph.roots.push_back(std::move(value));
  }
  for (const auto& root : graph.roots) graph.collect(root, 0);
  LinkedData out;
  for (int rank = 3; rank > 0; --rank) {
    // Of several articles (lists of teasers), the first that carries a date or a text.
    for (const auto* object : graph.objects) {
      if (rank_of(*object) != rank) continue;
      if (rank == 3 && !object->contains("datePublished") && !object->contains("articleBody") &&
          graph.objects.size() > 8)
        continue;
      if (!object->contains("headline") && !object->contains("datePublished") &&
          !object->contains("name"))
        continue;
      LinkedData found;
      fill_from_graph(graph, *object, found);
      if (rank == 3) return found;
      if (out.published.empty()) out = std::move(found);
      break;
    }
  }
  return out;
}

}  // namespace chokepoint
