#include "pipeline/template.h"

#include <algorithm>
#include <optional>

#include "models/core/toml.h"

namespace chokepoint {
namespace {

using Kind = TemplatePart::Kind;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

struct Tag {
  std::size_t at = 0, end = 0;  // of the braces, outside
  char sign = 0;                // '#', '^', '/'; 0: a field
  std::string name;
};

class Reader {
 public:
  Reader(std::string_view text, const std::string& file, const TemplateNames& names)
      : text_(text), file_(file), scopes_{&names} {}

  TemplateRead read() {
    TemplateRead out;
    out.parts = body(nullptr);
    out.problems = std::move(problems_);
    return out;
  }

 private:
  void problem(std::size_t at, std::string what) {
    const auto before = text_.substr(0, at);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto column = std::ranges::count_if(before.substr(start), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    problems_.push_back({Error::Kind::Config, std::move(what),
                         file_ + ":" + std::to_string(line) + ":" + std::to_string(column + 1)});
  }

  // Up to the tag that closes `open`, or to the end.
  Template body(const Tag* open) {
    Template out;
    while (pos_ < text_.size()) {
      const auto tag = next_tag(out);
      if (!tag) break;
      if (tag->sign == '/') {
        if (open != nullptr && tag->name == open->name) return out;
        problem(tag->at, "'{{/" + tag->name + "}}' closes nothing that is open here" +
                             (open == nullptr ? "" : "; '" + open->name + "' is"));
      } else if (tag->sign == 0) {
        if (is_known(*tag, false)) out.push_back({Kind::Field, tag->name, {}});
      } else {
        out.push_back(section(*tag));
      }
    }
    if (open != nullptr) problem(open->at, "'" + open->name + "' is never closed");
    return out;
  }

  TemplatePart section(const Tag& tag) {
    const bool known = is_known(tag, true);
    const auto* members = tag.sign == '#' ? list_of(tag.name) : nullptr;
    if (members != nullptr) scopes_.push_back(members);
    TemplatePart part{tag.sign == '#' ? Kind::Each : Kind::Unless, tag.name, body(&tag)};
    if (members != nullptr) scopes_.pop_back();
    if (!known) part.inner.clear();
    return part;
  }

  // Adds the words before the next tag; nothing where there is none.
  std::optional<Tag> next_tag(Template& out) {
    const auto at = text_.find("{{", pos_);
    const auto end = at == std::string_view::npos ? at : text_.find("}}", at);
    if (end == std::string_view::npos) {
      if (at != std::string_view::npos) problem(at, "'{{' without '}}'");
      words(out, text_.substr(pos_));
      pos_ = text_.size();
      return std::nullopt;
    }
    Tag tag{at, end + 2, 0, ""};
    auto name = trimmed(text_.substr(at + 2, end - at - 2));
    if (!name.empty() && std::string_view("#^/").find(name.front()) != std::string_view::npos) {
      tag.sign = name.front();
      name = trimmed(name.substr(1));
    }
    tag.name = name;
    const auto [from, to] = tag.sign == 0 ? std::pair(tag.at, tag.end) : whole_line(tag);
    words(out, text_.substr(pos_, from - pos_));
    pos_ = to;
    return tag;
  }

  // The tag with its line, where nothing else stands on it.
  std::pair<std::size_t, std::size_t> whole_line(const Tag& tag) const {
    auto from = tag.at, to = tag.end;
    while (from > pos_ && (text_[from - 1] == ' ' || text_[from - 1] == '\t')) --from;
    while (to < text_.size() && (text_[to] == ' ' || text_[to] == '\t' || text_[to] == '\r')) ++to;
    const bool starts = from == 0 || text_[from - 1] == '\n';
    const bool ends = to == text_.size() || text_[to] == '\n';
    if (!starts || !ends) return {tag.at, tag.end};
    return {from, std::min(to + 1, text_.size())};
  }

  static void words(Template& out, std::string_view text) {
    if (!text.empty()) out.push_back({Kind::Text, std::string(text), {}});
  }

  const TemplateNames* list_of(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      for (const auto& [list, members] : (*scope)->lists)
        if (list == name) return members;
    return nullptr;
  }

  bool is_known(const Tag& tag, bool lists_too) {
    std::vector<std::string> known;
    for (const auto* scope : scopes_) {
      known.insert(known.end(), scope->fields.begin(), scope->fields.end());
      if (lists_too)
        for (const auto& [list, members] : scope->lists) known.emplace_back(list);
    }
    if (std::ranges::find(known, tag.name) != known.end()) return true;
    std::ranges::sort(known);
    known.erase(std::ranges::unique(known).begin(), known.end());
    const auto near = nearest_name(tag.name, known);
    std::string all;
    for (const auto& name : known) all += (all.empty() ? "" : ", ") + name;
    problem(tag.at, "there is no '" + tag.name + "' here" +
                        (near.empty() ? "" : "; did you mean '" + near + "'?") +
                        " The names are: " + all);
    return false;
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t pos_ = 0;
  std::vector<const TemplateNames*> scopes_;
  std::vector<Error> problems_;
};

class Filler {
 public:
  explicit Filler(const TemplateValues& values) : scopes_{&values} {}

  void fill(const Template& parts) {
    for (const auto& part : parts) {
      if (part.kind == Kind::Text)
        out_ += part.text;
      else if (part.kind == Kind::Field)
        out_ += field(part.text);
      else
        section(part);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void section(const TemplatePart& part) {
    const auto* members = list(part.text);
    const bool empty = members != nullptr ? members->empty() : field(part.text).empty();
    if (part.kind == Kind::Unless || members == nullptr) {
      if (empty == (part.kind == Kind::Unless)) fill(part.inner);
      return;
    }
    for (const auto& member : *members) {
      scopes_.push_back(&member);
      fill(part.inner);
      scopes_.pop_back();
    }
  }

  std::string_view field(const std::string& name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (const auto at = (*scope)->fields.find(name); at != (*scope)->fields.end())
        return at->second;
    return "";
  }

  const std::vector<TemplateValues>* list(const std::string& name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (const auto at = (*scope)->lists.find(name); at != (*scope)->lists.end())
        return &at->second;
    return nullptr;
  }

  std::vector<const TemplateValues*> scopes_;
  std::string out_;
};

}  // namespace

TemplateRead read_template(std::string_view text, const std::string& file,
                           const TemplateNames& names) {
  return Reader(text, file, names).read();
}

std::string fill_template(const Template& parts, const TemplateValues& values) {
  Filler filler(values);
  filler.fill(parts);
  return filler.take();
}

}  // namespace chokepoint
