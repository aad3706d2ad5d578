#include "models/engine/gold.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "models/core/hash.h"
#include "models/core/input_file.h"
#include "models/core/utf8.h"
#include "models/engine/plain_document.h"

namespace chokepoint {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto it = object.find(key);
  return it == object.end() || !it->is_string() ? "" : it->get<std::string>();
}

std::set<std::string> set_of(const json& object, const char* key) {
  std::set<std::string> out;
  if (const auto it = object.find(key); it != object.end() && it->is_array())
    for (const auto& v : *it)
      if (v.is_string()) out.insert(v.get<std::string>());
  return out;
}

std::optional<std::string> said(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_string()) return std::nullopt;
  return it->get<std::string>();
}

GoldEvent event_of(const json& e) {
  GoldEvent out;
  out.type = text_of(e, "type");
  out.types = set_of(e, "alt_types");
  out.types.insert(out.type);
  out.stage = parse_stage(text_of(e, "stage"));
  out.actor = said(e, "actor");
  out.target = said(e, "target");
  for (const auto& item : set_of(e, "items")) out.items.push_back(item);
  out.date = PartialDate::parse(text_of(e, "date"));
  if (const auto it = e.find("background"); it != e.end() && it->is_boolean())
    out.background = it->get<bool>();
  if (const auto it = e.find("optional"); it != e.end() && it->is_boolean())
    out.optional = it->get<bool>();
  out.evidence = text_of(e, "evidence");
  return out;
}

template <class Use>
Result<void> each_line(const std::string& path, Use use) {
  auto in = open_input(path);
  if (!in) return Error{Error::Kind::Config, in.error().what, path};
  std::string line;
  for (int number = 1; std::getline(*in, line); ++number) {
    if (line.empty()) continue;
    const auto object = json::parse(line, nullptr, false);
    if (object.is_discarded() || !object.is_object())
      return Error{Error::Kind::Malformed, "not a JSON object",
                   path + ":" + std::to_string(number)};
    use(object, line);
  }
  return {};
}

bool in_part(const std::string& id, const std::string& part) {
  if (part.empty()) return true;
  const bool held = std::stoi(sha256_hex(id).substr(0, 2), nullptr, 16) % 5 == 0;
  return held == (part == "held");
}

}  // namespace

Result<Document> read_document_line(const std::string& line) {
  if (auto plain = read_plain_line(line)) return std::move(*plain);
  const auto object = json::parse(line, nullptr, false);
  if (object.is_discarded()) return Error{Error::Kind::Malformed, "not JSON", ""};
  if (!object.is_object()) return Error{Error::Kind::Malformed, "not a JSON object", ""};
  Document d;
  const auto id = object.find("id");
  if (id == object.end() || !(id->is_string() || id->is_number_integer()))
    return Error{Error::Kind::Malformed, "no \"id\"", ""};
  d.id = id->is_string() ? id->get<std::string>() : id->dump();
  for (const auto* key : {"title", "text", "url", "lang", "published"})
    if (const auto it = object.find(key); it != object.end() && !it->is_null() && !it->is_string())
      return Error{Error::Kind::Malformed, "\"" + std::string{key} + "\" must be a string", ""};
  if (!object.contains("title") && !object.contains("text"))
    return Error{Error::Kind::Malformed, "neither \"title\" nor \"text\"", ""};
  d.title = text_of(object, "title");
  d.text = text_of(object, "text");
  d.url = text_of(object, "url");
  d.lang = text_of(object, "lang");
  const auto published = text_of(object, "published");
  d.published = parse_day(published);
  if (!d.published && !published.empty())
    return Error{Error::Kind::Malformed, "'published' is not a date: " + published, ""};
  d.published_at = parse_rfc3339(published);
  return d;
}

bool same_parties(const GoldEvent& gold, const std::string& type, const std::string& actor,
                  const std::string& target) {
  const auto agree = [](const std::optional<std::string>& want, const std::string& got) {
    return !want || *want == got || (*want == "*" && got.empty());
  };
  if (agree(gold.actor, actor) && agree(gold.target, target)) return true;
  return type == "trade_truce" && gold.type == type && agree(gold.actor, target) &&
         agree(gold.target, actor);
}

bool shares_item(const GoldEvent& gold, const Mention& told) {
  return std::any_of(gold.items.begin(), gold.items.end(), [&](const auto& item) {
    return std::find(told.items.begin(), told.items.end(), item) != told.items.end();
  });
}

namespace {

// In how many fields two that tell the same move of the same parties agree.
int agreement(const GoldEvent& gold, const Mention& told) {
  const bool date = gold.date && told.date && same_date(*gold.date, *told.date);
  return (told.type == gold.type) + date + (gold.stage == told.stage) + shares_item(gold, told) -
         2 * gold.optional;
}

}  // namespace

std::vector<std::optional<std::size_t>> match_events(const std::vector<GoldEvent>& events,
                                                     const std::vector<Mention>& told) {
  struct Pair {
    int disagreement;
    std::size_t event, mention;
    auto operator<=>(const Pair&) const = default;
  };
  std::vector<Pair> pairs;
  for (std::size_t e = 0; e < events.size(); ++e)
    for (std::size_t m = 0; m < told.size(); ++m)
      if (events[e].types.contains(told[m].type) &&
          same_parties(events[e], told[m].type, told[m].actor, told[m].target))
        pairs.push_back({-agreement(events[e], told[m]), e, m});
  std::sort(pairs.begin(), pairs.end());
  std::vector<bool> used(events.size());
  std::vector<std::optional<std::size_t>> out(told.size());
  for (const auto& pair : pairs) {
    if (used[pair.event] || out[pair.mention]) continue;
    used[pair.event] = true;
    out[pair.mention] = pair.event;
  }
  return out;
}

Result<std::vector<GoldArticle>> load_gold(const std::string& articles_path,
                                           const std::string& gold_path, const std::string& part) {
  std::map<std::string, json> labels;
  const auto labelled = each_line(
      gold_path, [&](const json& g, const std::string&) { labels[text_of(g, "id")] = g; });
  if (!labelled) return labelled.error();
  std::vector<GoldArticle> out;
  const auto read = each_line(articles_path, [&](const json&, const std::string& line) {
    auto document = read_document_line(line);
    if (!document || !in_part(document->id, part)) return;
    const auto it = labels.find(document->id);
    if (it == labels.end()) return;
    GoldArticle a;
    a.document = std::move(*document);
    if (a.document.lang.empty()) a.document.lang = text_of(it->second, "lang");
    if (const auto events = it->second.find("events"); events != it->second.end())
      for (const auto& e : *events) a.events.push_back(event_of(e));
    a.names_labelled = it->second.contains("ministries");
    a.agencies = set_of(it->second, "ministries");
    a.items = set_of(it->second, "items");
    a.unlabelled = set_of(it->second, "unlabelled");
    out.push_back(std::move(a));
  });
  if (!read) return read.error();
  return out;
}

bool same_date(const PartialDate& gold, const PartialDate& got) {
  const auto g = gold.string(), p = got.string();
  return p.starts_with(g) || (g.starts_with(p) && p.size() >= 7);
}

}  // namespace chokepoint
