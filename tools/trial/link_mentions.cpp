// Links mentions that somebody else coded: what the linker makes of a coder, real or made up. Reads
// articles (JSONL, as ingest takes them) from the file named first; then, on standard input, one
// world a line: {"world": ..., "articles": [...]?, "mentions": {article id: [mention, ...]}}, each
// linked in a store of its own; answers one line {"world", "events"} for each. For trials only.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "models/engine/coder.h"
#include "models/engine/gold.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/process.h"
#include "storage/database.h"
#include "storage/event_list.h"

using namespace chokepoint;
using Json = nlohmann::json;

namespace {

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at == object.end() || !at->is_string() ? "" : at->get<std::string>();
}

Document article(const Json& line) {
  auto document = read_document_line(line.dump());
  if (!document) throw std::runtime_error(document.error().line());
  document->outlet = text_of(line, "outlet");
  document->tier = parse_tier(text_of(line, "tier")).value_or(Tier::Press);
  document->first_seen = parse_rfc3339(text_of(line, "first_seen"));
  return *document;
}

Mention mention(const Json& said) {
  Mention m;
  m.type = text_of(said, "type");
  m.stage = parse_stage(text_of(said, "stage")).value_or(Stage::Announced);
  m.actor = text_of(said, "actor");
  m.target = text_of(said, "target");
  m.document = text_of(said, "document");
  m.items = said.value("items", std::vector<std::string>());
  m.agencies = said.value("agencies", std::vector<std::string>());
  m.date = PartialDate::parse(text_of(said, "date"));
  m.effective = PartialDate::parse(text_of(said, "effective"));
  m.expires = PartialDate::parse(text_of(said, "expires"));
  m.background = said.value("background", false);
  m.score = said.value("score", 0.0);
  m.faint = said.value("faint", false);
  for (const auto& e : said.value("evidence", Json::array()))
    m.evidence.push_back({0, 0, false, text_of(e, "text"), text_of(e, "rule")});
  if (const auto ref = said.find("responds_to"); ref != said.end() && ref->is_object())
    m.responds_to = MoveRef{text_of(*ref, "type"), text_of(*ref, "actor"), text_of(*ref, "target")};
  return m;
}

std::string linked(const LinkKnowledge& knowledge, const std::vector<Document>& documents,
                   const Json& world) {
  auto db = Database::in_memory();
  const auto& mentions = world.at("mentions");
  std::vector<CodedDocument> coded;
  const auto add = [&](const Document& d) {
    coded.push_back({d, {}});
    if (const auto said = mentions.find(d.id); said != mentions.end())
      for (const auto& one : *said) coded.back().mentions.push_back(mention(one));
  };
  if (const auto own = world.find("articles"); own != world.end()) {
    for (const auto& line : *own) add(article(line));
  } else {
    for (const auto& d : documents) add(d);
  }
  process_coded(db, knowledge, "trial", coded, Instant{});
  nlohmann::ordered_json out{{"world", world.value("world", Json())}, {"events", Json::array()}};
  for (const auto& event : list_events(db)) out["events"].push_back(to_json(event));
  return json_line(out);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::fputs("usage: link_mentions ARTICLES.jsonl MODELS <worlds\n", stderr);
    return 2;
  }
  const auto model = load_model({argv[2]});
  if (!model) throw std::runtime_error(model.error().line());
  const auto knowledge = link_knowledge(**model);
  std::vector<Document> documents;
  std::ifstream articles(argv[1]);
  for (std::string line; std::getline(articles, line);)
    documents.push_back(article(Json::parse(line)));
  for (std::string line; std::getline(std::cin, line);)
    std::puts(linked(knowledge, documents, Json::parse(line)).c_str());
  return 0;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "link_mentions: %s\n", problem.what());
  return 1;
}
