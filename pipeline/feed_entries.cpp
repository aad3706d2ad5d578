#include "pipeline/feed_entries.h"

#include "pipeline/entry_document.h"
#include "pipeline/entry_identity.h"
#include "storage/database.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMaxSummary = std::size_t{32} << 10U;

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// After a word, where one ends not long before; scripts without spaces after a character.
std::size_t end_of_summary(std::string_view text) {
  if (text.size() <= kMaxSummary) return text.size();
  const auto space = text.find_last_of(" \n", kMaxSummary);
  if (space != std::string_view::npos && space > kMaxSummary / 2) return space;
  auto end = kMaxSummary;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

std::string summary_of(const Entry& e) {
  auto summary = text_of_markup(e.summary);
  auto content = text_of_markup(e.content);
  auto& longer = content.size() > summary.size() ? content : summary;
  longer.resize(end_of_summary(longer));
  return std::move(longer);
}

// Dates ahead of us are mistakes: the item cannot have reached us before it was published. So are
// those before any feed, which software writes where it knows none: 0001-01-01, 1970-01-01.
std::optional<Instant> believed(const std::optional<Instant>& t, Instant now) {
  constexpr Instant kBeforeFeeds{std::chrono::sys_days{std::chrono::year{1990} / 1 / 1}};
  if (t && (*t > now + std::chrono::hours{24} || *t < kBeforeFeeds)) return std::nullopt;
  return t;
}

// A link that a reader may safely follow.
std::string web_address(const std::string& link) {
  return link.starts_with("https://") || link.starts_with("http://") ? link : std::string();
}

SeenEntry seen_entry(const Entry& e, const FeedSource& source, std::string document, Instant now) {
  SeenEntry s;
  s.feed = source.id;
  s.document = std::move(document);
  s.guid = e.id;
  s.url = web_address(e.link);
  s.title = text_of_markup(e.title);
  s.summary = summary_of(e);
  s.byline = joined(e.authors);
  s.lang = e.language;
  s.published_at = believed(e.published, now);
  s.updated_at = believed(e.updated, now);
  s.first_seen = now;
  return s;
}

}  // namespace

std::vector<SeenEntry> entries_of(Database& db, const FeedSource& source, const ParsedFeed& feed,
                                  Instant now) {
  const EntryHistory history{[&](std::string_view guid, std::string_view title) {
                               return document_of_guid(db, source.id, guid, text_of_markup(title));
                             },
                             [&](std::string_view title) {
                               return document_of_title(db, source.id, text_of_markup(title));
                             },
                             [&](std::string_view guid, std::string_view title) {
                               return is_steady_guid(db, source.id, guid, text_of_markup(title));
                             }};
  const auto names = name_documents(source.id, feed.link, feed.entries, history);
  std::vector<SeenEntry> out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) continue;
    auto entry = seen_entry(feed.entries[i], source, names[i], now);
    if (entry.lang.empty()) entry.lang = feed.language;
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace chokepoint
