// Any TOML as a rules, lexicon, country, agency, kind, item or document file: it is read or
// complained about, and what was read can be matched.
#include <cstdlib>
#include <iterator>
#include <string>

#include "models/engine/load_model.h"

using namespace chokepoint;

namespace {

void read(ModelBuilder& b, const std::string& text,
          void (*reader)(ModelBuilder&, const TomlTable&)) {
  const auto table = TomlTable::load_text(text, "fuzz.toml");
  if (!table) return;
  reader(b, *table);
  for (const auto& problem : table->finish())
    if (problem.where.empty()) std::abort();  // a person could not find it
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static constexpr void (*kReaders[])(ModelBuilder&, const TomlTable&) = {
      read_rules,    read_lexicon, read_language,      read_taxonomy,  read_concepts,
      read_agencies, read_items,   read_organisations, read_documents, read_countries};
  if (size < 1) return 0;
  ModelBuilder b;
  b.model.cues.emplace_back("none");
  read(b, "id = \"en\"", read_language);
  read(b, "[[type]]\nid = \"export_ban\"\ndirection = \"escalates\"\ngroup = \"export\"",
       read_taxonomy);
  read(b, "\"act.prohibit\" = \"forbids\"\n\"obj.export\" = \"exports\"", read_concepts);
  // A kind of bodies lends its forms to countries by their names.
  read(b,
       "[[country]]\nid = \"CN\"\nnames.en = [\"China\"]\nadjectives.en = "
       "[\"Chinese\"]",
       read_countries);
  read(b, std::string(reinterpret_cast<const char*>(data) + 1, size - 1),
       kReaders[data[0] % std::size(kReaders)]);
  b.model.forms.build();
  for (const auto& hit : b.model.forms.scan("a ban on exports of gallium", 1))
    if (hit.meaning >= b.model.meanings.size() || hit.end <= hit.start) std::abort();
  return 0;
}
