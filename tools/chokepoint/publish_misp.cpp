// MISP core format: one Event for each of ours, in the envelope MISP imports and exports.
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "models/core/uuid.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/uri.h"

namespace chokepoint::cli {
namespace {

using nlohmann::ordered_json;

std::string seconds(const std::optional<Instant>& t) {
  return std::to_string(t.value_or(Instant{}).time_since_epoch().count());
}

// 1 high, 2 medium, 3 low, 4 undefined.
std::string threat_level(const Event& e) {
  if (e.background) return "4";
  return e.severity >= 7 ? "1" : e.severity >= 4 ? "2" : "3";
}

class Attributes {
 public:
  explicit Attributes(const Event& e) : event_(e), all_(ordered_json::array()) {}

  // MISP takes a value of one type in once an event and refuses it the second time, so what is
  // said twice (a move dated the day it takes effect) is one attribute with both comments.
  void add(const char* category, const char* type, const std::string& text,
           const std::string& comment) {
    const auto value = harmless(text);
    if (value.empty()) return;
    for (auto& said : all_)
      if (said["category"] == category && said["type"] == type && said["value"] == value) {
        said["comment"] = said["comment"].get<std::string>() + "; " + harmless(comment);
        return;
      }
    all_.push_back({{"uuid", uuid_of(kChokepointSpace, "misp " + event_.id + " " + type + " " +
                                                           comment + " " + text)},
                    {"type", type},
                    {"category", category},
                    {"to_ids", false},
                    {"distribution", "5"},
                    {"timestamp", seconds(event_.last_seen)},
                    {"comment", harmless(comment)},
                    {"value", value}});
  }
  ordered_json take() { return std::move(all_); }

 private:
  const Event& event_;
  ordered_json all_;
};

ordered_json attributes(const PublishedEvent& published) {
  const Event& e = published.event;
  Attributes out(e);
  const auto text = [&](const char* what, const std::string& value) {
    out.add("Other", "text", value, what);
  };
  const auto date = [&](const char* what, const std::optional<PartialDate>& d) {
    if (d) text(what, d->string());
  };
  text("event", e.id);
  text("type", e.type);
  text("stage", std::string(name_of(e.stage)));
  text("actor", e.actor);
  text("target", e.target);
  for (const auto& item : e.items) text("item", item);
  for (const auto& agency : e.agencies) text("agency", agency);
  date("date", e.date);
  date("effective", e.effective);
  date("expires", e.expires);
  text("document", e.document);
  text("answers event", e.responds_to);
  for (const auto& a : published.articles) {
    // A link that is no URI is refused.
    if (const auto uri = strict_uri(a.url); !uri.empty())
      out.add("External analysis", "link", uri, a.outlet + ": " + a.title);
    else
      out.add("External analysis", "text", a.title.empty() ? a.id : a.title, a.outlet);
  }
  return out.take();
}

ordered_json event(const PublishedEvent& published) {
  const Event& e = published.event;
  ordered_json out{
      {"uuid", uuid_of(kChokepointSpace, "misp event " + e.id)},
      {"info", headline(e)},
      {"date", format_day(e.date ? e.date->first_day()
                                 : std::chrono::floor<std::chrono::days>(
                                       e.first_seen.value_or(Instant{})))},
      {"threat_level_id", threat_level(e)},
      {"analysis", "2"},
      {"distribution", "0"},
      {"published", false},
      {"timestamp", seconds(e.last_seen)},
      {"Orgc", {{"name", "Chokepoint"}, {"uuid", uuid_of(kChokepointSpace, "misp organisation")}}},
  };
  out["Attribute"] = attributes(published);
  auto tags = ordered_json::array();
  tags.push_back({{"name", "trade-control:type=\"" + e.type + "\""}});
  tags.push_back({{"name", "trade-control:stage=\"" + std::string(name_of(e.stage)) + "\""}});
  out["Tag"] = std::move(tags);
  return {{"Event", std::move(out)}};
}

}  // namespace

void publish_misp(std::ostream& out, std::span<const PublishedEvent> events) {
  auto all = ordered_json::array();
  for (const auto& e : events) all.push_back(event(e));
  out << json_line({{"response", std::move(all)}}) << '\n';
}

}  // namespace chokepoint::cli
