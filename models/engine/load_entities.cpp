// Countries, agencies, items and organisations.
#include <algorithm>

#include "models/core/fold.h"
#include "models/engine/load_model.h"

namespace chokepoint {
namespace {

void add_names(ModelBuilder& b, const TomlTable& table, std::string_view key, std::uint32_t meaning,
               bool proper_name) {
  b.each_language(table, key, [&](const TomlTable& forms, const std::string& language) {
    for (const auto& notation : forms.strings(language))
      b.add_form(forms, language, notation, b.languages_for(language, proper_name), meaning);
  });
}

void add_names(ModelBuilder& b, const TomlTable& table, std::string_view key, const Meaning& m,
               bool proper_name) {
  add_names(b, table, key, b.meaning(m), proper_name);
}

// "not" forms: expressions in which a name does not mean the thing.
void read_masks(ModelBuilder& b, const TomlTable& root, bool places_only = false) {
  if (!root.has("not")) return;
  Meaning m;
  m.kind = Meaning::Kind::Mask;
  m.index = places_only ? Meaning::kPlacesOnly : Meaning::kNamesOnly;
  add_names(b, root, "not", m, false);
}

template <class T>
std::size_t put_by_id(std::unordered_map<std::string, std::size_t>& index, std::vector<T>& all,
                      T value) {
  const auto [it, fresh] = index.try_emplace(value.id, all.size());
  if (fresh)
    all.push_back(std::move(value));
  else
    all[it->second] = std::move(value);
  return it->second;
}

template <class T>
T known_or_new(const std::unordered_map<std::string, std::size_t>& index, const std::vector<T>& all,
               const std::string& id) {
  if (const auto it = index.find(id); it != index.end()) return all[it->second];
  T fresh;
  fresh.id = id;
  return fresh;
}

std::int32_t index_of_country(const ModelBuilder& b, const std::string& id) {
  const auto index = b.model.country_index(id);
  return index ? static_cast<std::int32_t>(*index) : -1;
}

Meaning country_meaning(std::size_t index, Naming naming) {
  Meaning m;
  m.kind = Meaning::Kind::Country;
  m.naming = naming;
  m.index = static_cast<std::uint32_t>(index);
  return m;
}

struct Compact {
  std::string language, form;
  std::size_t country;
};

// The words that turn a one-character country into a name with a role: 对日, 日方, 対米, 대중.
struct CompactAffix {
  std::string_view language, form, cue;
  bool prefix;
  std::string_view countries = {};  // empty: all
};
// Verbs of one character end many a word, and these begin few: 采购法, 销售中, 期限日 name nobody.
constexpr std::string_view kBeginFewWords = "美俄韩台欧澳华";
constexpr CompactAffix kCompactAffixes[] = {
    {"zh", "对", "against", true},
    {"zh", "输", "toward", true},
    {"zh", "访", "toward", true},
    {"zh", "赴", "toward", true},
    {"zh", "驻", "toward", true},
    {"zh", "抗", "against", true},
    {"zh", "反", "against", true},
    {"zh", "制", "against", true},
    {"zh", "禁", "against", true, kBeginFewWords},
    {"zh", "限", "against", true, kBeginFewWords},
    {"zh", "销", "toward", true, kBeginFewWords},
    {"zh", "售", "toward", true, kBeginFewWords},
    {"zh", "购", "from", true, kBeginFewWords},
    {"zh", "自", "from", true},
    {"zh", "从", "from", true},
    {"zh", "在", "in", true},
    {"zh", "方", "side", false},
    {"zh", "企", "company", false},
    {"zh", "商", "company", false},
    {"zh", "产", "origin", false},
    {"zh", "籍", "origin", false},
    {"zh", "资", "origin", false},
    {"zh", "制", "origin", false},
    {"zh", "政府", "side", false},
    {"zh", "官员", "side", false},
    {"zh", "媒", "media", false},
    {"zh", "国", "name", false},
    {"ja", "対", "against", true},
    {"ja", "訪", "toward", true},
    {"ja", "在", "in", true},
    {"ja", "駐", "toward", true},
    {"ja", "側", "side", false},
    {"ja", "政府", "side", false},
    {"ja", "企業", "company", false},
    {"ja", "社", "company", false},
    {"ja", "国", "name", false},
    {"ja", "商務省", "agency", false},
    {"ja", "通商代表", "agency", false},
    {"ja", "産", "origin", false},
    {"ja", "製", "origin", false},
    {"ja", "政権", "side", false},
    {"ja", "大統領", "leader", false},
    {"ja", "当局", "side", false},
    {"ja", "財務省", "agency", false},
    {"ja", "国務省", "agency", false},
    {"ja", "外務省", "agency", false},
    {"ja", "向け", "toward", false},
    {"ja", "国向け", "toward", false},
    {"ja", "は", "subject", false},
    {"ja", "が", "subject", false},
    {"ja", "から", "from", false},
    {"ja", "への", "toward", false},
    {"ja", "に対し", "against", false},
    {"ko", "대", "against", true},
    {"ko", "방", "toward", true},
    {"ko", "주", "in", true},
    {"ko", "정부", "side", false},
    {"ko", "당국", "side", false},
    {"ko", "상무부", "agency", false},
    {"ko", "재무부", "agency", false},
    {"ko", "국무부", "agency", false},
    {"ko", "측", "side", false},
    {"ko", "산", "origin", false},
    {"ko", "기업", "company", false},
    {"ko", "대통령", "leader", false},
    {"ko", "행정부", "side", false},
    {"ko", "외교부", "agency", false},
    {"ko", "무역대표부", "agency", false},
};

void add_compact_forms(ModelBuilder& b, const std::vector<Compact>& compacts,
                       const TomlTable& root) {
  for (const auto& c : compacts) {
    if (c.language == "zh" || c.language == "ja") {
      Meaning m = country_meaning(c.country, Naming::Compact);
      m.second = Meaning::kLone;
      b.add_form(root, "", c.form, b.mask_of(c.language), b.meaning(m));
    }
    for (const auto& affix : kCompactAffixes) {
      if (affix.language != c.language) continue;
      if (!affix.countries.empty() && affix.countries.find(c.form) == std::string_view::npos)
        continue;
      Meaning m = country_meaning(c.country, Naming::Compact);
      m.cue = b.cue(std::string{affix.cue});
      m.cue_is_before = affix.prefix;
      const auto form =
          affix.prefix ? std::string{affix.form} + c.form : c.form + std::string{affix.form};
      b.add_form(root, "", form, b.mask_of(c.language), b.meaning(m));
    }
    for (const auto& d : compacts) {
      if (d.language != c.language || d.country == c.country) continue;
      Meaning m;
      m.kind = Meaning::Kind::Pair;
      m.naming = Naming::Compact;
      m.index = static_cast<std::uint32_t>(c.country);
      m.second = static_cast<std::uint32_t>(d.country);
      b.add_form(root, "", c.form + d.form, b.mask_of(c.language), b.meaning(m));
    }
  }
}

void keep(ModelBuilder& b, const TomlTable& table, std::string_view key,
          std::unordered_map<std::string, std::vector<std::string>>& by_language) {
  b.each_language(table, key, [&](const TomlTable& forms, const std::string& language) {
    for (const auto& notation : forms.strings(language)) by_language[language].push_back(notation);
  });
}

// Kinds of bodies are named after the country; in_bodies: names that mean the country only there,
// as 오만 is Oman in 오만 세관 and arrogance elsewhere.
void keep_country_forms(ModelBuilder& b, const TomlTable& country, std::size_t index) {
  b.country_forms.resize(b.model.countries.size());
  keep(b, country, "names", b.country_forms[index].names);
  keep(b, country, "in_bodies", b.country_forms[index].names);
  keep(b, country, "adjectives", b.country_forms[index].adjectives);
}

}  // namespace

std::uint32_t ModelBuilder::agency_meaning(std::size_t agency, Meaning::Kind kind) {
  const auto [it, fresh] = agency_meanings_.try_emplace({agency, kind}, 0);
  if (!fresh) return it->second;
  Meaning m;
  m.naming = Naming::Agency;
  m.index = static_cast<std::uint32_t>(agency);
  m.kind = kind;
  return it->second = meaning(m);
}

// Latin names (METI, GaN, Huawei) stand in the texts of every language; in those of Latin script
// only the names of bodies and companies do, as common words there may mean something else.
LanguageMask ModelBuilder::languages_for(const std::string& language, bool proper_name) const {
  auto mask = mask_of(language);
  if (language != "en") return mask;
  for (const auto& other : {"zh", "ja", "ko", "ru"})
    mask = static_cast<LanguageMask>(mask | mask_of(other));
  return proper_name ? all_languages() : mask;
}

void read_countries(ModelBuilder& b, const TomlTable& root) {
  std::vector<Compact> compacts;
  for (const auto& t : root.tables("country")) {
    const auto index =
        put_by_id(b.model.country_by_id, b.model.countries, Country{t.required_string("id")});
    add_names(b, t, "names", country_meaning(index, Naming::Name), false);
    add_names(b, t, "adjectives", country_meaning(index, Naming::Adjective), false);
    keep_country_forms(b, t, index);
    add_names(b, t, "capitals", country_meaning(index, Naming::Capital), false);
    add_names(b, t, "leaders", country_meaning(index, Naming::Leader), false);
    add_names(b, t, "cities", country_meaning(index, Naming::City), false);
    b.each_language(t, "compact", [&](const TomlTable& forms, const std::string& language) {
      for (const auto& form : forms.strings(language)) compacts.push_back({language, form, index});
    });
  }
  add_compact_forms(b, compacts, root);
  read_masks(b, root, true);
}

void read_agencies(ModelBuilder& b, const TomlTable& root) {
  read_kinds(b, root);
  // An agency's index in the list is its identity here.
  std::unordered_map<std::string, std::size_t> by_id;
  for (std::size_t i = 0; i < b.model.agencies.size(); ++i) by_id[b.model.agencies[i].id] = i;
  for (const auto& t : root.tables("agency")) {
    // A later table adds to the body: what it does not say stays as it was.
    Agency a = known_or_new(by_id, b.model.agencies, t.required_string("id"));
    a.country = t.string("country", a.country);
    if (!a.country.empty() && !b.model.country_index(a.country))
      t.problem("no country '" + a.country + "' in countries.toml", "country");
    if (t.has("home")) a.home = t.strings("home");
    for (const auto& tag : a.home)
      if (b.model.language_of(tag) == nullptr) t.problem("no language '" + tag + "'", "home");
    a.country_index = index_of_country(b, a.country);
    const auto index = put_by_id(by_id, b.model.agencies, a);
    const auto named = b.agency_meaning(index, Meaning::Kind::Agency);
    b.model.agencies[index].meaning = named;
    add_names(b, t, "names", named, true);
    if (t.has("generic"))
      add_names(b, t, "generic", b.agency_meaning(index, Meaning::Kind::GenericAgency), true);
  }
  read_masks(b, root);
}

void read_items(ModelBuilder& b, const TomlTable& root) {
  for (const auto& t : root.tables("item")) {
    Item item = known_or_new(b.model.item_by_id, b.model.items, t.required_string("id"));
    item.kind = t.string("kind", item.kind.empty() ? "good" : item.kind);
    item.parent = t.string("parent", item.parent);
    const auto index = put_by_id(b.model.item_by_id, b.model.items, item);
    Meaning m;
    m.index = static_cast<std::uint32_t>(index);
    m.kind = Meaning::Kind::Item;
    add_names(b, t, "names", m, false);
    m.kind = Meaning::Kind::WeakItem;
    add_names(b, t, "weak", m, false);
  }
  read_masks(b, root);
}

void read_organisations(ModelBuilder& b, const TomlTable& root) {
  for (const auto& t : root.tables("organisation")) {
    Organisation o;
    o.id = t.required_string("id");
    o.country = t.string("country");
    o.country_index = index_of_country(b, o.country);
    Meaning m;
    m.kind = Meaning::Kind::Organisation;
    m.naming = Naming::Organisation;
    m.index = static_cast<std::uint32_t>(b.model.organisations.size());
    b.model.organisations.push_back(o);
    add_names(b, t, "names", m, true);
  }
  read_masks(b, root);
}

void read_documents(ModelBuilder& b, const TomlTable& root) {
  b.model.official.read(root);
}

}  // namespace chokepoint
