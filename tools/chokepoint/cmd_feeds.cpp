// chokepoint feeds list|remove|import|export; `add` and `check` have files of their own.
#include "tools/chokepoint/cmd_feeds.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/http.h"
#include "feeds/opml.h"
#include "models/core/json.h"
#include "models/core/language.h"
#include "pipeline/feed_id.h"
#include "storage/feeds_store.h"
#include "tools/chokepoint/input_file.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

// Opens configuration and store, and makes the configured feeds known.
std::optional<Database> feeds_store(Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return std::nullopt;
  auto db = store_or_complain(globals, *config);
  if (db) sync_configured_sources(*db, config->feeds);
  return db;
}

nlohmann::ordered_json to_json(const FeedSource& f) {
  return {{"id", f.id},           {"url", f.url},           {"outlet", f.outlet},
          {"country", f.country}, {"lang", f.lang},         {"tier", name_of(f.tier)},
          {"topic", f.topic},     {"articles", f.articles}, {"configured", f.configured}};
}

void list(const std::string& format, Globals& globals) {
  auto db = feeds_store(globals);
  if (!db) return;
  const auto sources = list_sources(*db);
  if (format == "jsonl") {
    for (const auto& f : sources) std::puts(json_line(to_json(f)).c_str());
    return;
  }
  if (sources.empty()) std::fputs("no feeds yet: chokepoint feeds add URL\n", stderr);
  std::size_t width = 4;
  for (const auto& f : sources) width = std::max(width, f.id.size());
  for (const auto& f : sources)
    std::printf("%-*s  %-10s %-3s %-7s %s  %s\n", static_cast<int>(width), f.id.c_str(),
                std::string{name_of(f.tier)}.c_str(), f.country.c_str(), f.lang.c_str(),
                loggable_url(f.url).c_str(), f.outlet.c_str());
}

void remove(const std::string& id, Globals& globals) {
  auto db = feeds_store(globals);
  if (!db) return;
  for (const auto& f : list_sources(*db))
    if (f.id == id && f.configured) {
      complain("feed " + id + " stands in the configuration; take it out there");
      globals.status = kUsage;
      return;
    }
  if (remove_source(*db, id)) {
    std::printf("removed %s; what it brought stays in the store\n", id.c_str());
    return;
  }
  complain("no feed '" + id + "'; 'chokepoint feeds list' shows them");
  globals.status = kUsage;
}

FeedSource source_of(const OpmlFeed& one) {
  FeedSource f;
  f.url = one.url;
  f.outlet = one.outlet.empty() ? one.title : one.outlet;
  f.country = one.country;
  f.tier = parse_tier(one.tier).value_or(Tier::Press);
  f.lang = language_of_tag(one.language);
  f.articles = one.articles;
  if (!one.folders.empty()) f.topic = one.folders.back();
  return f;
}

void import_opml(const std::string& path, Globals& globals) {
  auto in = input_or_complain(path, globals);
  if (!in) return;
  const std::string bytes{std::istreambuf_iterator<char>(*in), {}};
  const auto feeds = read_opml(bytes);
  if (!feeds) {
    complain(path + ": " + feeds.error().what);
    globals.status = kPartly;
    return;
  }
  auto db = feeds_store(globals);
  if (!db) return;
  auto known = list_sources(*db);
  int added = 0;
  for (const auto& one : *feeds) {
    const bool have =
        std::any_of(known.begin(), known.end(), [&](const auto& k) { return k.url == one.url; });
    if (have) continue;
    auto f = source_of(one);
    f.id = feed_id_for(f.url, known);
    if (add_source(*db, f)) ++added;
    known.push_back(std::move(f));
  }
  std::printf("added %d of %zu feeds; the others were known\n", added, feeds->size());
}

void export_opml(const std::string& path, Globals& globals) {
  auto db = feeds_store(globals);
  if (!db) return;
  std::vector<OpmlFeed> feeds;
  auto sources = list_sources(*db);
  // Sources of one topic lie in one folder.
  std::ranges::stable_sort(sources, {}, &FeedSource::topic);
  for (const auto& f : sources) {
    auto& one = feeds.emplace_back();
    one.url = f.url;
    one.title = f.outlet.empty() ? f.id : f.outlet;
    one.language = f.lang;
    one.outlet = f.outlet;
    one.country = f.country;
    one.tier = name_of(f.tier);
    one.articles = f.articles;
    if (!f.topic.empty()) one.folders.push_back(f.topic);
  }
  const auto text = write_opml(feeds, "Chokepoint sources");
  if (path.empty() || path == "-") {
    std::fputs(text.c_str(), stdout);
    return;
  }
  std::ofstream out(path);
  out << text;
  out.close();
  if (out) return;
  complain(path + ": cannot write this file");
  globals.status = kBroken;
}

}  // namespace

void add_feeds(CLI::App& app, Globals& globals) {
  auto* feeds =
      app.add_subcommand("feeds", "The sources: add, list, remove, import, export, check");
  feeds->require_subcommand(1);
  add_feeds_add(*feeds, globals);

  auto format = std::make_shared<std::string>("table");
  auto* show = feeds->add_subcommand("list", "Show the sources");
  show->add_option("--format", *format, "table or jsonl")->check(CLI::IsMember({"table", "jsonl"}));
  show->callback([format, &globals] { list(*format, globals); });

  auto id = std::make_shared<std::string>();
  auto* drop = feeds->add_subcommand("remove", "Take a source out; what it brought stays");
  drop->add_option("id", *id, "As `feeds list` shows it")->required();
  drop->callback([id, &globals] { remove(*id, globals); });

  auto file = std::make_shared<std::string>();
  auto* in = feeds->add_subcommand("import", "Add the feeds of an OPML file");
  in->add_option("file", *file, "The OPML file")->required();
  in->callback([file, &globals] { import_opml(*file, globals); });

  auto target = std::make_shared<std::string>();
  auto* out = feeds->add_subcommand("export", "Write the sources as OPML");
  out->add_option("file", *target, "Where to (default: standard output)");
  out->callback([target, &globals] { export_opml(*target, globals); });

  add_feeds_check(*feeds, globals);
}

}  // namespace chokepoint::cli
