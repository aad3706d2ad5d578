// A notice for a terminal: lines of at most 76 columns where the language lets us break them.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "models/core/country.h"
#include "models/core/json.h"
#include "models/core/url.h"
#include "models/core/utf8.h"
#include "pipeline/notice.h"
#include "pipeline/notify.h"

namespace chokepoint {
namespace {

constexpr std::size_t kWidth = 76;
constexpr std::size_t kSourcesListed = 12;  // sources named; the rest are counted

std::size_t columns(char32_t c) {
  return is_han(c) || is_kana(c) || is_hangul(c) || (c >= 0x3000 && c <= 0x303F) ||
                 (c >= 0xFF00 && c <= 0xFF60)
             ? 2
             : 1;
}

// What does not begin a line: closing marks, and the star that ends marked words.
bool clings(char32_t c) {
  return c == U'*' ||
         std::u32string_view(U"，。、！？；：）》」』】”").find(c) != std::u32string_view::npos;
}

// Breaks at spaces, and between Han or Kana where there are none.
std::string wrapped(const std::string& text, const std::string& indent) {
  std::string out = indent, word;
  std::size_t used = indent.size(), wide = 0;
  const auto flush = [&] {
    if (used + wide > kWidth && used > indent.size()) {
      while (!out.empty() && out.back() == ' ') out.pop_back();
      out += "\n" + indent;
      used = indent.size();
    }
    out += word;
    used += wide;
    word.clear();
    wide = 0;
  };
  for (std::size_t pos = 0; pos < text.size();) {
    const auto c = decode_at(text, pos);
    word.append(text, pos, c.size);
    wide += columns(c.value);
    pos += c.size;
    const bool apart = is_han(c.value) || is_kana(c.value);
    if (c.value == U' ' || c.value == U'\n' || (apart && !clings(decode_at(text, pos).value)))
      flush();
    if (c.value == U'\n') {
      out += indent;
      used = indent.size();
    }
  }
  flush();
  return out + "\n";
}

std::string field(const std::string& name, const std::string& value) {
  if (value.empty()) return "";
  return "  " + name + std::string(name.size() < 11 ? 11 - name.size() : 1, ' ') + value + "\n";
}

std::string day(const std::optional<PartialDate>& date) {
  return date ? date->string() : "";
}

// considered > [ANNOUNCED] > in force
std::string ladder_line(Stage stage) {
  std::string out;
  for (const auto step : {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended}) {
    auto name = stage_name(step);
    if (step == stage) {
      for (auto& c : name) c = c == ' ' ? ' ' : static_cast<char>(c - 'a' + 'A');
      name = "[" + name + "]";
    }
    out += (out.empty() ? "" : " > ") + name;
  }
  return out;
}

std::string source_lines(const NoticeSource& s) {
  const auto& d = s.source;
  std::string line = "  - " + outlet_name(d) + " (" + std::string(name_of(d.tier)) + ", " + d.lang;
  if (d.published) line += ", " + format_day(*d.published);
  line += d.background ? ", as background)\n" : ")\n";
  if (!d.title.empty()) line += wrapped(marked_text(s.title), "    ");
  if (!s.quote.text.empty()) line += wrapped("> " + marked_text(s.quote), "    ");
  if (!d.url.empty()) line += "    " + d.url + "\n";
  return line;
}

std::string part_text(const NoticePart& part, const std::string& page) {
  const Event& e = part.event;
  std::string out = pair_name(e) + ": " + type_name(e.type) + "\n";
  for (const auto& news : part.news) out += "  * " + news + "\n";
  out += "\n" + field("stage", ladder_line(e.stage)) + field("items", joined(e.items)) +
         field("agencies", joined(e.agencies)) + field("date", day(e.date)) +
         field("effective", day(e.effective)) + field("expires", day(e.expires)) +
         field("document", e.document) + field("answers", part.answers);
  out += field("severity", severity_name(e.severity) + " of 10");
  out += field("sources", sources_name(part));
  if (!page.empty()) out += field("page", page + "/event/" + e.id);
  out += field("event", e.id) + "\n";
  for (std::size_t i = 0; i < std::min(part.sources.size(), kSourcesListed); ++i)
    out += source_lines(part.sources[i]);
  if (part.sources.size() > kSourcesListed)
    out += "  and " + std::to_string(part.sources.size() - kSourcesListed) + " more\n";
  return out;
}

nlohmann::ordered_json source_json(const NoticeSource& s) {
  nlohmann::ordered_json out{{"document", s.source.document},  {"outlet", s.source.outlet},
                             {"tier", name_of(s.source.tier)}, {"lang", s.source.lang},
                             {"title", s.source.title},        {"url", s.source.url}};
  if (s.source.published) out["published"] = format_day(*s.source.published);
  if (!s.title.marks.empty()) out["title_marks"] = s.title.marks;
  if (s.quote.text.empty()) return out;
  out["quote"] = s.quote.text;
  out["marks"] = s.quote.marks;
  return out;
}

}  // namespace

std::string marked_text(const Quote& quote) {
  std::string out;
  std::size_t done = 0;
  for (const auto& [from, to] : quote.marks) {
    out += quote.text.substr(done, from - done) + "*" + quote.text.substr(from, to - from) + "*";
    done = to;
  }
  return out + quote.text.substr(done);
}

std::string stage_name(Stage stage) {
  return stage == Stage::InForce ? "in force" : std::string(name_of(stage));
}

std::string severity_name(double severity) {
  const auto tenths = static_cast<int>(severity * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string outlet_name(const AlertSource& source) {
  if (!source.outlet.empty()) return source.outlet;
  const auto url = parse_url(source.url);
  return url ? url->host : "outlet unknown";
}

std::string sources_name(const NoticePart& part) {
  const auto articles = part.sources.size();
  return std::to_string(articles) + (articles == 1 ? " article, " : " articles, ") +
         std::to_string(part.event.origins) +
         (part.event.origins == 1 ? " independent text" : " independent texts");
}

std::string notice_text(const Notice& notice, const std::string& page) {
  std::string out;
  if (!notice.remark.empty()) out += wrapped(notice.remark, "") + "\n";
  for (const auto& part : notice.parts) {
    if (&part != &notice.parts.front()) out += "\n" + std::string(kWidth, '-') + "\n\n";
    out += part_text(part, page);
  }
  return out + "\n-- \nChokepoint, subscription " + notice.subscription + "\n";
}

std::string notice_json(const Notice& notice, const std::string& page) {
  nlohmann::ordered_json out{{"subscription", notice.subscription},
                             {"id", notice.message_id},
                             {"subject", notice.subject},
                             {"at", format_rfc3339(notice.made)},
                             {"digest", notice.digest}};
  if (!notice.remark.empty()) out["remark"] = notice.remark;
  out["alerts"] = nlohmann::ordered_json::array();
  for (const auto& a : notice.alerts)
    out["alerts"].push_back({{"event", a.event},
                             {"transition", a.transition},
                             {"kind", a.kind},
                             {"reason", a.reason},
                             {"documents", a.documents}});
  out["events"] = nlohmann::ordered_json::array();
  for (const auto& part : notice.parts) {
    nlohmann::ordered_json event{{"news", part.news}, {"event", to_json(part.event)}};
    if (!page.empty()) event["page"] = page + "/event/" + part.event.id;
    event["sources"] = nlohmann::ordered_json::array();
    for (const auto& s : part.sources) event["sources"].push_back(source_json(s));
    out["events"].push_back(std::move(event));
  }
  return json_line(out);
}

}  // namespace chokepoint
