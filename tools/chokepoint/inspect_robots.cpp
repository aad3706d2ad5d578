// chokepoint inspect robots FILE --agent UA --url URL: whether a robots.txt lets an agent read an
// address.
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "feeds/robots.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/input_file.h"

namespace chokepoint::cli {

void add_inspect_robots(CLI::App& inspect, Globals& globals) {
  struct Options {
    std::string file, agent = "Chokepoint", url;
  };
  auto options = std::make_shared<Options>();
  auto* sub = inspect.add_subcommand("robots", "Tell whether a robots.txt allows an address");
  sub->add_option("file", options->file, "The robots.txt")->required();
  sub->add_option("--agent", options->agent, "Product name of the reader");
  sub->add_option("--url", options->url, "The address")->required();
  sub->callback([options, &globals] {
    auto in = input_or_complain(options->file, globals);
    if (!in) return;
    const std::string text{std::istreambuf_iterator<char>(*in), {}};
    const bool allowed = Robots::parse(text, options->agent).allows(options->url);
    std::printf("{\"allowed\":%s}\n", allowed ? "true" : "false");
  });
}

}  // namespace chokepoint::cli
