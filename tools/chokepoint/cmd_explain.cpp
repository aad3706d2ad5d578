// chokepoint explain: why a document was coded as it was, on the terminal, as JSON or as a page.
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>

#include "models/engine/gold.h"
#include "tools/chokepoint/explain_views.h"
#include "tools/chokepoint/input_file.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

struct ExplainOptions {
  std::string file = "-", id, lang, published;
  std::string format = "text";
};

int complain_of(const std::string& what) {
  std::cerr << "chokepoint: " << what << '\n';
  return kUsage;
}

// The first line of a plain text is its title.
Result<Document> plain_document(const std::string& text, const ExplainOptions& o) {
  Document d;
  const auto line = text.find('\n');
  d.title = line == std::string::npos ? "" : text.substr(0, line);
  d.text = line == std::string::npos ? text : text.substr(line + 1);
  d.lang = o.lang;
  if (o.published.empty()) return d;
  d.published = parse_day(o.published);
  if (!d.published)
    return Error{Error::Kind::Config,
                 "--published wants a day such as 2026-01-06, not " + o.published, ""};
  return d;
}

// Of JSONL documents the one with the id asked for, or the first.
Result<Document> jsonl_document(const std::string& text, const ExplainOptions& o) {
  std::size_t pos = 0;
  while (pos < text.size()) {
    const auto end = std::min(text.find('\n', pos), text.size());
    const auto line = text.substr(pos, end - pos);
    pos = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto document = read_document_line(line);
    if (!document || o.id.empty() || document->id == o.id) return document;
  }
  return Error{Error::Kind::Config, "no document with the id '" + o.id + "' in it", o.file};
}

int run_explain(const ExplainOptions& o, Globals& globals) {
  std::string text;
  if (o.file == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    auto in = open_input(o.file);
    if (!in) return complain_of(in.error().line());
    text.assign(std::istreambuf_iterator<char>(*in), {});
  }
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return complain_of(o.file + ": empty");
  const auto document = text[first] == '{' ? jsonl_document(text, o) : plain_document(text, o);
  if (!document) return complain_of(document.error().line());
  const auto model = model_or_complain(globals);
  if (!model) return globals.status;
  const auto e = explain(*model, *document);
  std::cout << (o.format == "json"   ? explain_json(e)
                : o.format == "html" ? explain_html(e)
                                     : explain_text(e));
  return kOk;
}

}  // namespace

void add_explain(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "explain", "Show why a document is coded as it is: annotations, weights, the nearest miss");
  auto o = std::make_shared<ExplainOptions>();
  command->add_option("FILE", o->file,
                      "JSONL documents, or a plain text whose first line is the title (default: "
                      "standard input)");
  command->add_option("--id", o->id, "Which document of the JSONL (default: the first)");
  command->add_option("--lang", o->lang, "Language of a plain text (default: detected)");
  command->add_option("--published", o->published, "Day a plain text was published, YYYY-MM-DD");
  command->add_option("--format", o->format, "text, json or html (a page of its own)")
      ->check(CLI::IsMember({"text", "json", "html"}));
  command->callback([o, &globals] { globals.status = run_explain(*o, globals); });
}

}  // namespace chokepoint::cli
