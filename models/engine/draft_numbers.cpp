#include "models/engine/draft_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

#include "models/engine/name_features.h"
#include "models/engine/vicinity.h"

namespace chokepoint {
namespace {

// Probabilities unless said otherwise; -1 where there is nothing to be sure of.
struct DraftNumbers {
  // Its likeliest candidate.
  float accept = 0, parties = 0, actor = 0, both = 0;  // `both`: accepted, and of these parties
  float background = 0, considered = 0, announced = 0, in_force = 0, ended = 0;
  float read = 0, read_else = 0, read_margin = 0, read_background = 0;
  float read_actor = -1, read_target = -1, read_actor_of_type = -1, read_target_of_type = -1;
  float echo = 0, again = 0;                                                    // 1: it is
  float sentence = 0, title = 0, dates_beside = 0, items_beside = 0, span = 0;  // counts
  // How its parties differ from those its candidate chose first (Kin), and how sure that was.
  float kin = 0, parties_of_first = 0;
  // All its candidates.
  float told = 0;  // how many
  float most_accept = 0, together = 0, most_read = 0, in_text = 0;
  // Other candidates.
  float support = 0, same_elsewhere = 0, often_elsewhere = 0;
  float pair_of_other_type = 0, swapped_of_other_type = 0, swapped = 0, beside = 0;
  // Drafts before it, which are surer.
  float rank = 0, before_of_parties = 0, best_before = 0, best_in_sentence = 0, after_best = 0;
  float twin = 0, twin_accept = 0, twin_read = 0, twin_background = -1, twin_days = -1;
  // The text and its countries.
  float sentences = 0, countries = 0, drafts = 0;
  float actor_place = -1, target_place = -1;  // among the countries, the most named first
  float actor_named = 0, target_named = 0;    // how often
  float for_all = 0;
};

using Number = std::pair<std::string_view, float DraftNumbers::*>;
constexpr Number kNumbers[] = {
    {"accept", &DraftNumbers::accept},
    {"parties", &DraftNumbers::parties},
    {"actor", &DraftNumbers::actor},
    {"both", &DraftNumbers::both},
    {"background", &DraftNumbers::background},
    {"considered", &DraftNumbers::considered},
    {"announced", &DraftNumbers::announced},
    {"in force", &DraftNumbers::in_force},
    {"ended", &DraftNumbers::ended},
    {"read", &DraftNumbers::read},
    {"read else", &DraftNumbers::read_else},
    {"read margin", &DraftNumbers::read_margin},
    {"read background", &DraftNumbers::read_background},
    {"read actor", &DraftNumbers::read_actor},
    {"read target", &DraftNumbers::read_target},
    {"read actor of type", &DraftNumbers::read_actor_of_type},
    {"read target of type", &DraftNumbers::read_target_of_type},
    {"echo", &DraftNumbers::echo},
    {"again", &DraftNumbers::again},
    {"sentence", &DraftNumbers::sentence},
    {"title", &DraftNumbers::title},
    {"dates beside", &DraftNumbers::dates_beside},
    {"items beside", &DraftNumbers::items_beside},
    {"span", &DraftNumbers::span},
    {"kin", &DraftNumbers::kin},
    {"parties of first", &DraftNumbers::parties_of_first},
    {"told", &DraftNumbers::told},
    {"most accept", &DraftNumbers::most_accept},
    {"together", &DraftNumbers::together},
    {"most read", &DraftNumbers::most_read},
    {"in text", &DraftNumbers::in_text},
    {"support", &DraftNumbers::support},
    {"same elsewhere", &DraftNumbers::same_elsewhere},
    {"often elsewhere", &DraftNumbers::often_elsewhere},
    {"pair of other type", &DraftNumbers::pair_of_other_type},
    {"swapped of other type", &DraftNumbers::swapped_of_other_type},
    {"swapped", &DraftNumbers::swapped},
    {"beside", &DraftNumbers::beside},
    {"rank", &DraftNumbers::rank},
    {"before of parties", &DraftNumbers::before_of_parties},
    {"best before", &DraftNumbers::best_before},
    {"best in sentence", &DraftNumbers::best_in_sentence},
    {"after best", &DraftNumbers::after_best},
    {"twin", &DraftNumbers::twin},
    {"twin accept", &DraftNumbers::twin_accept},
    {"twin read", &DraftNumbers::twin_read},
    {"twin background", &DraftNumbers::twin_background},
    {"twin days", &DraftNumbers::twin_days},
    {"sentences", &DraftNumbers::sentences},
    {"countries", &DraftNumbers::countries},
    {"drafts", &DraftNumbers::drafts},
    {"actor place", &DraftNumbers::actor_place},
    {"target place", &DraftNumbers::target_place},
    {"actor named", &DraftNumbers::actor_named},
    {"target named", &DraftNumbers::target_named},
    {"for all", &DraftNumbers::for_all},
};

// Their order is part of what trees have learnt: they ask whether up to one of them or beyond.
enum class Kin { Same, Actor, Target, Swapped, LessSaid, MoreSaid, Other, ForAll, NoActor };

Kin kin_of(const Draft& d, const Decided& first) {
  const bool same_target = same_or_unsaid(d.target, first.target);
  if (d.actor == first.actor) {
    if (same_target) return Kin::Same;
    if (d.target.empty()) return Kin::LessSaid;
    if (d.target == "*") return Kin::ForAll;
    return first.target.size() <= 1 ? Kin::MoreSaid : Kin::Actor;
  }
  if (!d.actor.empty() && d.actor == first.target && d.target == first.actor) return Kin::Swapped;
  if (same_target) return d.actor.empty() ? Kin::NoActor : Kin::Target;
  return Kin::Other;
}

float number(std::size_t n) {
  return static_cast<float>(n);
}
float number(double p) {
  return static_cast<float>(p);
}
void raise(float& to, double p) {
  to = std::max(to, static_cast<float>(p));
}

class Numbering {
 public:
  Numbering(const Scene& s, const std::vector<Draft>& drafts, const std::vector<Decided>& decided)
      : s_(s), drafts_(drafts), decided_(decided) {}

  DraftNumbers of(std::size_t at) const {
    const auto& d = drafts_[at];
    DraftNumbers n;
    see_lead(d.told.front(), n);
    see_names(d, n);
    see_all_told(d, n);
    see_others(d, n);
    see_drafts_before(at, n);
    n.support = number(d.support);
    n.sentences = number(s_.text.sentences.size());
    n.countries = number(s_.countries.size());
    n.drafts = number(drafts_.size());
    n.for_all = d.target == "*" ? 1 : 0;
    return n;
  }

 private:
  void see_lead(const Decided& lead, DraftNumbers& n) const {
    const auto& c = *lead.candidate;
    n.accept = number(lead.accept);
    n.parties = number(lead.parties_p);
    n.actor = number(lead.actor_p);
    n.both = number(lead.accept * lead.parties_p);
    n.background = number(lead.background_p);
    float* const stages[] = {&n.considered, &n.announced, &n.in_force, &n.ended};
    for (std::size_t i = 0; i < lead.stage_p.size(); ++i) *stages[i] = number(lead.stage_p[i]);
    n.read = c.read.told;
    n.read_else = c.read.told_else;
    n.read_margin = c.read.told - c.read.told_else;
    n.read_background = c.read.background;
    n.echo = c.echo ? 1 : 0;
    n.again = lead.again ? 1 : 0;
    n.sentence = number(std::size_t{c.sentence});
    const auto& sentence = s_.text.sentences[c.sentence];
    n.title = sentence.title ? 1 : 0;
    n.span = static_cast<float>(c.last_unit - c.unit);
    n.dates_beside = static_cast<float>(
        std::count_if(s_.text.dates.begin(), s_.text.dates.end(),
                      [&](const DatedSpan& date) { return date.sentence == c.sentence; }));
    for (auto i = sentence.first_annotation; i < sentence.last_annotation; ++i)
      if (is_item(s_.text.annotations[i])) ++n.items_beside;
  }

  void see_names(const Draft& d, DraftNumbers& n) const {
    const auto& c = *d.told.front().candidate;
    const NameOutputs outputs(s_.model.types.size());
    const auto& sentence = s_.text.sentences[c.sentence];
    const auto last = std::min<std::size_t>(sentence.last_annotation, s_.name_readings.size());
    for (std::size_t i = sentence.first_annotation; i < last; ++i) {
      const auto& reading = s_.name_readings[i];
      if (reading.empty()) continue;
      for (const auto country : countries_of(s_.model, s_.text.annotations[i])) {
        const auto& id = s_.model.countries[country].id;
        if (id == d.actor) {
          raise(n.read_actor, static_cast<double>(reading[outputs.actor()]));
          raise(n.read_actor_of_type, static_cast<double>(reading[outputs.actor(c.type)]));
        }
        if (id == d.target) {
          raise(n.read_target, static_cast<double>(reading[outputs.target()]));
          raise(n.read_target_of_type, static_cast<double>(reading[outputs.target(c.type)]));
        }
      }
    }
    for (std::size_t i = 0; i < s_.countries.size(); ++i) {
      const auto& id = s_.model.countries[s_.countries[i]].id;
      const auto often = static_cast<float>(s_.text.country_counts[s_.countries[i]]);
      if (id == d.actor) std::tie(n.actor_place, n.actor_named) = std::pair{number(i), often};
      if (id == d.target) std::tie(n.target_place, n.target_named) = std::pair{number(i), often};
    }
  }

  static void see_all_told(const Draft& d, DraftNumbers& n) {
    double doubt = 1;
    for (const auto& t : d.told) {
      raise(n.most_accept, t.accept);
      raise(n.most_read, static_cast<double>(t.candidate->read.told));
      raise(n.in_text, static_cast<double>(t.candidate->read.in_text));
      doubt *= 1 - t.accept;
    }
    n.together = number(1 - doubt);
    n.told = number(d.told.size());
  }

  void see_others(const Draft& d, DraftNumbers& n) const {
    constexpr double kWorthCounting = 0.1;
    const auto& c = *d.told.front().candidate;
    for (const auto& o : decided_) {
      const bool same_pair = o.actor == d.actor && same_or_unsaid(o.target, d.target);
      const bool swapped = !d.actor.empty() && o.actor == d.target && o.target == d.actor;
      const bool chosen = !o.second && !o.again;
      const auto sure = sureness(o);
      if (o.candidate == &c && chosen) {
        n.kin = static_cast<float>(kin_of(d, o));
        n.parties_of_first = number(o.parties_p);
      }
      if (o.candidate->type == c.type) {
        if (swapped) raise(n.swapped, sure);
        if (!same_pair || o.candidate == &c) continue;
        raise(n.same_elsewhere, sure);
        if (sure > kWorthCounting) ++n.often_elsewhere;
      } else {
        if (same_pair) raise(n.pair_of_other_type, sure);
        if (swapped) raise(n.swapped_of_other_type, sure);
        if (chosen && o.candidate->sentence == c.sentence) raise(n.beside, sure);
      }
    }
  }

  void see_drafts_before(std::size_t at, DraftNumbers& n) const {
    const auto& d = drafts_[at];
    const auto& lead = d.told.front();
    const auto& c = *lead.candidate;
    n.rank = number(d.rank);
    n.twin = d.twin ? 1 : 0;
    bool any = false;
    for (std::size_t i = 0; i < at; ++i) {
      const auto& other = drafts_[i].told.front();
      if (other.candidate->type != c.type) continue;
      if (!std::exchange(any, true))
        n.after_best =
            static_cast<float>(c.sentence) - static_cast<float>(other.candidate->sentence);
      raise(n.best_before, other.accept * other.parties_p);
      if (other.candidate->sentence == c.sentence) n.best_in_sentence = 1;
      if (drafts_[i].actor != d.actor || drafts_[i].target != d.target) continue;
      if (++n.before_of_parties > 1) continue;
      n.twin_accept = number(other.accept);
      n.twin_read = other.candidate->read.told;
      n.twin_background = number(other.background_p);
      if (other.date.date && lead.date.date)
        n.twin_days = static_cast<float>(
            std::abs((other.date.date->first_day() - lead.date.date->first_day()).count()));
    }
  }

  const Scene& s_;
  const std::vector<Draft>& drafts_;
  const std::vector<Decided>& decided_;
};

std::set<std::string_view> groups_of(const Model& model) {
  std::set<std::string_view> out;
  for (const auto& t : model.types) out.insert(t.group);
  return out;
}

}  // namespace

std::vector<std::string> draft_number_names(const Model& model) {
  std::vector<std::string> out;
  for (const auto& [name, member] : kNumbers) out.emplace_back(name);
  for (const auto group : groups_of(model)) out.push_back("group " + std::string{group});
  return out;
}

void number_drafts(const Scene& s, const std::vector<Decided>& decided,
                   std::vector<Draft>& drafts) {
  const auto groups = groups_of(s.model);
  const Numbering numbering(s, drafts, decided);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto numbers = numbering.of(i);
    auto& values = drafts[i].numbers;
    for (const auto& [name, member] : kNumbers) values.push_back(numbers.*member);
    const auto& own = s.model.types[drafts[i].told.front().candidate->type].group;
    for (const auto group : groups) values.push_back(group == own ? 1.0F : 0.0F);
  }
}

}  // namespace chokepoint
