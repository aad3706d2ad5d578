// Kinds of bodies: [[kind]] tables of the files of agencies.
#include "models/engine/load_kinds.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "models/engine/load_model.h"

namespace chokepoint {
namespace {

constexpr std::string_view kCountry = "{country}";
constexpr std::string_view kAdjective = "{adjective}";

// What is wrong with the placeholders of a form; empty: nothing.
std::string fault_of(std::string_view notation) {
  const auto open = notation.find('{');
  if (open == std::string_view::npos) return "";
  const auto close = notation.find('}', open);
  const auto name = notation.substr(
      open, close == std::string_view::npos ? std::string_view::npos : close + 1 - open);
  const auto form = "form \"" + std::string{notation} + "\": ";
  if (name != kCountry && name != kAdjective)
    return form + "no placeholder '" + std::string{name} + "'; write {country} or {adjective}";
  if (notation.find('{', open + 1) != std::string_view::npos)
    return form + "a second placeholder; write one form for each";
  const auto before = notation.substr(0, open);
  if (std::ranges::count(before, '(') != std::ranges::count(before, ')'))
    return form + "a placeholder inside parentheses; write a form of its own for it";
  return "";
}

// Headlines pair countries (미·중) or open with one (미, 관세), and a form may go on where it likes
// (Тоголез*): none of these is how a body is called.
bool names_bodies(const std::string& country_form) {
  return country_form.find("·") == std::string::npos &&
         country_form.find_first_of(",*") == std::string::npos &&
         country_form.find("...") == std::string::npos;
}

std::string with_sample(std::string notation) {
  const auto open = notation.find('{');
  if (open != std::string::npos) notation.replace(open, notation.find('}') + 1 - open, "x");
  return notation;
}

std::optional<KindForm> read_form(const TomlTable& forms, const std::string& language,
                                  const std::string& notation, bool generic) {
  const auto fault = fault_of(notation);
  if (!fault.empty()) {
    forms.problem(fault, language);
    return std::nullopt;
  }
  auto spellings = expand_form(with_sample(notation));
  if (!spellings) {
    forms.problem(spellings.error().what, language);
    return std::nullopt;
  }
  KindForm form{language, notation, generic, {}};
  if (notation.find('{') == std::string::npos) form.spellings = std::move(*spellings);
  return form;
}

std::vector<KindForm> read_forms(ModelBuilder& b, const TomlTable& table, std::string_view key,
                                 bool generic) {
  std::vector<KindForm> out;
  b.each_language(table, key, [&](const TomlTable& forms, const std::string& language) {
    for (const auto& notation : forms.strings(language))
      if (auto form = read_form(forms, language, notation, generic))
        out.push_back(std::move(*form));
  });
  return out;
}

std::optional<std::size_t> read_country(const ModelBuilder& b, const TomlTable& table,
                                        const std::string& id, std::string_view key) {
  const auto country = b.model.country_index(id);
  if (!country) table.problem("no country '" + id + "' in countries.toml", key);
  return country;
}

// The countries of this table that the kind did not have.
std::vector<std::size_t> read_new_countries(const ModelBuilder& b, const TomlTable& table,
                                            const BodyKind& kind) {
  std::vector<std::size_t> out;
  for (const auto& id : table.strings("countries"))
    if (const auto country = read_country(b, table, id, "countries");
        country && std::ranges::find(kind.countries, *country) == kind.countries.end() &&
        std::ranges::find(out, *country) == out.end())
      out.push_back(*country);
  return out;
}

void read_exceptions(ModelBuilder& b, const TomlTable& table, BodyKind& kind) {
  b.each_language(table, "except", [&](const TomlTable& listed, const std::string& language) {
    for (const auto& id : listed.strings(language))
      if (const auto country = read_country(b, listed, id, language))
        kind.except.emplace(language, *country);
  });
}

// Lends the forms of kinds to the bodies of countries.
class Lender {
 public:
  Lender(ModelBuilder& b, const TomlTable& table) : b_(b), table_(table) {
    for (std::size_t i = 0; i < b.model.agencies.size(); ++i) by_id_[b.model.agencies[i].id] = i;
  }

  void lend(const BodyKind& kind, std::size_t country, const std::vector<KindForm>& forms) {
    const auto agency = body_of(kind, country);
    const auto named = b_.agency_meaning(agency, Meaning::Kind::Agency);
    const auto generic = b_.agency_meaning(agency, Meaning::Kind::GenericAgency);
    b_.model.agencies[agency].meaning = named;
    for (const auto& form : forms)
      if (!kind.except.contains({form.language, country}))
        add(form, country, form.generic ? generic : named);
  }

 private:
  // Finds or makes it; a body that a file describes keeps what that says of it.
  std::size_t body_of(const BodyKind& kind, std::size_t country) {
    Agency a;
    a.country = b_.model.countries[country].id;
    a.id = a.country + "." + kind.suffix;
    a.country_index = static_cast<std::int32_t>(country);
    const auto [it, fresh] = by_id_.try_emplace(a.id, b_.model.agencies.size());
    if (fresh) b_.model.agencies.push_back(std::move(a));
    return it->second;
  }

  void add(const KindForm& form, std::size_t country, std::uint32_t meaning) {
    const auto languages = b_.languages_for(form.language, true);
    for (const auto& spelling : form.spellings) b_.model.forms.add(spelling, languages, meaning);
    if (!form.spellings.empty()) return;
    const bool by_name = form.notation.find(kCountry) != std::string::npos;
    const auto& of_country = b_.country_forms[country];
    const auto& by_language = by_name ? of_country.names : of_country.adjectives;
    const auto known = by_language.find(form.language);
    if (known == by_language.end()) return;
    const auto placeholder = by_name ? kCountry : kAdjective;
    const auto at = form.notation.find(placeholder);
    for (const auto& country_form : known->second) {
      if (!names_bodies(country_form)) continue;
      auto notation = form.notation;
      notation.replace(at, placeholder.size(), country_form);
      b_.add_form(table_, "", notation, languages, meaning);
    }
  }

  ModelBuilder& b_;
  const TomlTable& table_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

BodyKind& kind_of(ModelBuilder& b, const TomlTable& table) {
  const auto id = table.required_string("id");
  auto kind = std::ranges::find(b.kinds, id, &BodyKind::id);
  if (kind == b.kinds.end()) {
    kind = b.kinds.insert(b.kinds.end(), BodyKind{id, table.required_string("suffix"), {}, {}, {}});
  } else if (const auto suffix = table.string("suffix", kind->suffix); suffix != kind->suffix) {
    table.problem("the bodies of kind '" + id + "' end in '" + kind->suffix +
                      "' already; leave suffix out, or give the kind another id",
                  "suffix");
  }
  return *kind;
}

}  // namespace

// A later table of the same id adds to the kind: its forms are lent to the countries known so far,
// all forms to its countries.
void read_kinds(ModelBuilder& b, const TomlTable& root) {
  for (const auto& table : root.tables("kind")) {
    auto& kind = kind_of(b, table);
    read_exceptions(b, table, kind);
    auto added = read_forms(b, table, "names", false);
    for (auto& form : read_forms(b, table, "generic", true)) added.push_back(std::move(form));
    const auto countries = read_new_countries(b, table, kind);
    Lender lender(b, table);
    for (const auto country : kind.countries) lender.lend(kind, country, added);
    std::ranges::move(added, std::back_inserter(kind.forms));
    for (const auto country : countries) lender.lend(kind, country, kind.forms);
    kind.countries.insert(kind.countries.end(), countries.begin(), countries.end());
  }
}

}  // namespace chokepoint
