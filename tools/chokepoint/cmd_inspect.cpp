// chokepoint inspect WHAT ...: looks at one piece of input as the program does. One row a subject
// in kSubjects.
#include <cstdio>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/feed_date.h"
#include "models/core/encoding.h"
#include "models/core/json.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/input_file.h"

namespace chokepoint::cli {
namespace {

void print(const nlohmann::ordered_json& value) {
  const auto line = json_line(value);
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

void add_encoding(CLI::App& inspect, Globals& globals) {
  struct Options {
    std::string file, content_type;
  };
  auto options = std::make_shared<Options>();
  auto* sub = inspect.add_subcommand("encoding",
                                     "Tell the character encoding of a file and print its text");
  sub->add_option("file", options->file, "File to read")->required();
  sub->add_option("--content-type", options->content_type, "Content-Type header it came with");
  sub->callback([options, &globals] {
    auto in = input_or_complain(options->file, globals);
    if (!in) return;
    const std::string bytes{std::istreambuf_iterator<char>(*in), {}};
    const bool html =
        options->content_type.find("html") != std::string::npos || looks_like_html(bytes);
    const auto decoded = decode_bytes(bytes, options->content_type, html);
    print({{"encoding", decoded.encoding}, {"text", decoded.text}, {"repaired", decoded.repaired}});
  });
}

void add_feed_date(CLI::App& inspect, Globals&) {
  auto text = std::make_shared<std::string>();
  auto* sub = inspect.add_subcommand("feed-date", "Read a date as feeds write them");
  sub->add_option("text", *text, "The date")->required();
  sub->callback([text] {
    const auto date = parse_feed_date(*text);
    print({{"date", date ? nlohmann::ordered_json(format_rfc3339(*date))
                         : nlohmann::ordered_json(nullptr)}});
  });
}

using AddSubject = void (*)(CLI::App&, Globals&);
const std::initializer_list<AddSubject> kSubjects = {
    add_encoding,
    add_feed_date,
    add_inspect_robots,
};

}  // namespace

void add_inspect(CLI::App& app, Globals& globals) {
  auto* inspect = app.add_subcommand("inspect", "Show how one piece of input is read");
  inspect->require_subcommand(1);
  for (const auto& add : kSubjects) add(*inspect, globals);
}

}  // namespace chokepoint::cli
