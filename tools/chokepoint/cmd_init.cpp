// chokepoint init: a commented configuration and an empty store. Keeps what is there already.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

namespace fs = std::filesystem;

bool write_config(const std::string& path) {
  std::error_code fault;
  if (const auto folder = fs::path{path}.parent_path(); !folder.empty())
    fs::create_directories(folder, fault);
  std::ofstream out(path);
  out << commented_config();
  out.close();
  return static_cast<bool>(out);
}

void run_init(Globals& globals) {
  const auto path = config_file(globals);
  std::error_code ignored;
  const bool kept = fs::exists(path, ignored);
  if (!kept && !write_config(path)) {
    complain(path + ": cannot write here; choose another place with --config");
    globals.status = kBroken;
    return;
  }
  std::printf("%s %s\n", kept ? "kept" : "wrote", path.c_str());
  const auto config = config_or_complain(globals);
  if (!config) return;
  const bool had_store = fs::exists(config->store, ignored);
  if (!store_or_complain(globals, *config, OpenMode::Create)) return;
  std::printf("%s %s\n", had_store ? "kept" : "made", config->store.c_str());
  std::puts("next: chokepoint feeds add URL, then chokepoint ingest");
}

}  // namespace

void add_init(CLI::App& app, Globals& globals) {
  auto* sub = app.add_subcommand("init", "Write a commented configuration and make the store");
  sub->footer("Writes ./chokepoint.toml, or the file of --config. What exists is kept.");
  sub->callback([&globals] { run_init(globals); });
}

}  // namespace chokepoint::cli
