// STIX 2.1: a report for each event; the governments as identities; the articles as external
// references; what has no place in a report in a property extension of our own.
#include <map>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "models/core/uuid.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/uri.h"

namespace chokepoint::cli {
namespace {

using nlohmann::ordered_json;

// The producer and the governments never change, so neither do their times.
constexpr const char* kBegan = "2026-01-01T00:00:00.000Z";
// When the words of extension() were last changed.
constexpr const char* kExtensionModified = "2026-11-23T00:00:00.000Z";

std::string id(const std::string& kind, const std::string& name) {
  return kind + "--" + uuid_of(kChokepointSpace, "stix " + kind + " " + name);
}

std::string stamp(const std::optional<Instant>& t) {
  auto s = format_rfc3339(t.value_or(Instant{}));
  s.insert(s.size() - 1, ".000");
  return s;
}

ordered_json object(const std::string& kind, const std::string& name, const std::string& created,
                    const std::string& modified) {
  ordered_json out{{"type", kind},
                   {"spec_version", "2.1"},
                   {"id", id(kind, name)},
                   {"created", created},
                   {"modified", modified}};
  if (name != "Chokepoint") out["created_by_ref"] = id("identity", "Chokepoint");
  return out;
}

ordered_json producer() {
  auto out = object("identity", "Chokepoint", kBegan, kBegan);
  out["name"] = "Chokepoint";
  out["identity_class"] = "system";
  return out;
}

ordered_json extension() {
  auto out = object("extension-definition", "trade control", kBegan, kExtensionModified);
  out["name"] = "Trade-control event";
  out["description"] =
      "type, stage, actor, target, items, date, effective, expires, document, severity and origins "
      "of a government's trade-control move";
  out["schema"] =
      "Each property is left out where it is not known. type, stage, actor, target, document: "
      "text. "
      "agencies, items: lists of text. date, effective, expires: a year, a month or a day, as "
      "2026, "
      "2026-02 or 2026-02-01. severity: a number, 0 to 10. origins: how many independent texts "
      "tell "
      "it. background: whether it is told as history alone. responds_to: the event it answers.";
  out["version"] = "1.0.1";
  out["extension_types"] = {"property-extension"};
  return out;
}

ordered_json government(const std::string& code) {
  auto out = object("identity", "government " + code, kBegan, kBegan);
  out["name"] = code == "*" ? "all countries" : "Government of " + code;
  out["identity_class"] = code == "*" ? "class" : "organization";
  if (code != "*") out["sectors"] = {"government-national"};
  return out;
}

ordered_json details(const Event& e) {
  auto out = to_json(e);
  for (const char* key : {"id", "documents", "transitions", "first_seen", "last_seen"})
    out.erase(key);
  // The standard has neither null nor empty lists: what is not known is left out.
  for (auto i = out.begin(); i != out.end();)
    i = i->is_null() || (i->is_array() && i->empty()) ? out.erase(i) : std::next(i);
  out["extension_type"] = "property-extension";
  return out;
}

// The names "cve" and "capec" and the numbers that go with them are the standard's own.
ordered_json reference(const ListedArticle& a) {
  const bool taken_name = a.outlet == "cve" || a.outlet == "capec";
  const bool taken_id = a.id.starts_with("CVE-") || a.id.starts_with("CAPEC-");
  ordered_json out{{"source_name", a.outlet.empty() ? "article"
                                   : taken_name     ? "outlet " + a.outlet
                                                    : harmless(a.outlet)}};
  if (!a.title.empty()) out["description"] = harmless(a.title);
  if (auto uri = strict_uri(a.url); !uri.empty()) out["url"] = std::move(uri);
  out["external_id"] = taken_id ? "article " + a.id : a.id;
  return out;
}

ordered_json report(const PublishedEvent& published, const std::vector<std::string>& parties) {
  const Event& e = published.event;
  auto out = object("report", e.id, stamp(e.first_seen), stamp(e.last_seen));
  out["name"] = headline(e);
  out["description"] = std::to_string(published.articles.size()) + " articles, " +
                       std::to_string(e.origins) + " independent";
  out["report_types"] = {"trade-control"};
  out["published"] = stamp(e.first_seen);
  out["labels"] = {e.type, std::string(name_of(e.stage))};
  out["object_refs"] = parties;
  auto references = ordered_json::array();
  references.push_back({{"source_name", "chokepoint"}, {"external_id", e.id}});
  for (const auto& a : published.articles) references.push_back(reference(a));
  out["external_references"] = std::move(references);
  out["extensions"] = {{id("extension-definition", "trade control"), details(e)}};
  return out;
}

}  // namespace

void publish_stix(std::ostream& out, std::span<const PublishedEvent> events) {
  std::map<std::string, ordered_json> governments;
  auto reports = ordered_json::array();
  std::string all;
  for (const auto& e : events) {
    std::vector<std::string> parties;
    for (const auto& code : {e.event.actor, e.event.target}) {
      if (code.empty()) continue;
      governments.emplace(code, government(code));
      if (const auto ref = id("identity", "government " + code);
          parties.empty() || parties.front() != ref)
        parties.push_back(ref);
    }
    if (parties.empty()) parties.push_back(id("identity", "Chokepoint"));
    reports.push_back(report(e, parties));
    all += e.event.id + " ";
  }
  auto objects = ordered_json::array({producer(), extension()});
  for (auto& [code, object] : governments) objects.push_back(std::move(object));
  for (auto& r : reports) objects.push_back(std::move(r));
  out << json_line({{"type", "bundle"}, {"id", id("bundle", all)}, {"objects", objects}}) << '\n';
}

}  // namespace chokepoint::cli
