// The story of an event: which documents told which change. Inner part of link_event.cpp.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "storage/events.h"

namespace chokepoint {

// What one document says of the event.
struct Tale {
  std::string document;
  Day published{};
  Instant first_seen{};
  Stage stage = Stage::Announced;
  double score = 0;
  bool trial = false;
  bool founded = false;  // by a report that shapes the event, not a stray
  bool widens = false;   // it says that the measure covers more now
  std::optional<PartialDate> date, effective;
  std::vector<std::string> items;
  std::vector<std::int64_t> mentions;
};

// One a document, news only unless there is none, in canonical order (reports must be in it).
std::vector<Tale> tales_of(std::span<const Report> reports);

// The changes these tales tell of an event of this type, in order. `date`: its day as voted.
std::vector<StoredTransition> story_of(const LinkKnowledge& knowledge, const std::string& type,
                                       std::span<const Tale> tales,
                                       const std::optional<PartialDate>& date);

}  // namespace chokepoint
