// chokepoint read-feed FILE [--content-type T] [--base URL] | --jsonl FILE: a feed as one JSON
// object.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/feed.h"
#include "models/core/json.h"
#include "tools/chokepoint/batch.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {
namespace {

struct Options {
  std::string feed, content_type, base, jsonl;
};

Result<nlohmann::ordered_json> read_one(const std::string& path, const std::string& content_type,
                                        const std::string& base) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Error::Kind::Permanent, "cannot read the file", path};
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  FeedInput input{bytes, content_type, base};
  input.plain_titles = false;  // scripts get what the publisher wrote
  const auto feed = read_feed(input);
  if (!feed) return Error{feed.error().kind, feed.error().what, path};
  return to_json(*feed);
}

int run_one(const Options& options) {
  const auto out = read_one(options.feed, options.content_type, options.base);
  if (!out) {
    std::fprintf(stderr, "chokepoint: %s\n", out.error().line().c_str());
    return kPartly;
  }
  std::puts(json_line(*out).c_str());
  return kOk;
}

int run_lines(const Options& options) {
  return run_batch(options.jsonl, [](const nlohmann::json& line) -> Result<nlohmann::ordered_json> {
    const auto text = [&](const char* key) {
      const auto found = line.find(key);
      return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (text("file").empty()) return Error{Error::Kind::Malformed, "no \"file\"", ""};
    const auto base = text("base_url");
    return read_one(text("file"), text("content_type"), base.empty() ? text("url") : base);
  });
}

}  // namespace

void add_read_feed(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<Options>();
  auto* sub = app.add_subcommand("read-feed", "Read a feed or a sitemap of any format");
  auto* feed = sub->add_option("feed", options->feed, "Feed file");
  sub->add_option("--content-type", options->content_type, "Content-Type header it came with");
  sub->add_option("--base", options->base, "Address it came from, for relative links");
  sub->add_option("--jsonl", options->jsonl,
                  "Batch: lines of {\"id\",\"file\",\"base_url\"?,\"content_type\"?}")
      ->excludes(feed);
  sub->callback([options, &globals] {
    if (options->feed.empty() && options->jsonl.empty())
      throw CLI::RequiredError("FILE or --jsonl");
    globals.status = options->jsonl.empty() ? run_one(*options) : run_lines(*options);
  });
}

}  // namespace chokepoint::cli
