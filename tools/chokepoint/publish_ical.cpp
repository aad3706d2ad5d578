// RFC 5545: one all-day entry for each day on which a measure starts or stops to apply.
#include "models/core/uuid.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/uri.h"

namespace chokepoint::cli {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : harmless(text)) {
    if (c == '\\' || c == ',' || c == ';') out += '\\';
    out += c;
  }
  return out;
}

// No line longer than 75 bytes; the rest goes on in the next one, after a space.
void line(std::ostream& out, const std::string& name, const std::string& value) {
  const std::string text = name + ":" + value;
  std::size_t room = 75;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.size(), at + room);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    out << (at == 0 ? "" : " ") << text.substr(at, end - at) << "\r\n";
    at = end;
    room = 74;
  }
}

std::string basic(std::string day) {
  std::erase(day, '-');
  return day;
}

std::string stamp(Instant t) {
  auto s = format_rfc3339(t);
  std::erase(s, '-');
  std::erase(s, ':');
  return s;
}

void entry(std::ostream& out, const PublishedEvent& published, const char* what,
           const PartialDate& date) {
  const Event& e = published.event;
  line(out, "BEGIN", "VEVENT");
  line(out, "UID", uuid_of(kChokepointSpace, "ical " + e.id + " " + what) + "@chokepoint");
  line(out, "DTSTAMP", stamp(e.last_seen.value_or(Instant{})));
  line(out, "DTSTART;VALUE=DATE", basic(format_day(date.first_day())));
  line(out, "DTEND;VALUE=DATE", basic(format_day(date.last_day() + std::chrono::days{1})));
  line(out, "SUMMARY", escaped(std::string(what) + ": " + headline(e)));
  std::string about = "event " + e.id;
  if (!e.document.empty()) about += ", " + e.document;
  if (date.day == 0) about += "; the day is not known, only " + date.string();
  line(out, "DESCRIPTION", escaped(about));
  for (const auto& a : published.articles)
    if (const auto uri = strict_uri(a.url); !uri.empty()) {
      line(out, "URL", uri);
      break;
    }
  line(out, "CATEGORIES", escaped(e.type));
  line(out, "TRANSP", "TRANSPARENT");
  line(out, "END", "VEVENT");
}

}  // namespace

void publish_ical(std::ostream& out, std::span<const PublishedEvent> events) {
  line(out, "BEGIN", "VCALENDAR");
  line(out, "VERSION", "2.0");
  line(out, "PRODID", "-//Chokepoint//Trade controls//EN");
  line(out, "X-WR-CALNAME", "Trade controls: start and end of measures");
  for (const auto& e : events) {
    if (e.event.effective) entry(out, e, "Starts", *e.event.effective);
    if (e.event.expires) entry(out, e, "Ends", *e.event.expires);
  }
  line(out, "END", "VCALENDAR");
}

}  // namespace chokepoint::cli
