#include <algorithm>

#include "models/core/escape.h"
#include "models/core/uuid.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/uri.h"

namespace chokepoint::cli {
namespace {

std::string in_words(std::string id) {
  std::ranges::replace(id, '_', ' ');
  return id;
}

std::string party(const std::string& code) {
  return code.empty() ? "?" : code == "*" ? "all countries" : code;
}

std::string xml(std::string_view text) {
  return escape_markup(harmless(text));
}

std::string urn(std::string_view name) {
  return "urn:uuid:" + uuid_of(kChokepointSpace, name);
}

struct Entry {
  std::string id, title, summary, link;
  Instant published{}, updated{};
  std::vector<std::string> categories;
};

void write(std::ostream& out, const char* what, std::span<const Entry> entries) {
  Instant updated{};
  for (const auto& e : entries) updated = std::max(updated, e.updated);
  out << "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
         "xmlns=\"http://www.w3.org/2005/Atom\">\n"
      << "  <id>" << urn(std::string("feed ") + what) << "</id>\n  <title>Chokepoint: " << what
      << "</title>\n  <updated>" << format_rfc3339(updated)
      << "</updated>\n  <author><name>Chokepoint</name></author>\n  "
         "<generator>Chokepoint</generator>\n";
  for (const auto& e : entries) {
    out << "  <entry>\n    <id>" << urn(e.id) << "</id>\n    <title>" << xml(e.title)
        << "</title>\n    <published>" << format_rfc3339(e.published)
        << "</published>\n    <updated>" << format_rfc3339(e.updated) << "</updated>\n";
    if (!e.link.empty()) out << "    <link rel=\"alternate\" href=\"" << xml(e.link) << "\"/>\n";
    for (const auto& c : e.categories) out << "    <category term=\"" << xml(c) << "\"/>\n";
    out << "    <summary>" << xml(e.summary) << "</summary>\n  </entry>\n";
  }
  out << "</feed>\n";
}

}  // namespace

std::vector<PublishedEvent> with_articles(Database& db, std::span<const Event> events,
                                          std::optional<Instant> as_of) {
  std::vector<PublishedEvent> out;
  for (const auto& e : events) {
    Question behind;
    behind.subject = Subject::Articles;
    behind.sort = "seen";
    behind.reversed = true;
    bool asked(ask(behind, "event", {e.id}));
    if (as_of) asked = asked && ask(behind, "as-of", {format_rfc3339(*as_of)});
    out.push_back({e, asked ? list_articles(db, behind) : std::vector<ListedArticle>{}});
  }
  return out;
}

std::string headline(const Event& e) {
  std::string out = party(e.actor);
  if (!e.target.empty()) out += " on " + party(e.target);
  out += ": " + in_words(e.type) + " " + in_words(std::string(name_of(e.stage)));
  std::string items;
  for (const auto& i : e.items) items += (items.empty() ? "" : ", ") + i;
  if (!items.empty()) out += " (" + items + ")";
  if (e.date) out += ", " + e.date->string();
  return out;
}

std::string headline(const ListedChange& c) {
  const Transition& t = c.transition;
  std::string out = party(c.actor);
  if (!c.target.empty()) out += " on " + party(c.target);
  out += ": " + in_words(c.type) + ", " + in_words(std::string(name_of(t.change))) + ": " +
         in_words(std::string(name_of(t.stage)));
  for (const auto& a : t.added) out += ", " + a;
  return out;
}

void publish_atom(std::ostream& out, std::span<const PublishedEvent> events) {
  std::vector<Entry> entries;
  for (const auto& [e, articles] : events) {
    Entry entry{"event " + e.id,
                headline(e),
                "",
                "",
                e.first_seen.value_or(Instant{}),
                e.last_seen.value_or(Instant{}),
                {e.type}};
    entry.summary = std::to_string(articles.size()) + " articles, " + std::to_string(e.origins) +
                    " independent";
    for (const auto& a : articles) {
      if (entry.link.empty()) entry.link = strict_uri(a.url);
      if (!a.title.empty()) entry.summary += "; " + a.outlet + ": " + a.title;
    }
    entry.categories.insert(entry.categories.end(), e.items.begin(), e.items.end());
    entries.push_back(std::move(entry));
  }
  write(out, "events", entries);
}

void publish_atom(std::ostream& out, std::span<const ListedArticle> articles) {
  std::vector<Entry> entries;
  for (const auto& a : articles)
    entries.push_back({"article " + a.id, a.title.empty() ? a.id : a.title,
                       a.snippet.empty() ? a.outlet : a.outlet + ": " + a.snippet,
                       strict_uri(a.url), a.first_seen, a.first_seen, a.events});
  write(out, "articles", entries);
}

void publish_atom(std::ostream& out, std::span<const ListedChange> changes) {
  std::vector<Entry> entries;
  for (const auto& c : changes) {
    const auto at = c.transition.at.value_or(Instant{});
    entries.push_back({"transition " + c.transition.id,
                       headline(c),
                       "event " + c.transition.event,
                       "",
                       at,
                       at,
                       {c.type, std::string(name_of(c.transition.change))}});
  }
  write(out, "timeline", entries);
}

}  // namespace chokepoint::cli
