#include "pipeline/notify_decide.h"

#include <algorithm>
#include <array>

#include "models/core/zone.h"

namespace chokepoint {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 31> kReasons{"at_once",
                                                    "in_digest",
                                                    "held_for_quiet_hours",
                                                    "settling",
                                                    "over_cap",
                                                    "folded_into_greater",
                                                    "reminder",
                                                    "confirmed_by_official",
                                                    "correction",
                                                    "trouble",
                                                    "not_alertable",
                                                    "background",
                                                    "dismissed",
                                                    "told_by_another",
                                                    "already_told",
                                                    "told_with_later",
                                                    "other_type",
                                                    "other_change",
                                                    "other_pair",
                                                    "other_actor",
                                                    "other_target",
                                                    "other_item",
                                                    "other_stage",
                                                    "below_severity",
                                                    "other_tier",
                                                    "other_language",
                                                    "other_outlet",
                                                    "silenced",
                                                    "inhibited",
                                                    "retracted",
                                                    "day_past"};

template <class Value>
bool lists(const std::vector<Value>& asked, const Value& value) {
  return asked.empty() || std::ranges::find(asked, value) != asked.end();
}

// A move against all countries is one against each.
bool is_on(const std::string& asked, const std::string& target) {
  return asked == "*" || asked == target || target == "*";
}

bool runs(const PairFilter& pair, const std::string& actor, const std::string& target) {
  return (pair.actor == "*" || pair.actor == actor) && is_on(pair.target, target);
}

bool in_pairs(const AlertScope& scope, const Event& e) {
  return scope.pairs.empty() || std::ranges::any_of(scope.pairs, [&](const PairFilter& p) {
           return runs(p, e.actor, e.target) || (p.either && runs(p, e.target, e.actor));
         });
}

bool has_item(const AlertScope& scope, const Event& e, const ItemMatch& match) {
  return scope.items.empty() || std::ranges::any_of(scope.items, [&](const auto& asked) {
           return std::ranges::any_of(e.items, [&](const auto& item) {
             return asked == item || (match && match(asked, item));
           });
         });
}

bool on_any_target(const AlertScope& scope, const Event& e) {
  return scope.targets.empty() ||
         std::ranges::any_of(scope.targets, [&](const auto& t) { return is_on(t, e.target); });
}

template <class Value>
bool some_source(const std::vector<Value>& asked, const NewsCase& c, Value SourceFacts::*field) {
  return asked.empty() || std::ranges::any_of(c.sources, [&](const SourceFacts& s) {
           return std::ranges::find(asked, s.*field) != asked.end();
         });
}

// "zh" asks for both scripts, "zh-Hant" for one.
bool some_language(const std::vector<std::string>& asked, const NewsCase& c) {
  const auto fits = [](const std::string& tag, const std::string& lang) {
    return lang.starts_with(tag) && (lang.size() == tag.size() || lang[tag.size()] == '-');
  };
  return asked.empty() || std::ranges::any_of(c.sources, [&](const SourceFacts& s) {
           return std::ranges::any_of(asked, [&](const auto& tag) { return fits(tag, s.lang); });
         });
}

// When the change came. What we make of it hangs on this; when it goes out hangs on now, so that a
// round that runs late sends nothing at hours that are past.
Instant came(const NewsCase& c, const DecisionContext& x) {
  return std::min(c.transition.at.value_or(x.now), x.now);
}

const Silence* silence_over(const Subscription& s, const NewsCase& c, const DecisionContext& x) {
  return silence_over(s, c, x.silences, x.items, came(c, x));
}

bool tells_all_of(const NewsCase& greater, const NewsCase& lesser) {
  const auto& by = greater.transition.documents;
  return !lesser.transition.documents.empty() &&
         std::ranges::all_of(lesser.transition.documents, [&](const auto& document) {
           return std::ranges::find(by, document) != by.end();
         });
}

// The subscription is told of it too, so that what it tells need not be told again.
bool is_wanted(const Subscription& s, const NewsCase& c, const DecisionContext& x) {
  return !out_of_scope(s.scope, c, x.items) && silence_over(s, c, x) == nullptr;
}

const NewsCase* teller(const Subscription& s, const NewsCase& c, const DecisionContext& x) {
  const auto by =
      std::ranges::find_if(c.told_by, [&](const auto& o) { return is_wanted(s, o, x); });
  return by == c.told_by.end() ? nullptr : &*by;
}

// The greatest change of another event of the pair that the same articles tell and that this
// subscription wants too.
const NewsCase* greater_one(const Subscription& s, const NewsCase& c, const DecisionContext& x) {
  const NewsCase* best = nullptr;
  for (const auto& other : x.company) {
    if (other.event.id == c.event.id || other.event.actor != c.event.actor ||
        other.event.target != c.event.target || c.event.target.empty())
      continue;
    if (other.transition.severity <= c.transition.severity || !tells_all_of(other, c)) continue;
    if (!is_wanted(s, other, x)) continue;
    if (best == nullptr || other.transition.severity > best->transition.severity) best = &other;
  }
  return best;
}

// Reports of a day or two differ in how far a move has come. What was told as announced is not told
// as considered, nor announced again, a little later: if it was wrong, a correction says so.
bool is_told_already(const NewsCase& c, const DecisionContext& x) {
  constexpr auto kSameNews = days{3};
  if (!x.told) return false;
  if (c.transition.change == Change::FirstSeen) return true;
  return c.transition.change == Change::Stage && x.told->stage != Stage::Ended &&
         c.transition.stage <= x.told->stage && came(c, x) < x.told->at + kSameNews;
}

bool is_overtaken(const NewsCase& c, const DecisionContext& x) {
  return c.held_back && std::ranges::any_of(x.company, [&](const NewsCase& other) {
           return other.event.id == c.event.id && other.transition.alertable &&
                  other.transition.published > c.transition.published;
         });
}

Verdict not_told(Reason reason, const DecisionContext& x, std::string note = "") {
  return {reason, x.now, false, "", std::move(note)};
}

Instant next_full_hour(Instant now) {
  return floor<hours>(now) + hours{1};
}

}  // namespace

std::string_view name_of(Reason reason) {
  return kReasons.at(static_cast<std::size_t>(reason));
}

bool is_told(Reason reason) {
  return reason < Reason::NotAlertable;
}

std::optional<Reason> out_of_scope(const AlertScope& scope, const NewsCase& c,
                                   const ItemMatch& items) {
  const Event& e = c.event;
  if (!lists(scope.types, e.type)) return Reason::OtherType;
  if (!lists(scope.changes, c.transition.change)) return Reason::OtherChange;
  if (!in_pairs(scope, e)) return Reason::OtherPair;
  if (!lists(scope.actors, e.actor)) return Reason::OtherActor;
  if (!on_any_target(scope, e)) return Reason::OtherTarget;
  if (!has_item(scope, e, items)) return Reason::OtherItem;
  if (!lists(scope.stages, c.transition.stage)) return Reason::OtherStage;
  if (c.transition.severity < scope.min_severity) return Reason::BelowSeverity;
  if (!some_source(scope.tiers, c, &SourceFacts::tier)) return Reason::OtherTier;
  if (!some_language(scope.languages, c)) return Reason::OtherLanguage;
  if (!some_source(scope.outlets, c, &SourceFacts::outlet)) return Reason::OtherOutlet;
  return std::nullopt;
}

const Silence* silence_over(const Subscription& s, const NewsCase& c,
                            std::span<const Silence> silences, const ItemMatch& items,
                            Instant now) {
  for (const auto& silence : silences) {
    const bool here = now < silence.until && lists(silence.subscriptions, s.name) &&
                      lists(silence.events, c.event.id) && !out_of_scope(silence.scope, c, items);
    if (here) return &silence;
  }
  return nullptr;
}

bool is_settled(const NewsCase& c) {
  const auto& by = c.transition.documents;
  return c.origins != 1 || std::ranges::any_of(c.sources, [&](const SourceFacts& s) {
           return s.tier == Tier::Official && std::ranges::find(by, s.document) != by.end();
         });
}

Verdict decide(const Subscription& s, const NewsCase& c, const DecisionContext& x) {
  if (c.event.background) return not_told(Reason::Background, x);
  if (c.dismissed) return not_told(Reason::Dismissed, x);
  if (!c.transition.alertable) return not_told(Reason::NotAlertable, x);
  if (const auto why = out_of_scope(s.scope, c, x.items)) return not_told(*why, x);
  if (const auto* by = teller(s, c, x)) return not_told(Reason::ToldByAnother, x, by->event.id);
  if (is_told_already(c, x)) return not_told(Reason::AlreadyTold, x);
  if (is_overtaken(c, x)) return not_told(Reason::ToldWithLater, x);
  if (const auto* silence = silence_over(s, c, x))
    return not_told(Reason::Silenced, x, silence->why);
  const auto severity = c.transition.severity;
  if (s.when != Rhythm::AtOnce)
    return {Reason::InDigest, next_message(s, severity, x.now), true, "", ""};
  if (s.inhibit != Inhibit::Off)
    if (const auto* greater = greater_one(s, c, x)) {
      if (s.inhibit == Inhibit::Drop) return not_told(Reason::Inhibited, x, greater->event.id);
      const auto due = after_quiet(s, greater->transition.severity, x.now);
      return {Reason::FoldedIntoGreater, due, false, greater->event.id, ""};
    }
  const bool alone = !is_settled(c) && s.settle > minutes{0};
  const auto ready = alone ? std::max(x.now, came(c, x) + s.settle) : x.now;
  if (x.told_this_hour >= s.cap_per_hour)
    return {Reason::OverCap, next_over_cap(s, severity, ready), true, "", ""};
  const auto due = after_quiet(s, severity, ready);
  const auto reason = due > ready ? Reason::HeldForQuietHours
                      : alone     ? Reason::Settling
                                  : Reason::AtOnce;
  return {reason, due, false, "", ""};
}

Instant next_digest(const Subscription& s, Instant now) {
  if (s.when == Rhythm::Hourly) return next_full_hour(now);
  const auto local = to_local(now, s.time_zone).value_or(now);
  auto day = floor<days>(local);
  if (s.when == Rhythm::Weekly) day += s.day - std::chrono::weekday{day};
  const auto step = s.when == Rhythm::Weekly ? days{7} : days{1};
  Instant next = day + s.at;
  while (next <= local) next += step;
  // A clock put back or forward between now and then moves the digest with it.
  const auto at = from_local(next, s.time_zone).value_or(next);
  return at > now ? at : from_local(next + step, s.time_zone).value_or(next + step);
}

Instant after_quiet(const Subscription& s, double severity, Instant now) {
  if (!s.quiet || severity >= s.quiet->except) return now;
  const auto local = to_local(now, s.time_zone).value_or(now);
  const auto day = floor<days>(local);
  const auto time = local - day;
  const auto [from, until, except] = *s.quiet;
  const bool spans = from > until;
  const bool quiet = spans ? time >= from || time < until : time >= from && time < until;
  if (!quiet) return now;
  const Instant end = day + until + (spans && time >= from ? days{1} : days{0});
  return from_local(end, s.time_zone).value_or(end);
}

Instant next_over_cap(const Subscription& s, double severity, Instant now) {
  return after_quiet(s, severity, next_full_hour(now));
}

Instant next_message(const Subscription& s, double severity, Instant now) {
  return after_quiet(s, severity, s.when == Rhythm::AtOnce ? now : next_digest(s, now));
}

}  // namespace chokepoint
