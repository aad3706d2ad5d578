// chokepoint extract FILE|URL [--url U] | --jsonl FILE: the article of a page as one JSON object.
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/article.h"
#include "models/core/json.h"
#include "models/core/time.h"
#include "tools/chokepoint/batch.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/fetch_option.h"
#include "tools/chokepoint/input_file.h"

namespace chokepoint::cli {
namespace {

struct ExtractOptions {
  std::string page, url, content_type, jsonl;
};

Result<nlohmann::ordered_json> extract_bytes(const std::string& bytes, const PageSource& source) {
  auto article = extract_article(bytes, source);
  if (!article) return article.error();
  return to_json(*article);
}

Result<nlohmann::ordered_json> extract_file(const std::string& path, const std::string& url,
                                            const std::string& type) {
  const auto bytes = read_bytes(path);
  if (!bytes) return bytes.error();
  return extract_bytes(*bytes, {url, type, system_clock()()});
}

Result<nlohmann::ordered_json> extract_url(const ExtractOptions& options, const FetchOption& web) {
  const auto response = web.get(options.page);
  if (!response) return response.error();
  const auto& url = options.url.empty() ? response->final_url : options.url;
  const auto& type = options.content_type.empty() ? response->content_type : options.content_type;
  return extract_bytes(response->body, {url, type, system_clock()()});
}

int run_one(const ExtractOptions& options, const FetchOption& web) {
  const auto out = FetchOption::is_url(options.page)
                       ? extract_url(options, web)
                       : extract_file(options.page, options.url, options.content_type);
  if (!out) {
    std::fprintf(stderr, "chokepoint: %s\n", out.error().line().c_str());
    return is_folder(options.page) ? kUsage : kPartly;
  }
  std::puts(json_line(*out).c_str());
  return kOk;
}

int run_lines(const ExtractOptions& options) {
  return run_batch(options.jsonl, [](const nlohmann::json& line) -> Result<nlohmann::ordered_json> {
    const auto file = line.value("file", "");
    if (file.empty()) return Error{Error::Kind::Malformed, "no \"file\"", ""};
    return extract_file(file, line.value("url", ""), line.value("content_type", ""));
  });
}

}  // namespace

void add_extract(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ExtractOptions>();
  auto* sub = app.add_subcommand("extract", "Read the article of a web page");
  auto* page = sub->add_option("page", options->page, "HTML file, or the address of a page");
  sub->add_option("--url", options->url, "Address the page came from");
  sub->add_option("--content-type", options->content_type, "Content-Type header it came with");
  const FetchOption web(*sub, globals);
  sub->add_option("--jsonl", options->jsonl,
                  "Batch: lines of {\"id\",\"file\",\"url\"?,\"content_type\"?}")
      ->excludes(page);
  sub->callback([options, web, &globals] {
    if (options->page.empty() && options->jsonl.empty())
      throw CLI::RequiredError("FILE or --jsonl");
    globals.status = options->jsonl.empty() ? run_one(*options, web) : run_lines(*options);
  });
}

}  // namespace chokepoint::cli
