// Writes events and what ties them to each other: which measure an easing eases, which move a
// retaliation answers, and the weights in the pair ledger. Inner part of ledger.cpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "pipeline/link_event.h"
#include "storage/outlines.h"

namespace chokepoint {

class Database;

// What an easing by `actor` does about what stands against `target`.
struct Lifting {
  std::string event, actor, target;
  std::vector<std::string> items;
  std::int64_t day = 0;
};

bool is_measure(const LinkKnowledge::Type& type);
Outline outline_of(const StoredEvent& event);

class EventWriter {
 public:
  EventWriter(Database& db, const LinkKnowledge& knowledge) : db_(db), knowledge_(knowledge) {}

  void remove(const std::string& event, const std::string& heir);
  void save(std::vector<Report> reports, bool dismissed, bool confirmed);
  // Resolves the ties of all that was saved or removed, then tells the new transitions.
  std::vector<Transition> finish();

 private:
  struct Saved {
    StoredEvent event;
    bool moved = false;                 // its slots are not what they were: its ties may be others
    std::vector<std::int64_t> changed;  // mentions (rows) that came or went
  };

  void note_ties(const Saved& saved);
  void tie(const std::string& name);
  void resolve_answer(StoredEvent& event) const;
  void resolve_easing(StoredEvent& event);
  // Measures that the easing's documents tell of, by how many of them.
  using Beside = std::map<std::string, int>;
  void add_earlier(const Outline& easing, const ToldBeside& fresh, Beside& beside) const;
  std::string measure_eased(const Lifting& easing, const Beside& beside) const;
  std::vector<std::string> also_eased(const StoredEvent& easing, const Beside& beside) const;
  bool is_eased_too(const StoredEvent& easing, const Outline& measure, bool recalled) const;
  bool has_led_on(const Outline& probe, const std::vector<Outline>& measures) const;
  bool ends(const StoredEvent& easing, const std::string& measure) const;
  void tie_easings(const Outline& measure);
  void retell(const std::string& name);
  void absorb_easings();
  void absorb(const std::string& name);
  void rewrite(const StoredEvent& event, bool absorbed);
  bool is_put_off(const StoredEvent& easing) const;
  std::vector<EasedBy> easings_of(const std::string& event) const;
  void write(ToldEvent told, const StoredEvent* before);
  void weigh(const ToldEvent& told) const;

  Database& db_;
  const LinkKnowledge& knowledge_;
  std::map<std::string, Saved> saved_;
  std::set<std::string> to_tie_, to_retell_;
  std::vector<Transition> fresh_;
};

}  // namespace chokepoint
