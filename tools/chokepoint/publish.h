// Events, articles and changes in the formats others read: Atom, iCalendar, STIX 2.1, MISP. Ids are
// made from the events' own, so that the same event is the same object in every export.
#pragma once

#include <ostream>
#include <set>
#include <span>
#include <string>

#include "models/core/event.h"
#include "storage/article_list.h"
#include "storage/event_list.h"

namespace chokepoint::cli {

// An event and the articles behind it, with their addresses.
struct PublishedEvent {
  Event event;
  std::vector<ListedArticle> articles;
};

std::vector<PublishedEvent> with_articles(Database& db, std::span<const Event> events,
                                          std::optional<Instant> as_of);

// "CN on JP: dual use ban announced (rare earths), 2026-01-06".
std::string headline(const Event& event);
std::string headline(const ListedChange& change);

// For eyes ("table", "markdown") the chief columns, and a note at those whose ids are `dismissed`;
// as "csv" all that is one value.
void write_event_sheet(std::ostream& out, std::span<const Event> events, std::string_view format,
                       const std::set<std::string>& dismissed = {});

void publish_atom(std::ostream& out, std::span<const PublishedEvent> events);
void publish_atom(std::ostream& out, std::span<const ListedArticle> articles);
void publish_atom(std::ostream& out, std::span<const ListedChange> changes);
void publish_ical(std::ostream& out, std::span<const PublishedEvent> events);
void publish_stix(std::ostream& out, std::span<const PublishedEvent> events);
void publish_misp(std::ostream& out, std::span<const PublishedEvent> events);

}  // namespace chokepoint::cli
