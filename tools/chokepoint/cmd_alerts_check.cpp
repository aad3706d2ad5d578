// chokepoint alerts check|explain|test: what the subscriptions mean, before anything is sent.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "pipeline/channel.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/mail_message.h"
#include "pipeline/notice_template.h"
#include "pipeline/notify.h"
#include "pipeline/scope_check.h"
#include "storage/database.h"
#include "storage/events.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/vocabulary.h"

namespace chokepoint::cli {
namespace {

std::string where_to(const Subscription& s) {
  std::string out;
  for (const auto& target : targets_of(s)) out += (out.empty() ? "" : ", ") + target;
  return out;
}

void run_check(Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  constexpr std::array<const char*, 4> kChannels{"mail", "webhook", "file", "atom"};
  constexpr std::array<const char*, 4> kRhythms{"at once", "hourly", "daily", "weekly"};
  bool good = true;
  for (const auto& s : config->alerts.subscriptions) {
    std::printf("%-16s %s to %s, %s\n", s.name.c_str(),
                kChannels.at(static_cast<std::size_t>(s.channel)), where_to(s).c_str(),
                kRhythms.at(static_cast<std::size_t>(s.when)));
    if (const auto secret = read_secret(s.secret); !secret) {
      complain("subscription " + s.name + ": " + secret.error().line());
      good = false;
    }
  }
  for (const auto& silence : config->alerts.silences)
    std::printf("silence until %s: %s\n", format_rfc3339(silence.until).c_str(),
                silence.why.c_str());
  for (const auto& unknown : unknown_names(*config, *model)) {
    complain(unknown.line());
    good = false;
  }
  if (const auto secret = read_secret(config->alerts.mail.password); !secret) {
    complain("[mail]: " + secret.error().line());
    good = false;
  }
  if (config->alerts.subscriptions.empty()) std::puts("no subscriptions");
  if (!good) globals.status = kUsage;
}

using AlertKey = std::pair<std::string, std::string>;  // subscription, id of the change today

// What the outbox holds of an event's changes. An event that goes by another id now has its changes
// under other ids too, so each alert is held against the change that it tells today.
struct Outbox {
  std::map<AlertKey, StoredAlert> standing;
  std::vector<StoredAlert> gone;  // of changes that no report bears out any more
};

Outbox outbox_of(Database& db, const std::string& event) {
  // Of two rows for one change, the one that says that somebody was told.
  constexpr std::array kTelling{AlertState::Sent, AlertState::Queued, AlertState::Failed};
  const auto rank = [&](const StoredAlert& a) { return std::ranges::find(kTelling, a.state); };
  Outbox out;
  AlertFilter filter;
  filter.event = event;
  filter.kind = "change";
  filter.not_told = true;
  for (auto& a : list_alerts(db, filter)) {
    const auto change = standing_change(db, a);
    if (!change) {
      out.gone.push_back(std::move(a));
      continue;
    }
    const auto [at, added] = out.standing.try_emplace({a.subscription, change->id}, a);
    if (!added && rank(a) <= rank(at->second)) at->second = std::move(a);
  }
  return out;
}

void print_fate(const StoredAlert& a) {
  const auto sent = a.sent ? " " + format_rfc3339(*a.sent) : std::string();
  std::printf("  %-16s %s%s, %s\n", a.subscription.c_str(), std::string(name_of(a.state)).c_str(),
              sent.c_str(), a.reason.c_str());
}

void explain(Database& db, const Config& config, const LinkKnowledge& knowledge,
             const StoredEvent& event) {
  const auto transitions = transitions_of(db, event.event.id);
  const auto outbox = outbox_of(db, event.event.id);
  for (const auto& stored : transitions) {
    const auto& t = stored.transition;
    std::printf("%s  %s\n", t.at ? format_rfc3339(*t.at).c_str() : "",
                subject_of(event.event, t).c_str());
    for (const auto& s : config.alerts.subscriptions) {
      if (const auto row = outbox.standing.find({s.name, t.id}); row != outbox.standing.end()) {
        print_fate(row->second);
        continue;
      }
      const auto c = case_of(db, t, event);
      const auto verdict = decide(s, c,
                                  {config.alerts.silences,
                                   item_match(knowledge),
                                   t.at.value_or(Instant{}),
                                   0,
                                   {},
                                   last_told(db, s.name, event.event.id)});
      std::printf("  %-16s not in the outbox: %s\n", s.name.c_str(),
                  is_told(verdict.reason)
                      ? "would be told, but the subscription is newer than the change"
                      : std::string(name_of(verdict.reason)).c_str());
    }
  }
  for (const auto& a : outbox.gone) {
    std::printf("%s  %s (stands no more)\n", format_rfc3339(a.made).c_str(), a.subject.c_str());
    print_fate(a);
  }
  if (transitions.empty() && outbox.gone.empty())
    std::puts("nothing of this event was ever worth telling");
}

void run_explain(const std::string& id, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  auto db = store_or_complain(globals, *config, OpenMode::Read);
  if (!db) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto event = load_event(*db, id);
  if (!event) {
    complain(no_event(id));
    globals.status = kUsage;
    return;
  }
  explain(*db, *config, link_knowledge(*model), *event);
}

void run_test(const std::string& name, bool dry_run, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  const auto& all = config->alerts.subscriptions;
  const auto s = std::ranges::find(all, name, &Subscription::name);
  if (s == all.end()) {
    complain("there is no subscription '" + name + "'; 'chokepoint alerts check' lists them");
    globals.status = kUsage;
    return;
  }
  const auto now = system_clock()();
  const auto& mail = config->alerts.mail;
  const auto notice = with_subject(sample_notice(*s, mail, now), *s, mail.page);
  if (dry_run) {
    std::fputs(s->channel == ChannelKind::Mail ? mail_message(notice, mail, *s, now).c_str()
                                               : notice_json(notice, mail.page).c_str(),
               stdout);
    return;
  }
  auto db = store_or_complain(globals, *config, OpenMode::Write);
  if (!db) return;
  Channels channels(*db, mail);
  const auto channel = channels.of(s->channel);
  if (!channel) {
    complain(channel.error().line());
    globals.status = kUsage;
    return;
  }
  for (const auto& target : targets_of(*s)) {
    const auto attempt = (*channel)->deliver(notice, *s, target, now);
    if (attempt.outcome == Outcome::Sent) {
      std::printf("sent a sample to %s\n", target.c_str());
    } else {
      complain("not sent to " + target + ": " + attempt.detail);
      globals.status = kPartly;
    }
  }
}

}  // namespace

void add_alerts_check(CLI::App& alerts, Globals& globals) {
  auto* check = alerts.add_subcommand("check", "Check the subscriptions and say what they are");
  check->callback([&globals] { run_check(globals); });
  auto event = std::make_shared<std::string>();
  auto* why = alerts.add_subcommand("explain", "Say for each subscription whether and why");
  why->add_option("event", *event, "Id of an event")->required();
  why->callback([event, &globals] { run_explain(*event, globals); });
  auto name = std::make_shared<std::string>();
  auto dry_run = std::make_shared<bool>(false);
  auto* test = alerts.add_subcommand("test", "Send a sample to a subscription");
  test->add_option("subscription", *name, "Its name")->required();
  test->add_flag("--dry-run", *dry_run, "Print it instead");
  test->callback([name, dry_run, &globals] { run_test(*name, *dry_run, globals); });
}

}  // namespace chokepoint::cli
