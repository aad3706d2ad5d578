// A notice for a mail client or a phone: one column, no script, no picture, nothing fetched. Styles
// stand inline because many clients drop <style>.
#include <algorithm>

#include "models/core/escape.h"
#include "pipeline/notice.h"
#include "pipeline/notify.h"

namespace chokepoint {
namespace {

constexpr std::size_t kListed = 12;

// Only what a browser may follow; anything else is shown as text.
bool is_web(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string link(const std::string& url, const std::string& html) {
  if (!is_web(url)) return html;
  return "<a href=\"" + escape_markup(url) + "\" style=\"color:#0b57a4\">" + html + "</a>";
}

std::string colour(double severity) {
  return severity >= 7 ? "#b3261e" : severity >= 5 ? "#9a5b00" : "#33691e";
}

std::string ladder(Stage stage) {
  std::string out;
  for (const auto step : {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended}) {
    const char* style = step == stage ? "background:#1f2937;color:#ffffff;font-weight:bold"
                                      : "background:#e5e7eb;color:#4b5563";
    out +=
        "<span style=\"display:inline-block;padding:2px 9px;margin:2px 4px 2px 0;"
        "border-radius:10px;font-size:13px;" +
        std::string(style) + "\">" + stage_name(step) + "</span>";
  }
  return out;
}

std::string row(const std::string& name, const std::string& html) {
  if (html.empty()) return "";
  return "<tr><td style=\"padding:2px 12px 2px "
         "0;color:#6b7280;vertical-align:top;white-space:nowrap\">" +
         name + "</td><td style=\"padding:2px 0\">" + html + "</td></tr>";
}

std::string source_html(const NoticeSource& s) {
  const auto& d = s.source;
  std::string out = "<div style=\"margin:0 0 14px 0\"><div lang=\"" + escape_markup(d.lang) + "\">";
  out += link(d.url, d.title.empty() ? escape_markup(d.url) : marked_html(s.title));
  out += "</div><div style=\"color:#6b7280;font-size:13px\">" + escape_markup(outlet_name(d)) +
         " · " + std::string(name_of(d.tier)) + " · " + escape_markup(d.lang);
  if (d.published) out += " · " + format_day(*d.published);
  if (d.background) out += " · as background";
  out += "</div>";
  if (!s.quote.text.empty())
    out += "<blockquote lang=\"" + escape_markup(d.lang) +
           "\" style=\"margin:5px 0 0 0;padding:4px 0 4px 10px;border-left:3px solid #d1d5db\">" +
           marked_html(s.quote) + "</blockquote>";
  return out + "</div>";
}

std::string part_html(const NoticePart& part, const std::string& page) {
  const Event& e = part.event;
  const auto day = [](const std::optional<PartialDate>& d) { return d ? d->string() : ""; };
  std::string out = "<div style=\"border-top:5px solid " + colour(e.severity) +
                    ";padding:12px 0 6px 0;margin:0 0 12px 0\">";
  out += "<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 4px 0\">" +
         escape_markup(pair_name(e)) + ": " + escape_markup(type_name(e.type)) + "</h1>";
  for (const auto& news : part.news)
    out += "<p style=\"margin:0 0 6px 0;font-size:17px;color:" + colour(e.severity) + "\">" +
           escape_markup(news) + "</p>";
  out += "<div style=\"margin:8px 0\">" + ladder(e.stage) + "</div>";
  out +=
      "<table role=\"presentation\" style=\"border-collapse:collapse;font-size:15px;"
      "margin:0 0 12px 0\">";
  out += row("items", escape_markup(joined(e.items))) +
         row("agencies", escape_markup(joined(e.agencies))) + row("date", day(e.date)) +
         row("effective", day(e.effective)) + row("expires", day(e.expires)) +
         row("document", escape_markup(e.document)) + row("answers", escape_markup(part.answers)) +
         row("severity", severity_name(e.severity) + " of 10") + row("sources", sources_name(part));
  if (!page.empty()) out += row("page", link(page + "/event/" + e.id, escape_markup(e.id)));
  out += "</table>";
  for (std::size_t i = 0; i < std::min(part.sources.size(), kListed); ++i)
    out += source_html(part.sources[i]);
  if (part.sources.size() > kListed)
    out += "<p>and " + std::to_string(part.sources.size() - kListed) + " more</p>";
  return out + "</div>";
}

}  // namespace

std::string marked_html(const Quote& quote) {
  std::string out;
  std::size_t done = 0;
  for (const auto& [from, to] : quote.marks) {
    out += escape_markup(quote.text.substr(done, from - done)) +
           "<mark style=\"background:#fff3a3;color:#111827\">" +
           escape_markup(quote.text.substr(from, to - from)) + "</mark>";
    done = to;
  }
  return out + escape_markup(quote.text.substr(done));
}

std::string notice_html(const Notice& notice, const std::string& page) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
      escape_markup(notice.subject) +
      "</title></head>\n<body style=\"margin:0;background:#ffffff;color:#111827\">"
      "<div style=\"max-width:640px;margin:0 auto;padding:12px 16px;font-family:system-ui,"
      "-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif;"
      "font-size:15px;line-height:1.45;overflow-wrap:anywhere\">\n";
  if (!notice.remark.empty())
    out += "<p style=\"white-space:pre-line\">" + escape_markup(notice.remark) + "</p>\n";
  for (const auto& part : notice.parts) out += part_html(part, page) + "\n";
  return out +
         "<p style=\"color:#6b7280;font-size:13px;border-top:1px solid #e5e7eb;"
         "padding-top:8px\">Chokepoint, subscription " +
         escape_markup(notice.subscription) + "</p></div></body></html>\n";
}

}  // namespace chokepoint
