#include "models/core/reading_line.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// May stand in a JSON string as it is. Malformed bytes and rare controls may not: they are left to
// the library, so that they come out as everywhere else.
bool is_plain(std::string_view s) {
  for (std::size_t at = 0; at < s.size();) {
    const auto byte = static_cast<unsigned char>(s[at]);
    if (byte < 0x80) {
      if (byte < 0x20 || byte == '"' || byte == '\\') return false;
      ++at;
      continue;
    }
    const auto c = decode_at(s, at);
    if (c.size == 1) return false;
    at += c.size;
  }
  return true;
}

class Line {
 public:
  void raw(std::string_view bytes) { out_ += bytes; }
  void string(std::string_view s) {
    if (is_plain(s))
      (out_ += '"').append(s) += '"';
    else
      out_ += json_line(nlohmann::ordered_json(s));
  }
  void number(std::size_t n) {
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
  }
  void number(double n) { out_ += json_line(nlohmann::ordered_json(n)); }
  void string_or_null(std::string_view s) { s.empty() ? raw("null") : string(s); }
  void boolean(bool b) { raw(b ? "true" : "false"); }
  template <class All, class One>
  void list(const All& all, One one) {
    out_ += '[';
    bool first = true;
    for (const auto& x : all) {
      if (!first) out_ += ',';
      first = false;
      one(x);
    }
    out_ += ']';
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void add_span(Line& line, std::size_t start, std::size_t end, std::string_view text) {
  line.raw("\"start\":");
  line.number(start);
  line.raw(",\"end\":");
  line.number(end);
  line.raw(",\"text\":");
  line.string(text);
}

void add(Line& line, const Evidence& e) {
  line.raw("{");
  add_span(line, e.start, e.end, e.text);
  line.raw(",\"rule\":");
  line.string(e.rule);
  line.raw(e.in_title ? ",\"field\":\"title\"}" : "}");
}

void add(Line& line, const Entity& e) {
  line.raw("{\"kind\":");
  line.string(e.kind);
  line.raw(",\"id\":");
  line.string(e.id);
  line.raw(",");
  add_span(line, e.start, e.end, e.text);
  line.raw(e.in_title ? ",\"field\":\"title\"}" : "}");
}

void add(Line& line, const MoveRef& move) {
  line.raw(",\"responds_to\":{\"type\":");
  line.string_or_null(move.type);
  line.raw(",\"actor\":");
  line.string_or_null(move.actor);
  line.raw(",\"target\":");
  line.string_or_null(move.target);
  line.raw("}");
}

// What is left out where the text does not say it.
void add_rare(Line& line, const Mention& m) {
  const auto date = [&](std::string_view key, const std::optional<PartialDate>& day) {
    if (!day) return;
    line.raw(key);
    line.string(day->string());
  };
  date(",\"effective\":", m.effective);
  date(",\"expires\":", m.expires);
  if (!m.document.empty()) {
    line.raw(",\"document\":");
    line.string(m.document);
  }
  if (m.responds_to) add(line, *m.responds_to);
}

void add(Line& line, const Mention& m) {
  const auto string = [&](const std::string& s) { line.string(s); };
  line.raw("{\"type\":");
  line.string(m.type);
  line.raw(",\"stage\":");
  line.string(name_of(m.stage));
  line.raw(",\"actor\":");
  line.string_or_null(m.actor);
  line.raw(",\"target\":");
  line.string_or_null(m.target);
  line.raw(",\"agencies\":");
  line.list(m.agencies, string);
  line.raw(",\"items\":");
  line.list(m.items, string);
  line.raw(",\"date\":");
  line.string_or_null(m.date ? m.date->string() : std::string{});
  add_rare(line, m);
  line.raw(",\"background\":");
  line.boolean(m.background);
  if (m.trial) line.raw(",\"trial\":true");
  line.raw(",\"score\":");
  line.number(m.score);
  line.raw(",\"evidence\":");
  line.list(m.evidence, [&](const Evidence& e) { add(line, e); });
  line.raw("}");
}

}  // namespace

std::string reading_line(std::string_view id, const Reading& reading) {
  Line line;
  line.raw("{\"id\":");
  line.string(id);
  line.raw(",\"lang\":");
  line.string(reading.lang);
  line.raw(",\"events\":");
  line.list(reading.events, [&](const Mention& m) { add(line, m); });
  line.raw(",\"entities\":");
  line.list(reading.entities, [&](const Entity& e) { add(line, e); });
  line.raw("}");
  return line.take();
}

}  // namespace chokepoint
