#include "pipeline/ingest.h"

#include <istream>

#include <nlohmann/json.hpp>

#include "models/core/hash.h"
#include "pipeline/history.h"
#include "pipeline/link_knowledge.h"
#include "storage/database.h"
#include "storage/feeds_store.h"
#include "storage/hindsight.h"

namespace chokepoint {
namespace {

constexpr std::size_t kBatch = 200;
// What a batch touches is linked anew once: many lines at a time cost little more than few.
constexpr std::size_t kLines = 5000;

void add(Processed& sum, const Processed& one) {
  sum.added += one.added;
  sum.changed += one.changed;
  sum.mentions += one.mentions;
  sum.transitions += one.transitions;
}

using Json = nlohmann::json;

std::string text_field(const Json& line, const char* key) {
  const auto found = line.find(key);
  return found != line.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Error bad_line(std::string what) {
  return {Error::Kind::Malformed, std::move(what), ""};
}

// What has another type than it should would be left out in silence: all such fields, in one line.
Result<void> check_types(const Json& line) {
  std::string wrong;
  for (const auto* key : {"id", "url", "title", "text", "lang", "outlet", "country", "tier",
                          "published", "first_seen"}) {
    const auto found = line.find(key);
    if (found == line.end() || found->is_null() || found->is_string()) continue;
    wrong += (wrong.empty() ? "'" : ", '") + std::string(key) + "' must be a string, not " +
             (found->is_array()     ? "a list"
              : found->is_object()  ? "an object"
              : found->is_boolean() ? "true or false"
                                    : "a number");
  }
  if (!wrong.empty()) return bad_line(wrong);
  return {};
}

Result<void> read_times(const Json& line, Document& d) {
  if (const auto text = text_field(line, "published"); !text.empty()) {
    d.published = parse_day(text);
    if (!d.published) return bad_line("'published' is not a date: " + text);
    if (text.size() > 10) d.published_at = parse_rfc3339(text);
  }
  if (const auto text = text_field(line, "first_seen"); !text.empty()) {
    d.first_seen = parse_rfc3339(text);
    if (!d.first_seen) return bad_line("'first_seen' is not an RFC 3339 time: " + text);
  }
  return {};
}

void end_run(const IngestParts& parts) {
  const auto since = stale_since(parts.db);
  if (since && !retell_history(parts.db, link_knowledge(parts.model), kRetoldAtOnce))
    parts.listener.history_left(std::chrono::floor<std::chrono::days>(*since));
}

}  // namespace

IngestReport ingest(const IngestParts& parts) {
  IngestReport report;
  poll_feeds(parts, report);
  fetch_pages(parts, report);
  code_inbox(parts, report);
  end_run(parts);
  return report;
}

void code_inbox(const IngestParts& parts, IngestReport& report) {
  std::size_t done = 0;
  for (;;) {
    const auto batch = read_inbox(parts.db, kBatch);
    if (batch.empty()) return;
    Transaction transaction(parts.db);
    add(report.processed,
        process_documents(parts.db, parts.model, batch, parts.clock(), parts.hook));
    take_from_inbox(parts.db, batch);
    transaction.commit();
    done += batch.size();
    parts.listener.progress(IngestListener::Phase::Coding, done, done);
  }
}

Result<Document> read_document_line(std::string_view text) {
  const auto line = Json::parse(text, nullptr, false);
  if (!line.is_object()) return bad_line("not a JSON object");
  if (auto types = check_types(line); !types) return types.error();
  Document d;
  d.id = text_field(line, "id");
  if (d.id.empty()) return bad_line("has no \"id\" string");
  d.url = text_field(line, "url");
  d.title = text_field(line, "title");
  d.text = text_field(line, "text");
  if (d.title.empty() && d.text.empty()) return bad_line("has neither \"title\" nor \"text\"");
  d.lang = text_field(line, "lang");
  d.outlet = text_field(line, "outlet");
  d.country = text_field(line, "country");
  if (const auto tier = text_field(line, "tier"); !tier.empty()) {
    const auto known = parse_tier(tier);
    if (!known) return bad_line("'tier' must be official, wire, press or aggregator");
    d.tier = *known;
  }
  if (auto times = read_times(line, d); !times) return times.error();
  return d;
}

IngestReport ingest_lines(const IngestParts& parts, std::istream& lines, const std::string& name) {
  IngestReport report;
  std::vector<Document> batch;
  std::size_t done = 0;
  const auto flush = [&] {
    add(report.processed,
        process_documents(parts.db, parts.model, batch, parts.clock(), parts.hook));
    done += batch.size();
    batch.clear();
    parts.listener.progress(IngestListener::Phase::Coding, done, done);
  };
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto document = read_document_line(line);
    if (!document) {
      ++report.bad_lines;
      parts.listener.line_failed(
          {document.error().kind, document.error().what, name + ":" + std::to_string(number)});
      continue;
    }
    batch.push_back(*std::move(document));
    if (batch.size() == kLines) flush();
  }
  if (!batch.empty()) flush();
  end_run(parts);
  return report;
}

}  // namespace chokepoint
