#include "pipeline/link_event.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "models/core/hash.h"
#include "models/core/simhash.h"
#include "pipeline/link.h"
#include "pipeline/link_easings.h"
#include "pipeline/link_group.h"
#include "pipeline/link_story.h"

namespace chokepoint {
namespace {

double weight(const Report& r) {
  return std::max(r.mention.score, 0.05) * (r.mention.background ? 0.5 : 1);
}

// The value with the most weight; ties go to the smallest. Empty values abstain.
template <class Value>
class Vote {
 public:
  void add(const Value& value, double weight) { votes_[value] += weight; }
  std::optional<Value> winner() const {
    if (votes_.empty()) return std::nullopt;
    return std::ranges::max_element(votes_, {}, [](const auto& v) { return v.second; })->first;
  }

 private:
  std::map<Value, double> votes_;
};

using Members = std::vector<const Report*>;

constexpr double kBelieved = 0.7;  // score from which one article alone is believed
// Where several tell nearly the same of other parties, it takes more.
constexpr double kSureAlone = 0.8;

std::string vote_text(const Members& reports, std::string Mention::*field) {
  Vote<std::string> vote;
  for (const auto* r : reports)
    if (!(r->mention.*field).empty()) vote.add(r->mention.*field, weight(*r));
  return vote.winner().value_or("");
}

std::optional<PartialDate> vote_date(const Members& reports,
                                     std::optional<PartialDate> Mention::*field) {
  Vote<PartialDate> vote;
  for (const auto* r : reports)
    if (const auto& d = r->mention.*field; d && d->day != 0) vote.add(*d, weight(*r));
  return vote.winner();
}

// A move that two articles told as done had been done by then: a later day is when others wrote of
// it. One article may have taken a plan for the deed.
std::optional<Day> done_by(const Members& reports) {
  constexpr auto kTimeZones = std::chrono::days{1};
  std::map<std::string, Day> told;
  for (const auto* r : reports) {
    const auto& m = r->mention;
    if (m.stage != Stage::InForce || m.background || m.score < 0.5) continue;
    const auto [at, added] = told.emplace(r->document, r->published);
    if (!added) at->second = std::min(at->second, r->published);
  }
  if (told.size() < 2) return std::nullopt;
  std::vector<Day> days;
  days.reserve(told.size());
  for (const auto& [document, day] : told) days.push_back(day);
  std::ranges::nth_element(days, days.begin() + 1);
  return days[1] + kTimeZones;
}

// Who names no day is taken to tell of the day he writes.
bool is_day_of_writing(const Report& r) {
  const auto& d = r.mention.date;
  return d && d->day != 0 && d->first_day() == r.published;
}

// Do articles of several days each tell the move of their own day, while two name a day before
// them all?
bool is_named_before(const Members& reports) {
  std::set<PartialDate> written;
  std::map<PartialDate, std::set<std::string>> named;
  for (const auto* r : reports) {
    if (!r->mention.date || r->mention.date->day == 0) continue;
    if (is_day_of_writing(*r))
      written.insert(*r->mention.date);
    else if (r->mention.stage != Stage::Considered)
      named[*r->mention.date].insert(r->document);
  }
  return written.size() >= 2 && std::ranges::any_of(named, [&](const auto& day) {
           return day.second.size() >= 2 && day.first < *written.begin();
         });
}

// The starts that decisions were told with.
struct ToldStart {
  Day published;
  PartialDate date, start;
  auto operator<=>(const ToldStart&) const = default;
};

std::set<ToldStart> told_starts(const Members& reports) {
  constexpr double kLikely = 0.5;
  std::set<ToldStart> out;
  for (const auto* r : reports) {
    const auto& m = r->mention;
    const bool exact = m.date && m.effective && m.date->day != 0 && m.effective->day != 0;
    if (exact && m.stage == Stage::Announced && !m.background && m.score >= kLikely)
      out.insert({r->published, *m.date, *m.effective});
  }
  return out;
}

// A decision told earlier had a start of its own: this one puts it off, or brings it forward.
bool is_new_start(const Report& later, const std::set<ToldStart>& starts) {
  constexpr auto kSettling = std::chrono::days{3};
  const auto& m = later.mention;
  if (!m.date || !m.effective || m.date->day == 0 || m.effective->day == 0) return false;
  return std::ranges::any_of(starts, [&](const ToldStart& first) {
    return first.start != *m.effective && first.date < *m.date && *m.date <= first.start &&
           later.published > first.published + kSettling;
  });
}

// The first day that one article, sure of it, tells as news of these days: a day weeks after it is
// of a change, or of the start.
std::optional<Day> surely_told(const Members& reports) {
  constexpr double kSure = 0.85;
  constexpr auto kFresh = std::chrono::days{3};
  std::optional<Day> out;
  for (const auto* r : reports) {
    const auto& m = r->mention;
    if (m.background || m.score < kSure || m.stage == Stage::Considered || !m.date ||
        m.date->day == 0)
      continue;
    const auto day = m.date->first_day();
    if (std::chrono::abs(r->published - day) <= kFresh) out = std::min(out.value_or(day), day);
  }
  return out;
}

// The day of the announcement counts most, then that of the start, then that of the rumour; a day
// more than a month.
std::optional<PartialDate> vote_move_date(const Members& reports) {
  constexpr std::array<double, 4> kByStage{0.3, 1.0, 0.6, 0.05};
  Vote<PartialDate> days, months, years;
  std::set<PartialDate> starts;
  for (const auto* r : reports)
    if (r->mention.effective && r->mention.date != r->mention.effective)
      starts.insert(*r->mention.effective);
  const auto done = done_by(reports);
  const bool named = is_named_before(reports);
  constexpr auto kWeeks = std::chrono::days{21};
  const auto decided = told_starts(reports);
  const auto first = surely_told(reports);
  for (const auto* r : reports) {
    const auto& d = r->mention.date;
    if (!d || is_new_start(*r, decided)) continue;
    if (first && d->day != 0 && d->first_day() > *first + kWeeks) continue;
    auto& vote = d->day != 0 ? days : d->month != 0 ? months : years;
    const bool late = done && d->first_day() > *done;
    const double written = !is_day_of_writing(*r) ? 1.0 : named ? 0.2 : 0.6;
    vote.add(*d, (starts.contains(*d) ? 0.4 : 1.0) * (late ? 0.2 : 1.0) * written * weight(*r) *
                     kByStage.at(static_cast<std::size_t>(r->mention.stage)));
  }
  for (const auto* vote : {&days, &months, &years})
    if (auto winner = vote->winner()) return winner;
  return std::nullopt;
}

// Words that at least two documents give, or any where few documents speak at all.
std::vector<std::string> common_words(const Members& reports,
                                      std::vector<std::string> Mention::*field) {
  std::map<std::string, std::set<std::string>> by;
  std::set<std::string> documents;
  for (const auto* r : reports) {
    documents.insert(r->document);
    for (const auto& word : r->mention.*field) by[word].insert(r->document);
  }
  std::vector<std::string> out;
  const std::size_t needed = documents.size() >= 4 ? 2 : 1;
  for (const auto& [word, who] : by)
    if (who.size() >= needed) out.push_back(word);
  return out;
}

std::optional<MoveRef> vote_answers(const Members& reports) {
  Vote<std::array<std::string, 3>> vote;
  for (const auto* r : reports)
    if (const auto& ref = r->mention.responds_to)
      vote.add({ref->type, ref->actor, ref->target}, weight(*r));
  const auto winner = vote.winner();
  if (!winner) return std::nullopt;
  return MoveRef{(*winner)[0], (*winner)[1], (*winner)[2]};
}

// An official number is as good as a second article.
bool is_lone(const Members& founders) {
  return !founders.empty() && std::ranges::all_of(founders, [&](const Report* r) {
    return r->document == founders.front()->document && r->mention.document.empty();
  });
}

double stage_share(Stage stage) {
  constexpr std::array<double, 4> kShares{0.6, 0.9, 1.0, 0.4};
  return kShares.at(static_cast<std::size_t>(stage));
}

// Breadth adds at most one point and a half: all countries, many goods, many independent voices.
double severity_of(const LinkKnowledge& knowledge, const Event& e, Stage stage) {
  double s = knowledge.type(e.type).severity * stage_share(stage);
  if (e.target == "*") s += 0.5;
  s += std::min(0.5, 0.1 * static_cast<double>(e.items.size()));
  s += std::min(0.5, 0.1 * std::log2(1.0 + e.origins));
  return std::round(std::clamp(s, 0.0, 10.0) * 100) / 100;
}

// The first outlet to tell it, and by how much it led the next one.
void set_lead(StoredEvent& out, const std::vector<Report>& reports) {
  std::map<std::string, Instant> first;
  for (const auto& r : reports) {
    if (r.mention.background || r.outlet.empty()) continue;
    const auto [at, added] = first.emplace(r.outlet, r.told);
    if (!added) at->second = std::min(at->second, r.told);
  }
  if (first.empty()) return;
  std::vector<std::pair<Instant, std::string>> order;
  order.reserve(first.size());
  for (const auto& [outlet, when] : first) order.emplace_back(when, outlet);
  std::ranges::sort(order);
  out.first_outlet = order.front().second;
  if (order.size() > 1) out.lead_seconds = (order[1].first - order[0].first).count();
}

// A lone report is told when it is likelier right than wrong by a margin: a false alarm costs more
// than waiting for the next outlet, which in the story test comes within hours. What others tell as
// history, or faintly, is no second report.
bool is_weak(const std::vector<Report>& reports, bool background) {
  std::set<std::string> telling;
  bool believed = false;
  for (const auto& r : reports) {
    if (r.mention.faint || r.mention.background != background) continue;
    telling.insert(r.document);
    believed = believed || r.mention.score >= kBelieved || !r.mention.document.empty();
  }
  return telling.size() == 1 && !believed;
}

bool is_news(const Transition& t) {
  constexpr auto kLate =
      std::chrono::days{7};  // an article that reached us this long after it was published
  constexpr auto kOld =
      std::chrono::days{30};  // a move this long ago is no news however it is told
  const auto seen = std::chrono::floor<std::chrono::days>(*t.at);
  if (t.published && seen - *t.published > kLate) return false;
  return !t.date || seen - t.date->last_day() <= kOld;
}

void name_transitions(const LinkKnowledge& knowledge, ToldEvent& told, bool background) {
  std::map<std::string, int> seen;
  for (auto& stored : told.transitions) {
    auto& t = stored.transition;
    t.event = told.event.event.id;
    std::string name =
        t.event + "|" + std::string(name_of(t.change)) + "|" + std::string(name_of(t.stage));
    for (const auto& word : t.added) name += "|" + word;
    // Once the event is believed, its changes are others than those that were only rumoured of it;
    // and once it is news, others than those told in passing.
    if (told.event.weak)
      name += "|weak";
    else if (background)
      name += "|background";
    name += "|" + std::to_string(++seen[name]);
    t.id = "T" + sha256_hex(name, 12);
    t.alertable = t.alertable && !background && !told.event.weak && is_news(t);
    t.severity = severity_of(knowledge, told.event.event, t.stage);
  }
}

}  // namespace

StoredEvent event_slots(const LinkKnowledge& knowledge, const std::vector<Report>& reports) {
  StoredEvent out;
  Members voters;
  for (const auto& r : reports)
    if (r.shapes()) voters.push_back(&r);
  out.vague = voters.empty();
  out.lone = is_lone(voters);
  out.unsure = out.lone && std::ranges::all_of(voters, [](const Report* r) {
                 return r->mention.score < kSureAlone;
               });
  if (out.vague)
    for (const auto& r : reports) voters.push_back(&r);
  Event& e = out.event;
  e.type = vote_text(voters, &Mention::type);
  e.actor = vote_text(voters, &Mention::actor);
  e.target = vote_text(voters, &Mention::target);
  e.document = vote_text(voters, &Mention::document);
  e.date = vote_move_date(voters);
  e.effective = vote_date(voters, &Mention::effective);
  e.expires = vote_date(voters, &Mention::expires);
  e.items = common_words(voters, &Mention::items);
  e.agencies = common_words(voters, &Mention::agencies);
  out.answers = vote_answers(voters);
  out.family = knowledge.family_of(e.type);
  out.party = e.actor;
  const auto by_day = [](const Report* r) { return r->where.day; };
  out.days = {by_day(*std::ranges::min_element(voters, {}, by_day)),
              by_day(*std::ranges::max_element(voters, {}, by_day))};
  return out;
}

std::string event_id(std::span<const Report> reports) {
  const Report* first = nullptr;
  for (const auto& r : reports) {
    const bool better = first == nullptr || (!first->shapes() && r.shapes()) ||
                        (first->shapes() == r.shapes() && comes_before(r, *first));
    if (better) first = &r;
  }
  return first == nullptr ? "" : "E" + sha256_hex(first->key(), 12);
}

int count_origins(std::span<const Report> reports) {
  std::map<std::string, std::uint64_t> texts;
  for (const auto& r : reports) texts[r.document] = r.simhash;
  std::vector<std::uint64_t> distinct;
  int unhashed = 0;
  for (const auto& [document, hash] : texts)
    hash == 0 ? static_cast<void>(++unhashed) : distinct.push_back(hash);
  std::vector<std::size_t> root(distinct.size());
  std::iota(root.begin(), root.end(), std::size_t{0});
  const auto find = [&](std::size_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  int count = static_cast<int>(distinct.size());
  for (std::size_t i = 0; i < distinct.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (similar(distinct[i], distinct[j]) && find(i) != find(j)) {
        root[find(i)] = find(j);
        --count;
      }
  return count + unhashed;
}

ToldEvent tell_event(const LinkKnowledge& knowledge, std::vector<Report> reports,
                     std::span<const EasedBy> easings, bool absorbed) {
  std::ranges::sort(reports, comes_before);
  ToldEvent told{event_slots(knowledge, reports), {}};
  Event& e = told.event.event;
  e.id = event_id(reports);
  e.background = std::ranges::all_of(
      reports, [](const Report& r) { return r.mention.background || r.mention.faint; });
  e.origins = count_origins(reports);
  e.first_seen = e.last_seen = reports.front().first_seen;
  std::set<std::string> documents;
  for (const auto& r : reports) {
    e.first_seen = std::min(*e.first_seen, r.first_seen);
    e.last_seen = std::max(*e.last_seen, r.first_seen);
    documents.insert(r.document);
    told.event.mentions.push_back(r.row);
  }
  std::ranges::sort(told.event.mentions);
  e.documents.assign(documents.begin(), documents.end());
  set_lead(told.event, reports);
  told.event.weak = is_weak(reports, e.background);
  e.background = e.background || absorbed;
  const auto tales = tales_of(reports);
  told.transitions = story_of(knowledge, e.type, tales, e.date);
  add_easings(told.transitions, easings, tales);
  if (!told.transitions.empty()) e.stage = told.transitions.back().transition.stage;
  e.severity = severity_of(knowledge, e, e.stage);
  name_transitions(knowledge, told, e.background);
  return told;
}

}  // namespace chokepoint
