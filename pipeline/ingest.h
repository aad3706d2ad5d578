// The outside world in, written once: poll the feeds that are due, note their new entries, fetch
// the pages, put the articles into the inbox, and from there code, link and store them. Every step
// ends in one transaction and can be repeated: a run that was killed and started again leaves the
// same store as one that was not.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/http.h"
#include "models/core/feed.h"
#include "models/core/result.h"
#include "models/core/time.h"
#include "pipeline/config.h"
#include "pipeline/process.h"

namespace chokepoint {

struct IngestReport {
  int feeds = 0, unchanged = 0, failed_feeds = 0;
  int entries = 0;  // new or changed
  int pages = 0, failed_pages = 0, stubs = 0;
  Processed processed;
  int bad_lines = 0;  // of --jsonl
};

// What somebody at a terminal, or a log, may want to follow.
class IngestListener {
 public:
  IngestListener() = default;
  IngestListener(const IngestListener&) = delete;
  IngestListener& operator=(const IngestListener&) = delete;
  virtual ~IngestListener() = default;

  enum class Phase { Feeds, Pages, Coding };
  virtual void progress(Phase /*phase*/, std::size_t /*done*/, std::size_t /*of*/) {}
  virtual void feed_read(const FeedSource& /*feed*/, std::size_t /*new_entries*/) {}
  // `health` tells broken, blocked and gone apart.
  virtual void feed_failed(const FeedSource& /*feed*/, Health /*health*/, const Error& /*error*/) {}
  virtual void feed_moved(const FeedSource& /*feed*/, const std::string& /*to*/) {}
  virtual void page_failed(const FeedSource& /*feed*/, const Error& /*error*/) {}
  virtual void line_failed(const Error& /*error*/) {}
  // Very many articles came out of order: --as-of is coarse from then on.
  virtual void history_left(Day /*since*/) {}
};

struct IngestParts {
  Database& db;
  const Model& model;
  Fetcher& fetcher;
  const Config& config;
  Clock clock;
  TransitionHook hook;
  IngestListener& listener;
  bool poll_all = false;  // also feeds that are not due
};

IngestReport ingest(const IngestParts& parts);

// Documents already extracted, one JSON object a line: the contract's fields, and outlet, tier,
// first_seen.
IngestReport ingest_lines(const IngestParts& parts, std::istream& lines, const std::string& name);
// One such line.
Result<Document> read_document_line(std::string_view line);

// The steps of ingest(), in their order.
void poll_feeds(const IngestParts& parts, IngestReport& report);
void fetch_pages(const IngestParts& parts, IngestReport& report);
void code_inbox(const IngestParts& parts, IngestReport& report);

}  // namespace chokepoint
