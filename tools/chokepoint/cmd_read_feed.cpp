// chokepoint read-feed FILE|URL [--content-type T] [--base URL] | --jsonl FILE: a feed as one JSON
// object.
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/feed.h"
#include "models/core/json.h"
#include "tools/chokepoint/batch.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/fetch_option.h"
#include "tools/chokepoint/input_file.h"

namespace chokepoint::cli {
namespace {

struct ReadFeedOptions {
  std::string feed, content_type, base, jsonl;
};

Result<nlohmann::ordered_json> read_copy(const std::string& bytes, const std::string& content_type,
                                         const std::string& base, const std::string& where) {
  FeedInput input{bytes, content_type, base};
  input.plain_titles = false;  // scripts get what the publisher wrote
  const auto feed = read_feed(input);
  if (!feed) return Error{feed.error().kind, feed.error().what, where};
  return to_json(*feed);
}

Result<nlohmann::ordered_json> read_file(const std::string& path, const std::string& content_type,
                                         const std::string& base) {
  const auto bytes = read_bytes(path);
  if (!bytes) return bytes.error();
  return read_copy(*bytes, content_type, base, path);
}

Result<nlohmann::ordered_json> read_url(const ReadFeedOptions& options, const FetchOption& web) {
  const auto response = web.get(options.feed);
  if (!response) return response.error();
  const auto& type = options.content_type.empty() ? response->content_type : options.content_type;
  const auto& base = options.base.empty() ? response->final_url : options.base;
  return read_copy(response->body, type, base, loggable_url(options.feed));
}

int run_one(const ReadFeedOptions& options, const FetchOption& web) {
  const auto out = FetchOption::is_url(options.feed)
                       ? read_url(options, web)
                       : read_file(options.feed, options.content_type, options.base);
  if (!out) {
    std::fprintf(stderr, "chokepoint: %s\n", out.error().line().c_str());
    return is_folder(options.feed) ? kUsage : kPartly;
  }
  std::puts(json_line(*out).c_str());
  return kOk;
}

int run_lines(const ReadFeedOptions& options) {
  return run_batch(options.jsonl, [](const nlohmann::json& line) -> Result<nlohmann::ordered_json> {
    const auto text = [&](const char* key) {
      const auto found = line.find(key);
      return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (text("file").empty()) return Error{Error::Kind::Malformed, "no \"file\"", ""};
    const auto base = text("base_url");
    return read_file(text("file"), text("content_type"), base.empty() ? text("url") : base);
  });
}

}  // namespace

void add_read_feed(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ReadFeedOptions>();
  auto* sub = app.add_subcommand("read-feed", "Read a feed or a sitemap of any format");
  auto* feed = sub->add_option("feed", options->feed, "Feed file, or the address of a feed");
  sub->add_option("--content-type", options->content_type, "Content-Type header it came with");
  sub->add_option("--base", options->base, "Address it came from, for relative links");
  const FetchOption web(*sub, globals);
  sub->add_option("--jsonl", options->jsonl,
                  "Batch: lines of {\"id\",\"file\",\"base_url\"?,\"content_type\"?}")
      ->excludes(feed);
  sub->callback([options, web, &globals] {
    if (options->feed.empty() && options->jsonl.empty())
      throw CLI::RequiredError("FILE or --jsonl");
    globals.status = options->jsonl.empty() ? run_one(*options, web) : run_lines(*options);
  });
}

}  // namespace chokepoint::cli
