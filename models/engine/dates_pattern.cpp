#include "models/engine/dates_pattern.h"

#include <algorithm>
#include <utility>

#include "models/core/fold.h"

namespace chokepoint {
namespace {

constexpr int kDeepestMacro = 8;

struct NamedSlot {
  std::string_view name;
  Slot slot;
};

constexpr NamedSlot kSlots[] = {{"year", Slot::Year},         {"yy", Slot::ShortYear},
                                {"era", Slot::Era},           {"erayear", Slot::EraYear},
                                {"relyear", Slot::RelYear},   {"month", Slot::Month},
                                {"mon", Slot::Month},         {"relmonth", Slot::RelMonth},
                                {"day", Slot::Day},           {"relday", Slot::RelDay},
                                {"weekday", Slot::Weekday},   {"relweek", Slot::RelWeek},
                                {"quarter", Slot::Quarter},   {"relquarter", Slot::RelQuarter},
                                {"half", Slot::Half},         {"part", Slot::Part},
                                {"shift", Slot::Shift},       {"unit", Slot::Unit},
                                {"count", Slot::Count},       {"num", Slot::Count},
                                {"sign", Slot::Sign},         {"nth", Slot::Nth},
                                {"ord", Slot::Nth},           {"holiday", Slot::Holiday},
                                {"season", Slot::Season},     {"count2", Slot::Count2},
                                {"unit2", Slot::Unit2},       {"year2", Slot::Year2},
                                {"month2", Slot::Month2},     {"day2", Slot::Day2},
                                {"weekday2", Slot::Weekday2}, {"x", Slot::None},
                                {"toldyear", Slot::ToldYear}, {"toldmonth", Slot::ToldMonth}};

constexpr std::string_view kClasses[] = {"day",
                                         "day_ord",
                                         "mon",
                                         "year",
                                         "yy",
                                         "num",
                                         "tense_future",
                                         "tense_past",
                                         "cue_effective",
                                         "cue_expiry",
                                         "cue_since",
                                         "cue_effective_after",
                                         "cue_expiry_after",
                                         "cue_since_after",
                                         "cue_moved"};

}  // namespace

std::optional<Slot> slot_named(std::string_view name) {
  const auto whole = std::find_if(std::begin(kSlots), std::end(kSlots),
                                  [&](const NamedSlot& s) { return s.name == name; });
  if (whole != std::end(kSlots)) return whole->slot;
  const auto cut = name.find('_');
  return cut == std::string_view::npos ? std::nullopt : slot_named(name.substr(0, cut));
}

DatePatterns::DatePatterns(LanguageDates& out) : out_(out) {
  for (std::size_t i = 0; i < std::size(kClasses); ++i)
    classes_.emplace(kClasses[i], static_cast<std::uint16_t>(i));
  out_.states.emplace_back();
}

std::uint16_t DatePatterns::class_id(const std::string& name) {
  const auto [it, fresh] =
      classes_.emplace(name, static_cast<std::uint16_t>(100 + classes_.size()));
  return it->second;
}

void DatePatterns::add_word(std::string_view cls, const std::string& form, int value) {
  add_word(class_id(std::string(cls)), form, value);
}

void DatePatterns::add_word(std::uint16_t cls, const std::string& form, int value) {
  const auto key = fold_text(form);
  if (!key.empty() && seen_.emplace(key, cls, value).second) out_.words.add(key, {cls, value});
}

std::optional<std::string> DatePatterns::add(const std::string& pattern) {
  error_.clear();
  text_ = pattern;
  at_ = 0;
  depth_ = 0;
  const Part whole = choice(false);
  if (error_.empty() && at_ < text_.size()) error_ = "a bracket is closed that was not opened";
  Follow end;
  end.accepts = true;
  const Follow start = compile(whole, end);
  if (start.accepts) error_ = "the pattern may match nothing";
  if (!error_.empty()) return error_;
  auto& root = out_.states.front().edges;
  root.insert(root.end(), start.edges.begin(), start.edges.end());
  return std::nullopt;
}

std::uint32_t DatePatterns::state_of(Follow& follow) {
  if (!follow.state) {
    follow.state = static_cast<std::uint32_t>(out_.states.size());
    out_.states.push_back(
        {follow.edges, follow.accepts ? static_cast<int>(out_.rules.size()) - 1 : -1});
  }
  return *follow.state;
}

DatePatterns::Follow DatePatterns::compile(const Part& part, Follow& follow) {
  Follow out;
  if (part.kind == Part::Kind::Element) {
    out.edges.push_back(part.element);
    out.edges.back().next = state_of(follow);
  } else if (part.kind == Part::Kind::Choice) {
    for (const auto& p : part.parts) join(out, compile(p, follow));
  } else {
    out = follow;
    for (auto p = part.parts.rbegin(); p != part.parts.rend(); ++p) {
      Follow next = out;
      out = compile(*p, next);
    }
  }
  if (part.optional) join(out, follow);
  out.state.reset();
  return out;
}

void DatePatterns::join(Follow& into, const Follow& more) {
  into.edges.insert(into.edges.end(), more.edges.begin(), more.edges.end());
  into.accepts = into.accepts || more.accepts;
}

// choice = sequence ('|' sequence)*; sequence = (item '?'?)*; item = word | <class:slot> |
// {macro} | (..) | [..]
DatePatterns::Part DatePatterns::choice(bool outside) {
  Part all;
  all.kind = Part::Kind::Choice;
  all.parts.push_back(sequence(outside));
  while (at_ < text_.size() && text_[at_] == '|') {
    ++at_;
    all.parts.push_back(sequence(outside));
  }
  return all;
}

DatePatterns::Part DatePatterns::sequence(bool outside) {
  Part all;
  while (at_ < text_.size() && error_.empty()) {
    const char c = text_[at_];
    if (c == '|' || c == ')' || c == ']') break;
    if (c == ' ') {
      ++at_;
      continue;
    }
    all.parts.push_back(item(outside));
    if (at_ < text_.size() && text_[at_] == '?') {
      ++at_;
      all.parts.back().optional = true;
    }
  }
  return all;
}

DatePatterns::Part DatePatterns::item(bool outside) {
  const char c = text_[at_];
  if (c == '{') return macro_part(take_until('}'), outside);
  if (c == '(' || c == '[') {
    ++at_;
    Part inner = choice(outside || c == '[');
    if (at_ >= text_.size() || text_[at_] != (c == '(' ? ')' : ']'))
      error_ = "a bracket is not closed";
    ++at_;
    return inner;
  }
  Part out;
  out.kind = Part::Kind::Element;
  out.element = c == '<' ? class_element(take_until('>'), outside) : literal(outside);
  return out;
}

std::string DatePatterns::take_until(char close) {
  const auto end = text_.find(close, at_);
  if (end == std::string::npos) {
    error_ = std::string("missing '") + close + "'";
    at_ = text_.size();
    return {};
  }
  auto name = text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return name;
}

DateEdge DatePatterns::class_element(const std::string& name, bool outside) {
  const auto colon = name.find(':');
  const auto cls = name.substr(0, colon);
  if (known_.count(cls) == 0 &&
      std::find(std::begin(kClasses), std::end(kClasses), cls) == std::end(kClasses))
    error_ = "no words are given for <" + cls + ">";
  const auto slot = slot_named(colon == std::string::npos ? cls : name.substr(colon + 1));
  if (!slot) error_ = "<" + name + "> names no slot (write <x> words in class 'x_...')";
  return {class_id(cls), slot.value_or(Slot::None), outside, 0};
}

DatePatterns::Part DatePatterns::macro_part(const std::string& name, bool outside) {
  const auto found = macros_.find(name);
  if (found == macros_.end() || depth_ > kDeepestMacro) {
    error_ = "no macro {" + name + "}";
    return {};
  }
  const std::string text = text_;
  const std::size_t at = at_;
  text_ = found->second;
  at_ = 0;
  ++depth_;
  Part inner = choice(outside);
  --depth_;
  text_ = text;
  at_ = at;
  return inner;
}

DateEdge DatePatterns::literal(bool outside) {
  const auto end = std::min(text_.find_first_of(" |()[]{}<>?", at_), text_.size());
  const auto word = fold_text(text_.substr(at_, end - at_));
  at_ = std::max(end, at_ + 1);
  const auto cls = class_id("=" + word);
  add_word(cls, word, 0);
  return {cls, Slot::None, outside, 0};
}

}  // namespace chokepoint
