// chokepoint model new: the files of a new event type or language, in the topmost model folder,
// ready to be filled in. Writes only what is missing: the loader lays them over the rest by id.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <CLI/CLI.hpp>

#include "models/core/toml.h"
#include "models/engine/model.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

namespace fs = std::filesystem;

class Scaffold {
 public:
  explicit Scaffold(fs::path folder) : folder_(std::move(folder)) {}

  void append(const std::string& file, const std::string& text) {
    const auto path = folder_ / file;
    fs::create_directories(path.parent_path());
    const bool more = fs::exists(path) && fs::file_size(path) > 0;
    std::ofstream out(path, std::ios::app);
    out << (more ? "\n" : "") << text;
    if (!out.flush()) throw std::runtime_error(path.string() + ": cannot write this file");
    std::printf("wrote %s\n", path.c_str());
  }

 private:
  fs::path folder_;
};

bool is_name(const std::string& s) {
  return !s.empty() && s.front() >= 'a' && s.front() <= 'z' &&
         std::all_of(s.begin(), s.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

void new_type(const std::string& name, Scaffold& files) {
  auto words = name;
  std::replace(words.begin(), words.end(), '_', ' ');
  files.append("taxonomy.toml", "[[type]]\nid = \"" + name +
                                    "\"\n"
                                    "direction = \"escalates\"      # escalates, eases or neutral\n"
                                    "group = \"export\"             # types whose parties are told "
                                    "alike; 'model list types' shows them\n"
                                    "family = \"" +
                                    name +
                                    "\"  # types that may be one move in other words\n"
                                    "severity = 5                 # 0 to 10\n"
                                    "default_stage = \"announced\"  # considered, announced, "
                                    "in_force or ended\n");
  files.append("concepts.toml", "\"move." + name + "\" = \"words that alone tell this move\"\n");
  files.append("languages/en/" + name + ".toml",
               "language = \"en\"\n\n[forms]\n# One list of words a concept; the same for each "
               "language, in languages/XX/" +
                   name + ".toml.\n\"move." + name + "\" = [\"" + words + "(/s)\"]\n");
  files.append("rules/" + name + ".toml",
               "type = \"" + name + "\"\n\n[[rule]]\nid = \"one-word\"\nall = [[\"move." + name +
                   "\"]]\n\n[[rule.case]]\nlang = \"en\"\ntext = \"The ministry announced a " +
                   words +
                   " on Monday.\"\nfires = true\n\n[[rule.case]]\nlang = \"en\"\ntext = \"The "
                   "ministry held a press conference on Monday.\"\nfires = false\n");
  std::puts(
      "Now fill in direction, group and severity, the words of each language, and rules that put\n"
      "concepts together ('model list concepts'); give each rule cases that fire and that do not.\n"
      "Then: 'model check', 'model test'; label articles and 'model train' to weigh the new "
      "rules.");
}

// Every concept with its meaning, waiting for words.
std::string empty_lexicon(const std::vector<std::string>& folders) {
  std::string out;
  for (const auto& folder : folders) {
    const auto path = folder + "/concepts.toml";
    if (!fs::exists(path)) continue;
    const auto table = TomlTable::load_file(path);
    if (!table) continue;
    for (const auto& id : table->keys())
      out += "# " + table->string(id) + "\n\"" + id + "\" = []\n";
  }
  return out;
}

void new_language(const std::string& name, const std::vector<std::string>& folders,
                  Scaffold& files) {
  files.append("languages/" + name + "/language.toml",
               "id = \"" + name + "\"\nhomes = {}         # whose papers write it, as in { " +
                   name +
                   " = \"JP\" }\n"
                   "home = []          # words for that country's own government\n"
                   "abbreviations = []  # with their full stop, so that it ends no "
                   "sentence\nskip = []           # articles between a cue and the name\n"
                   "conjunctions = []   # between the names of a list\n\n"
                   "# What stands before, and after, a country's name and says its part.\n"
                   "[before]\nagainst = []\ntoward = []\nfrom = []\nby = []\nwith = []\n\n"
                   "[after]\nsaid = []\nside = []\ncompany = []\n");
  files.append("languages/" + name + "/lexicon.toml",
               "language = \"" + name + "\"\n\n[forms]\n" + empty_lexicon(folders));
  std::printf(
      "Now write the words of each concept in lexicon.toml, the cues in language.toml and the\n"
      "countries' names (names.%s, adjectives.%s) in a countries.toml; add cases with lang = "
      "\"%s\"\n"
      "to the rules. Then: 'model check', 'model test --forms'.\n",
      name.c_str(), name.c_str(), name.c_str());
}

void run_new(const std::string& kind, const std::string& name, Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  const bool known =
      kind == "type" ? model->type_index(name).has_value() : model->language_of(name) != nullptr;
  if (known || !is_name(name)) {
    std::fprintf(stderr, "chokepoint: %s '%s' %s\n", kind.c_str(), name.c_str(),
                 known ? "is in the model already; see 'model list'"
                       : "is no name: small letters, digits and _, a letter first");
    globals.status = kUsage;
    return;
  }
  const auto folders = model_folders(globals);
  Scaffold files(folders.back());
  if (kind == "type")
    new_type(name, files);
  else
    new_language(name, folders, files);
}

}  // namespace

void add_model_new(CLI::App& model, Globals& globals) {
  auto* command = model.add_subcommand(
      "new", "Lay out the files of a new type or language in the topmost model folder");
  auto kind = std::make_shared<std::string>();
  auto name = std::make_shared<std::string>();
  command->add_option("KIND", *kind, "type or language")
      ->required()
      ->check(CLI::IsMember({"type", "language"}));
  command->add_option("NAME", *name, "Its id: export_tax, it")->required();
  command->callback([kind, name, &globals] { run_new(*kind, *name, globals); });
}

}  // namespace chokepoint::cli
