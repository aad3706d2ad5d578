// A notice for a mail client or a phone: one column, no script, no picture, nothing fetched. Styles
// stand inline because many clients drop <style>.
#include <algorithm>

#include "pipeline/notice.h"
#include "pipeline/notify.h"

namespace chokepoint {
namespace {

constexpr std::size_t kListed = 12;

std::string escaped(std::string_view s) {
  std::string out;
  for (const char c : s) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Only what a browser may follow; anything else is shown as text.
bool is_web(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string link(const std::string& url, const std::string& words) {
  if (!is_web(url)) return escaped(words);
  return "<a href=\"" + escaped(url) + "\" style=\"color:#0b57a4\">" + escaped(words) + "</a>";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string colour(double severity) {
  return severity >= 7 ? "#b3261e" : severity >= 5 ? "#9a5b00" : "#33691e";
}

std::string ladder(Stage stage) {
  std::string out;
  for (const auto step : {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended}) {
    const std::string name = step == Stage::InForce ? "in force" : std::string(name_of(step));
    const char* style = step == stage ? "background:#1f2937;color:#ffffff;font-weight:bold"
                                      : "background:#e5e7eb;color:#4b5563";
    out +=
        "<span style=\"display:inline-block;padding:2px 9px;margin:2px 4px 2px 0;"
        "border-radius:10px;font-size:13px;" +
        std::string(style) + "\">" + name + "</span>";
  }
  return out;
}

std::string row(const std::string& name, const std::string& html) {
  if (html.empty()) return "";
  return "<tr><td style=\"padding:2px 12px 2px 0;color:#6b7280;vertical-align:top\">" + name +
         "</td><td style=\"padding:2px 0\">" + html + "</td></tr>";
}

std::string marked(const Quote& quote) {
  std::string out;
  std::size_t done = 0;
  for (const auto& [from, to] : quote.marks) {
    out += escaped(quote.text.substr(done, from - done)) +
           "<mark style=\"background:#fff3a3;color:#111827\">" +
           escaped(quote.text.substr(from, to - from)) + "</mark>";
    done = to;
  }
  return out + escaped(quote.text.substr(done));
}

std::string source_html(const NoticeSource& s) {
  const auto& d = s.source;
  std::string out = "<div style=\"margin:0 0 14px 0\"><div>";
  out += link(d.url, d.title.empty() ? d.url : d.title);
  out += "</div><div style=\"color:#6b7280;font-size:13px\">" + escaped(outlet_name(d)) + " · " +
         std::string(name_of(d.tier)) + " · " + escaped(d.lang);
  if (d.published) out += " · " + format_day(*d.published);
  if (d.background) out += " · as background";
  out += "</div>";
  if (!s.quote.text.empty())
    out += "<blockquote lang=\"" + escaped(d.lang) +
           "\" style=\"margin:5px 0 0 0;padding:4px 0 4px 10px;border-left:3px solid #d1d5db\">" +
           marked(s.quote) + "</blockquote>";
  return out + "</div>";
}

std::string part_html(const NoticePart& part, const std::string& page) {
  const Event& e = part.event;
  const auto day = [](const std::optional<PartialDate>& d) { return d ? d->string() : ""; };
  std::string out = "<div style=\"border-top:5px solid " + colour(e.severity) +
                    ";padding:12px 0 6px 0;margin:0 0 12px 0\">";
  out += "<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 4px 0\">" + escaped(pair_name(e)) +
         ": " + escaped(type_name(e.type)) + "</h1>";
  for (const auto& news : part.news)
    out += "<p style=\"margin:0 0 6px 0;font-size:17px;color:" + colour(e.severity) + "\">" +
           escaped(news) + "</p>";
  out += "<div style=\"margin:8px 0\">" + ladder(e.stage) + "</div>";
  const auto tenths = static_cast<int>(e.severity * 10 + 0.5);
  out +=
      "<table role=\"presentation\" style=\"border-collapse:collapse;font-size:15px;"
      "margin:0 0 12px 0\">";
  out +=
      row("items", escaped(joined(e.items))) + row("agencies", escaped(joined(e.agencies))) +
      row("date", day(e.date)) + row("effective", day(e.effective)) +
      row("expires", day(e.expires)) + row("document", escaped(e.document)) +
      row("answers", escaped(part.answers)) +
      row("severity", std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " of 10") +
      row("sources", sources_name(part));
  if (!page.empty()) out += row("page", link(page + "/event/" + e.id, e.id));
  out += "</table>";
  for (std::size_t i = 0; i < std::min(part.sources.size(), kListed); ++i)
    out += source_html(part.sources[i]);
  if (part.sources.size() > kListed)
    out += "<p>and " + std::to_string(part.sources.size() - kListed) + " more</p>";
  return out + "</div>";
}

}  // namespace

std::string notice_html(const Notice& notice, const std::string& page) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
      escaped(notice.subject) +
      "</title></head>\n<body style=\"margin:0;background:#ffffff;color:#111827\">"
      "<div style=\"max-width:640px;margin:0 auto;padding:12px 16px;font-family:system-ui,"
      "-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif;"
      "font-size:15px;line-height:1.45;overflow-wrap:anywhere\">\n";
  if (!notice.remark.empty())
    out += "<p style=\"white-space:pre-line\">" + escaped(notice.remark) + "</p>\n";
  for (const auto& part : notice.parts) out += part_html(part, page) + "\n";
  return out +
         "<p style=\"color:#6b7280;font-size:13px;border-top:1px solid #e5e7eb;"
         "padding-top:8px\">Chokepoint, subscription " +
         escaped(notice.subscription) + "</p></div></body></html>\n";
}

}  // namespace chokepoint
