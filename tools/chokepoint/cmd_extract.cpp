// chokepoint extract FILE|URL [--url U] | --jsonl FILE: the article of a page as one JSON object.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/article.h"
#include "models/core/json.h"
#include "models/core/time.h"
#include "tools/chokepoint/batch.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {
namespace {

struct Options {
  std::string page, url, content_type, jsonl;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Error::Kind::Permanent, "cannot read the file", path};
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

Result<nlohmann::ordered_json> extract_file(const std::string& path, const std::string& url,
                                            const std::string& type) {
  const auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  auto article = extract_article(*bytes, {url, type, system_clock()()});
  if (!article) return article.error();
  return to_json(*article);
}

int run_one(const Options& options) {
  const auto out = extract_file(options.page, options.url, options.content_type);
  if (!out) {
    std::fprintf(stderr, "chokepoint: %s\n", out.error().line().c_str());
    return kPartly;
  }
  std::puts(json_line(*out).c_str());
  return kOk;
}

int run_lines(const Options& options) {
  return run_batch(options.jsonl, [](const nlohmann::json& line) -> Result<nlohmann::ordered_json> {
    const auto file = line.value("file", "");
    if (file.empty()) return Error{Error::Kind::Malformed, "no \"file\"", ""};
    return extract_file(file, line.value("url", ""), line.value("content_type", ""));
  });
}

}  // namespace

void add_extract(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<Options>();
  auto* sub = app.add_subcommand("extract", "Read the article of a web page");
  auto* page = sub->add_option("page", options->page, "HTML file");
  sub->add_option("--url", options->url, "Address the page came from");
  sub->add_option("--content-type", options->content_type, "Content-Type header it came with");
  sub->add_option("--jsonl", options->jsonl,
                  "Batch: lines of {\"id\",\"file\",\"url\"?,\"content_type\"?}")
      ->excludes(page);
  sub->callback([options, &globals] {
    if (options->page.empty() && options->jsonl.empty())
      throw CLI::RequiredError("FILE or --jsonl");
    globals.status = options->jsonl.empty() ? run_one(*options) : run_lines(*options);
  });
}

}  // namespace chokepoint::cli
