#include <nlohmann/json.hpp>

#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/sheet.h"

namespace chokepoint::cli {
namespace {

std::string joined_cell(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + w;
  return out;
}

std::string written(const std::optional<PartialDate>& date) {
  return date ? date->string() : std::string();
}

std::vector<std::string> notes_on(const Event& e, bool dismissed) {
  std::vector<std::string> out;
  if (dismissed) out.emplace_back("dismissed");
  if (e.background) out.emplace_back("background");
  return out;
}

}  // namespace

void write_event_sheet(std::ostream& out, std::span<const Event> events, std::string_view format,
                       const std::set<std::string>& dismissed) {
  const bool eyes = format == "table" || format == "markdown";
  Sheet sheet(eyes ? std::vector<std::string>{"event", "date", "type", "stage", "actor", "target",
                                              "sev", "docs", "items", "notes"}
                   : std::vector<std::string>{"event", "date", "type", "stage", "actor", "target",
                                              "severity", "items", "agencies", "effective",
                                              "expires", "document", "responds_to", "first_seen",
                                              "last_seen", "origins", "articles", "background"});
  for (const auto& e : events) {
    std::vector<nlohmann::ordered_json> row{
        e.id,           known(written(e.date)), e.type,    name_of(e.stage),
        known(e.actor), known(e.target),        e.severity};
    if (eyes)
      row.insert(row.end(), {e.documents.size(), joined_cell(e.items),
                             joined_cell(notes_on(e, dismissed.contains(e.id)))});
    else
      row.insert(row.end(),
                 {joined_cell(e.items), joined_cell(e.agencies), known(written(e.effective)),
                  known(written(e.expires)), known(e.document), known(e.responds_to),
                  known(e.first_seen ? format_rfc3339(*e.first_seen) : ""),
                  known(e.last_seen ? format_rfc3339(*e.last_seen) : ""), e.origins,
                  e.documents.size(), e.background});
    sheet.add(std::move(row));
  }
  sheet.write(out, format);
}

}  // namespace chokepoint::cli
