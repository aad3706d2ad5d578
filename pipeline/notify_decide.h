// Whether a subscription is told of a change, when, and why: pure, so that `alerts explain` and the
// tests ask the very question the outbox asks. What is written and sent is notify's and deliver's.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/event.h"
#include "pipeline/subscription.h"

namespace chokepoint {

// Every decision has one of these names; they are stored with the alert and shown by `explain`.
enum class Reason {
  // told
  AtOnce,
  InDigest,
  HeldForQuietHours,
  Settling,  // one article alone tells it: waits a while for a second one
  OverCap,   // too many this hour: the next full hour tells them together
  FoldedIntoGreater,
  Reminder,
  ConfirmedByOfficial,
  Correction,
  Trouble,
  // not told
  NotAlertable,
  Background,
  Dismissed,
  ToldByAnother,  // the same news as another event's: a truce's easing, the end of a plan
  AlreadyTold,    // as far as this subscription knows, it is so already
  ToldWithLater,  // held back when it came, and overtaken by now
  OtherType,
  OtherChange,
  OtherPair,
  OtherActor,
  OtherTarget,
  OtherItem,
  OtherStage,
  BelowSeverity,
  OtherTier,
  OtherLanguage,
  OtherOutlet,
  Silenced,
  Inhibited,
  Retracted,
  DayPast,  // a reminder that could not go out before its day was over
};
std::string_view name_of(Reason reason);  // at_once, in_digest, ...
bool is_told(Reason reason);

struct SourceFacts {
  std::string document, outlet, lang;
  Tier tier = Tier::Press;
};

// A change, with what is known of its event when it is decided on.
struct NewsCase {
  Transition transition;
  Event event;
  bool dismissed = false;
  std::vector<SourceFacts> sources;  // of the event
  int origins = 1;                   // independent texts that tell the change, copies counted once
  std::vector<NewsCase> told_by;     // changes of other events that tell the same news
  bool held_back = false;            // it was known before, and then not thought fit to tell
};

// How far a subscription believes an event to have come, and since when.
struct ToldStage {
  Stage stage = Stage::Announced;
  Instant at{};
};

// True where the second item is the first or is of its kind: "rare earths" asks for dysprosium too.
using ItemMatch = std::function<bool(const std::string& asked, const std::string& item)>;

// What passes the scope, or the first thing that does not. Nothing: it passes.
std::optional<Reason> out_of_scope(const AlertScope& scope, const NewsCase& candidate,
                                   const ItemMatch& items);

// The silence that covers the case now; null where none does.
const Silence* silence_over(const Subscription& subscription, const NewsCase& candidate,
                            std::span<const Silence> silences, const ItemMatch& items, Instant now);

struct Verdict {
  Reason reason = Reason::AtOnce;
  Instant due{};
  bool digest = false;
  std::string lead;  // event that tells it, when folded
  std::string note;  // of a silence: why
};

struct DecisionContext {
  std::span<const Silence> silences;
  ItemMatch items;
  Instant now{};                      // nothing goes out before; the change may have come long ago
  int told_this_hour = 0;             // events told at once in the hour before
  std::span<const NewsCase> company;  // changes made in the same round, this one among them
  std::optional<ToldStage> told;      // the last that was told of the event, if anything was
};

// One text alone may have misunderstood, unless it is an official source's.
bool is_settled(const NewsCase& candidate);

Verdict decide(const Subscription& subscription, const NewsCase& candidate,
               const DecisionContext& context);

// When the next digest of the subscription goes out, after `now`.
Instant next_digest(const Subscription& subscription, Instant now);
// When what happens now may be told: now, or the end of the quiet hours.
Instant after_quiet(const Subscription& subscription, double severity, Instant now);
// When what is ready now and over the cap goes out: with the digest of the next full hour.
Instant next_over_cap(const Subscription& subscription, double severity, Instant now);
// When what is ready now goes out: at once or with the next digest, and not in the quiet hours.
Instant next_message(const Subscription& subscription, double severity, Instant now);

}  // namespace chokepoint
