// One round of linking: takes in hand the reports that were touched and the events they may be of,
// and writes what has changed. Inner part of ledger.cpp.
//
// What a round does not take in hand stands as stored. It may leave alone all that comes out as it
// was: a cluster that still makes up its event, a report that fits no event that changed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pipeline/ledger_answers.h"
#include "pipeline/ledger_plan.h"
#include "pipeline/link.h"
#include "storage/decisions.h"
#include "storage/events.h"

namespace chokepoint {

class Relinker {
 public:
  Relinker(Database& db, const LinkKnowledge& knowledge) : db_(db), knowledge_(knowledge) {}

  std::vector<Transition> run(const Touched& touched);

 private:
  // An event in the making: the reports it will have.
  struct Draft {
    std::vector<Report> reports;
    Shape shape;
    bool core = false;  // founded by reports that are not vague; only these take vague ones in
    bool lone = false;  // of which one article founded it: it takes none, and may be a stray
  };
  // What the runs hold, and how much of it each event and each stray has.
  struct Runs {
    std::vector<std::vector<Seat>> seats;
    std::unordered_map<std::int64_t, std::size_t> founders, strays;
  };

  // Runs (ledger_relink.cpp).
  void take_over(const std::string& name);
  Runs read_runs() const;
  void find_ruled();
  bool is_settled(const Runs& runs, const std::vector<Seat>& seats, const Cluster& cluster) const;
  void link_runs();
  void add_rest(std::vector<Report> reports);
  void add_draft(Draft draft);
  std::size_t add_whole(Draft draft);
  void keep(Draft draft);
  std::size_t draft_of(const std::string& name);
  void bring_event(const std::string& name);
  void apply_rulings(StoredEvent& event, const std::vector<Report>& reports) const;
  bool is_unchanged(const std::string& id, const StoredEvent& flags, const Draft& draft) const;
  std::vector<Transition> write();

  // Strays and vague reports (ledger_place.cpp).
  bool is_known(const Shape& shape) const;
  bool still_shaped(const StoredEvent& event) const;
  void gather_strays();
  void gather_strays(const std::string& family, const std::vector<Shape>& shapes);
  bool is_ruled(const Draft& draft) const;
  void place_strays();
  std::optional<std::size_t> host_of(const Draft& stray);
  const std::vector<Shape>& hosts_near(const Shape& stray);
  void add_vague(Report report);
  void gather_vague(const Touched& touched);
  void gather_vague(const Shape& shape);
  void bring_core(const std::string& name);
  std::optional<double> loose_fit(const Report& report, const Shape& shape) const;
  void place_vague(const Report& report);
  const std::vector<Shape>& shapes_near(const Report& report);
  bool better(double fit, double best, const Shape& s) const;
  std::size_t leftover_draft(const Report& report);

  // What people decided (ledger_rulings.cpp).
  std::optional<std::size_t> draft_holding(const std::string& key) const;
  void settle_anchors();
  bool has_outgrown(const Decision& decision, const std::vector<Report>& reports) const;
  void apply_splits();
  void apply_merges();
  std::optional<std::size_t> fetch_holding(const std::string& key);

  Database& db_;
  const LinkKnowledge& knowledge_;
  std::vector<Decision> decisions_;
  std::map<std::int64_t, std::set<std::string>> dismissed_on_;  // decision -> articles it judged
  std::unordered_set<std::int64_t> ruled_;  // rows of events that a person's word is on
  RunPlan plan_;
  std::vector<Draft> drafts_;
  std::map<std::string, std::vector<std::size_t>> by_type_,
      by_family_;                               // drafts that take others in
  std::map<std::string, std::size_t> by_name_;  // the same
  std::vector<Report> vague_;
  std::unordered_set<std::int64_t> vague_rows_, held_, was_stray_;
  std::map<std::pair<std::string, std::int64_t>, std::vector<Shape>> hosts_;
  std::map<std::string, StoredEvent> old_;
  std::unordered_map<std::int64_t, std::string> owner_;
  std::map<std::string, std::size_t> leftovers_;
  std::map<std::tuple<std::string, std::string, std::string, DayRange>, std::vector<Shape>> shapes_;
  Shape best_shape_;
};

Shape shape_of(const StoredEvent& event);
bool same_shape(const Shape& a, const Shape& b);

}  // namespace chokepoint
