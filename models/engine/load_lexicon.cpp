// Taxonomy, concepts, languages, lexicons and rules.
#include <algorithm>
#include <set>
#include <tuple>

#include "models/core/fold.h"
#include "models/engine/load_model.h"

namespace chokepoint {
namespace {

std::vector<std::string> split(std::string_view s, char at) {
  std::vector<std::string> out(1);
  for (const char c : s)
    if (c == at)
      out.emplace_back();
    else
      out.back().push_back(c);
  return out;
}

std::optional<ConceptId> concept_of(ModelBuilder& b, const TomlTable& table, std::string_view key,
                                    const std::string& name) {
  if (const auto id = b.model.concept_id(name)) return id;
  const auto near = nearest_name(name, b.model.concepts);
  table.problem("no concept '" + name + "'" +
                    (near.empty() ? "" : "; did you mean '" + near + "'?") +
                    " (concepts are declared in concepts.toml)",
                key);
  return std::nullopt;
}

std::vector<ConceptId> concepts_of(ModelBuilder& b, const TomlTable& table, std::string_view key,
                                   const std::vector<std::string>& names) {
  std::vector<ConceptId> out;
  for (const auto& name : names)
    if (const auto id = concept_of(b, table, key, name)) out.push_back(*id);
  std::sort(out.begin(), out.end());
  return out;
}

std::uint32_t concept_set(ModelBuilder& b, const std::vector<ConceptId>& set) {
  auto& sets = b.model.concept_sets;
  auto at = std::find(sets.begin(), sets.end(), set);
  if (at == sets.end()) at = sets.insert(sets.end(), set);
  Meaning m;
  m.kind = Meaning::Kind::Concepts;
  m.index = static_cast<std::uint32_t>(at - sets.begin());
  return b.meaning(m);
}

std::vector<RoleCue> role_cues(ModelBuilder& b, const std::optional<TomlTable>& table) {
  std::vector<RoleCue> out;
  if (!table) return out;
  for (const auto& name : table->keys())
    for (const auto& notation : table->strings(name)) {
      const auto forms = expand_form(notation);
      if (!forms) {
        table->problem(forms.error().what, name);
        continue;
      }
      for (const auto& f : *forms) out.push_back({f.text, b.cue(name)});
    }
  std::stable_sort(out.begin(), out.end(), [](const RoleCue& x, const RoleCue& y) {
    return x.form.size() > y.form.size();
  });
  return out;
}

std::vector<std::string> folded(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const auto& w : words) out.push_back(fold_text(w));
  return out;
}

// Whose home it is, the text will tell: the country is filled in when one is read.
void read_home_forms(ModelBuilder& b, const TomlTable& root, LanguageMask language) {
  for (const auto* key : {"home", "government"}) {
    if (!root.has(key)) continue;
    Meaning m;
    m.kind = Meaning::Kind::Country;
    m.naming = Naming::Home;
    if (key == std::string_view{"government"}) m.second = Meaning::kGovernment;
    const auto meaning = b.meaning(m);
    for (const auto& notation : root.strings(key))
      b.add_form(root, key, notation, language, meaning);
  }
}

std::vector<RuleCase> rule_cases(const TomlTable& table) {
  std::vector<RuleCase> out;
  for (const auto& c : table.tables("case"))
    out.push_back({c.required_string("lang"), c.required_string("text"), c.where(),
                   c.boolean("fires", true)});
  return out;
}

}  // namespace

void read_taxonomy(ModelBuilder& b, const TomlTable& root) {
  for (const auto& t : root.tables("type")) {
    EventType type;
    type.id = t.required_string("id");
    type.direction = t.required_string("direction");
    type.group = t.required_string("group");
    type.family = t.string("family", type.id);
    type.severity = t.number("severity", 1);
    const auto stage = parse_stage(t.string("default_stage", "announced"));
    if (!stage)
      t.problem("default_stage must be considered, announced, in_force or ended", "default_stage");
    type.default_stage = stage.value_or(Stage::Announced);
    type.ended_by = concepts_of(b, t, "ended_by", t.strings("ended_by"));
    type.eased_by = concepts_of(b, t, "eased_by", t.strings("eased_by"));
    type.widened_by = concepts_of(b, t, "widened_by", t.strings("widened_by"));
    if (type.direction != "escalates" && type.direction != "eases" && type.direction != "neutral")
      t.problem("direction must be escalates, eases or neutral", "direction");
    const auto [it, fresh] = b.model.type_by_id.try_emplace(type.id, b.model.types.size());
    if (fresh)
      b.model.types.push_back(type);
    else
      b.model.types[it->second] = type;
  }
}

void read_concepts(ModelBuilder& b, const TomlTable& root) {
  for (const auto& id : root.keys()) {
    root.required_string(id);
    if (b.model.concept_by_id.try_emplace(id, b.model.concepts.size()).second)
      b.model.concepts.push_back(id);
  }
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

void longest_first(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return std::tuple{b.size(), std::string_view{a}} < std::tuple{a.size(), std::string_view{b}};
  });
}

// The forms of these cues that a list may repeat with each name.
std::vector<std::string> list_fillers(const Model& model, const std::vector<RoleCue>& cues,
                                      const std::set<std::string>& names) {
  std::vector<std::string> out;
  for (const auto& cue : cues)
    if (names.contains(model.cues[cue.cue])) out.push_back(without_spaces(cue.form));
  return out;
}

void read_language(ModelBuilder& b, const TomlTable& root) {
  Language l;
  l.id = root.required_string("id");
  if (const auto homes = root.table("homes"))
    for (const auto& tag : homes->keys()) l.homes.emplace_back(tag, homes->required_string(tag));
  l.sole_home = root.boolean("sole_home");
  if (root.boolean("topic_comma"))
    for (const auto* name : {"subject", "topic", "with", "side", "by"})
      l.acting_lists |= std::uint64_t{1} << b.cue(name);
  l.abbreviations = folded(root.strings("abbreviations"));
  l.skip = folded(root.strings("skip"));
  l.conjunctions = folded(root.strings("conjunctions"));
  l.before = role_cues(b, root.table("before"));
  l.after = role_cues(b, root.table("after"));
  l.list_before =
      list_fillers(b.model, l.before, {"from", "toward", "in", "of", "on", "by", "with"});
  for (const auto& word : l.skip) l.list_before.push_back(without_spaces(word));
  l.list_after = list_fillers(b.model, l.after, {"origin", "company"});
  longest_first(l.list_before);
  longest_first(l.list_after);
  auto& all = b.model.languages;
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const Language& x) { return x.id == l.id; });
  if (known != all.end()) {
    l.bit = known->bit;
    *known = l;
    read_home_forms(b, root, l.bit);
    return;
  }
  if (all.size() >= 16) {
    root.problem("more than 16 languages");
    return;
  }
  l.bit = static_cast<LanguageMask>(1U << all.size());
  all.push_back(l);
  read_home_forms(b, root, l.bit);
}

void read_lexicon(ModelBuilder& b, const TomlTable& root) {
  const auto language = root.required_string("language");
  const auto mask = b.mask_of(language);
  if (mask == 0) root.problem("no such language '" + language + "'", "language");
  const auto forms = root.table("forms");
  if (!forms) return;
  for (const auto& key : forms->keys()) {
    const auto concepts = concepts_of(b, *forms, key, split(key, '+'));
    const auto meaning = concept_set(b, concepts);
    for (const auto& notation : forms->strings(key))
      b.add_form(*forms, key, notation, mask, meaning);
  }
  if (!root.has("not")) return;
  Meaning mask_meaning;
  mask_meaning.kind = Meaning::Kind::Mask;
  const auto meaning = b.meaning(mask_meaning);
  for (const auto& notation : root.strings("not")) b.add_form(root, "not", notation, mask, meaning);
}

void read_rules(ModelBuilder& b, const TomlTable& root) {
  const auto type_id = root.required_string("type");
  const auto type = b.model.type_index(type_id);
  if (!type) root.problem("no type '" + type_id + "' in taxonomy.toml", "type");
  for (const auto& t : root.tables("rule")) {
    Rule rule;
    const auto name = t.required_string("id");
    rule.id = type_id + "." + name;
    rule.type = type.value_or(0);
    rule.where = t.where();
    for (const auto& group : t.string_lists("all"))
      rule.all.push_back(concepts_of(b, t, "all", group));
    for (const auto& group : t.string_lists("anywhere"))
      rule.anywhere.push_back(concepts_of(b, t, "anywhere", group));
    rule.none = concepts_of(b, t, "none", t.strings("none"));
    rule.within = static_cast<int>(t.integer("within", 14));
    rule.whole_sentence = t.boolean("whole_sentence");
    rule.trial = t.boolean("trial");
    rule.cases = rule_cases(t);
    if (rule.all.empty()) t.problem("needs all = [[\"concept\", ...], ...]");
    if (rule.all.empty() || rule.all.front().empty()) continue;
    auto& rules = b.model.rules;
    const auto known =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == rule.id; });
    if (known == rules.end())
      rules.push_back(std::move(rule));
    else
      *known = std::move(rule);
  }
}

}  // namespace chokepoint
