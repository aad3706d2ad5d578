#include "pipeline/notice.h"

#include <algorithm>

#include "models/core/hash.h"
#include "models/core/utf8.h"
#include "pipeline/mail_address.h"
#include "pipeline/notify.h"
#include "storage/database.h"
#include "storage/event_list.h"

namespace chokepoint {
namespace {

constexpr std::size_t kQuoted = 4;  // sources of an event that are quoted
constexpr std::size_t kQuoteBytes = 320;

// Whether the sentence ends with `c`, which stands just before `pos`. "No. 14" and "approx. half"
// go on.
bool ends_sentence(char32_t c, const std::string& text, std::size_t pos) {
  if (c == U'。' || c == U'！' || c == U'？' || c == U'\n') return true;
  if (c != U'.' && c != U'!' && c != U'?') return false;
  const auto next = decode_at(text, pos);
  if (next.size == 0 || next.value == U'\n') return true;
  if (next.value != U' ') return false;
  const auto after = decode_at(text, pos + next.size).value;
  return c != U'.' || !(is_digit(after) || (after >= U'a' && after <= U'z'));
}

// Where the sentence that holds byte `at` begins.
std::size_t sentence_start(const std::string& text, std::size_t at) {
  for (std::size_t pos = at; pos > 0;) {
    const auto before = decode_before(text, pos);
    if (ends_sentence(before.value, text, pos)) return pos;
    if (at - pos > kQuoteBytes) return pos;
    pos -= before.size;
  }
  return 0;
}

std::size_t sentence_end(const std::string& text, std::size_t at) {
  for (std::size_t pos = at; pos < text.size();) {
    const auto here = decode_at(text, pos);
    if (here.value == U'\n' || pos - at > kQuoteBytes) return pos;
    pos += here.size;
    if (ends_sentence(here.value, text, pos)) return pos;
  }
  return text.size();
}

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

Spans spans_of(const std::vector<Evidence>& evidence, bool in_title, std::size_t size) {
  Spans out;
  for (const auto& e : evidence)
    if (e.in_title == in_title && e.start < e.end && e.end <= size)
      out.emplace_back(e.start, e.end);
  std::ranges::sort(out);
  return out;
}

// `start`: where the quoted words begin in the text that the spans count in.
void add_marks(Quote& quote, const Spans& spans, std::size_t start) {
  std::size_t reached = 0;
  for (const auto& [from, to] : spans) {
    if (to > start + quote.text.size()) continue;
    const auto first = std::max(from - start, reached);
    if (first >= to - start) continue;
    quote.marks.emplace_back(first, to - start);
    reached = to - start;
  }
}

std::string plain_news(const StoredAlert& alert, const Event& event) {
  if (alert.kind != "change") return alert.subject;
  for (const auto& t : event.transitions)
    if (t.id == alert.transition) {
      auto news = change_name(t);
      if (t.change == Change::FirstSeen) news = "new: " + news;
      if (t.date) news += ", " + t.date->string();
      return news;
    }
  return alert.subject;
}

std::string move_name(Database& db, const std::string& id) {
  const auto event = id.empty() ? std::nullopt : find_event(db, id);
  if (!event) return "";
  auto name = pair_name(*event) + ": " + type_name(event->type);
  if (event->date) name += ", " + event->date->string();
  return name;
}

NoticePart part_of(Database& db, Event event) {
  NoticePart part{std::move(event), {}, "", {}};
  part.answers = move_name(db, part.event.responds_to);
  for (auto& source : sources_of_event(db, part.event.id, kQuoted)) {
    auto title = title_of(source.title, source.evidence);
    auto quote = quote_of(source.text, source.evidence);
    source.text.clear();
    source.evidence.clear();
    part.sources.push_back({std::move(source), std::move(title), std::move(quote)});
  }
  return part;
}

}  // namespace

Quote title_of(const std::string& title, const std::vector<Evidence>& evidence) {
  Quote out{title, {}};
  add_marks(out, spans_of(evidence, true, title.size()), 0);
  return out;
}

Quote quote_of(const std::string& text, const std::vector<Evidence>& evidence) {
  const auto spans = spans_of(evidence, false, text.size());
  if (spans.empty()) return {};
  auto start = sentence_start(text, spans.front().first);
  const auto end = std::max(sentence_end(text, spans.front().second), spans.front().second);
  while (start < spans.front().first && (text[start] == ' ' || text[start] == '\n')) ++start;
  Quote quote{text.substr(start, end - start), {}};
  add_marks(quote, spans, start);
  return quote;
}

Notice notice_of(Database& db, const Delivery& delivery) {
  Notice notice{delivery.subscription,
                delivery.message_id,
                delivery.answers,
                delivery.thread,
                delivery.subject,
                delivery.digest,
                delivery.made,
                {},
                {},
                ""};
  notice.alerts = alerts_of_delivery(db, delivery.row);
  for (const auto& alert : notice.alerts) {
    auto event = alert.event.empty() ? std::nullopt : find_event(db, alert.event);
    if (!event) {
      notice.remark += (notice.remark.empty() ? "" : "\n") + alert.subject;
      continue;
    }
    auto news = plain_news(alert, *event);
    const auto known =
        std::ranges::find(notice.parts, event->id, [](const NoticePart& p) { return p.event.id; });
    auto& part = known != notice.parts.end()
                     ? *known
                     : notice.parts.emplace_back(part_of(db, *std::move(event)));
    part.news.push_back(std::move(news));
  }
  return notice;
}

Notice sample_notice(const Subscription& subscription, const MailSettings& mail, Instant now) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const auto key = subscription.name + "|" + format_rfc3339(now);
  const auto domain = mail.from.address.empty() ? "chokepoint.invalid" : domain_of(mail.from);
  Notice notice;
  notice.subscription = subscription.name;
  notice.message_id = "sample." + sha256_hex(key, 32) + "@" + domain;
  notice.made = now;
  notice.remark = "This is a sample. The event below is invented.";
  NoticePart part;
  Event& e = part.event;
  e.id = "E0000000sample";
  e.type = "export_licensing";
  e.actor = "CN";
  e.target = "JP";
  e.items = {"dysprosium", "rare earth magnets"};
  e.date = PartialDate::of(today);
  e.severity = 7.2;
  e.origins = 1;
  notice.subject = "Sample: " + pair_name(e) + ": " + type_name(e.type);
  part.news = {"new: announced, " + format_day(today)};
  NoticeSource source;
  source.source.outlet = "Sample Gazette";
  source.source.lang = "zh-Hans";
  source.source.title = "示例：对镝实施出口许可管理";
  source.title = {source.source.title, {}};
  source.source.url = "https://example.org/sample";
  source.source.tier = Tier::Official;
  source.source.published = today;
  const std::string text = "示例公告：自公布之日起，对镝相关物项实施出口许可管理。";
  const std::string words = "实施出口许可管理";
  const auto at = text.find(words);
  source.quote = {text, {{at, at + words.size()}}};
  part.sources.push_back(std::move(source));
  notice.parts.push_back(std::move(part));
  return notice;
}

}  // namespace chokepoint
