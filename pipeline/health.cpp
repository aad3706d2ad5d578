#include "pipeline/health.h"

#include <algorithm>
#include <filesystem>

#include "pipeline/channel.h"
#include "pipeline/notify_decide.h"
#include "storage/alerts_store.h"
#include "storage/database.h"
#include "storage/feeds_store.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::hours;

constexpr std::uint64_t kLeastFree = std::uint64_t{256} << 20U;  // bytes
constexpr int kRhythms = 6;  // silence of so many usual gaps is odd
constexpr auto kLeastSilence = days{2};
constexpr auto kRoundLate = hours{26};

std::string ago(Instant then, Instant now) {
  const auto h = std::chrono::duration_cast<hours>(now - then).count();
  return h < 72 ? std::to_string(h) + " hours" : std::to_string(h / 24) + " days";
}

void look_at_feed(const FeedSource& feed, const FeedState& state, Instant now,
                  std::vector<Finding>& out) {
  const auto add = [&](const char* key, const std::string& what) {
    out.push_back({std::string(key) + " " + feed.id, "feed " + feed.id + " " + what, true});
  };
  if (state.health == Health::Blocked)
    add("feed_blocked", "refuses us: " + state.last_error);
  else if (state.health == Health::Gone)
    add("feed_gone", "is gone: " + state.last_error);
  else if (state.health == Health::Broken && state.failures >= 5)
    add("feed_broken",
        "failed " + std::to_string(state.failures) + " times in a row: " + state.last_error);
  if (state.health != Health::Good || !state.last_new_entry) return;
  const auto patience = std::max<std::chrono::seconds>(kRhythms * state.rhythm, kLeastSilence);
  if (state.rhythm.count() > 0 && now - *state.last_new_entry > patience)
    add("feed_silent",
        "has published nothing for " + ago(*state.last_new_entry, now) + "; look whether it moved");
}

void look_at_feeds(Database& db, Instant now, HealthReport& out) {
  for (const auto& feed : list_sources(db)) {
    const auto state = load_feed_state(db, feed.id);
    ++out.feeds[std::string(name_of(state.health))];
    if (state.last_attempt && (!out.last_round || *state.last_attempt > *out.last_round))
      out.last_round = state.last_attempt;
    look_at_feed(feed, state, now, out.findings);
  }
  if (out.last_round && now - *out.last_round > kRoundLate)
    out.findings.push_back(
        {"no_round",
         "no feed was polled for " + ago(*out.last_round, now) + "; is the timer running?", true});
}

void look_at_mail(const StoreCounts& counts, HealthReport& out) {
  if (counts.stuck > 0)
    out.findings.push_back(
        {"notices_stuck",
         std::to_string(counts.stuck) + " notices do not get through: " + counts.last_error, true});
  if (counts.failed > 0)
    out.findings.push_back({"notices_refused",
                            std::to_string(counts.failed) + " notices were refused for good: " +
                                counts.last_error + "; 'chokepoint alerts list --state failed'",
                            false});
}

// An address that takes nothing any more is no bad luck of one message. Those that the
// configuration has given up trouble nobody.
void look_at_addresses(Database& db, const Config& config, HealthReport& out) {
  for (const auto& r : refusals(db)) {
    const auto& all = config.alerts.subscriptions;
    const auto s = std::ranges::find(all, r.subscription, &Subscription::name);
    if (s == all.end()) continue;
    const auto targets = targets_of(*s);
    if (std::ranges::find(targets, r.target) == targets.end()) continue;
    out.findings.push_back({"address_refuses " + r.subscription + " " + r.target,
                            r.target + " refuses what subscription " + r.subscription +
                                " is told (" + std::to_string(r.messages) +
                                (r.messages == 1 ? " message" : " messages") +
                                " so far): " + r.last_error +
                                "; mend the address, then 'chokepoint alerts send --retry-failed'",
                            true});
  }
}

void look_at_machine(const Config& config, Instant now, HealthReport& out) {
  std::error_code ignored;
  const auto folder = fs::absolute(config.store, ignored).parent_path();
  const auto space = fs::space(folder, ignored);
  out.disk_free = ignored ? 0 : space.available;
  out.store_bytes = fs::file_size(config.store, ignored);
  if (ignored) out.store_bytes = 0;
  if (out.disk_free < kLeastFree)
    out.findings.push_back({"disk",
                            "only " + std::to_string(out.disk_free >> 20U) + " MiB are free in " +
                                folder.string() + "; make room or prune the store",
                            true});
  // The store has seen a later time than the clock shows.
  if (out.counts.last_document && *out.counts.last_document > now + hours{1})
    out.findings.push_back({"clock",
                            "the clock shows " + format_rfc3339(now) +
                                ", yet an article arrived at " +
                                format_rfc3339(*out.counts.last_document) + "; set the clock",
                            true});
}

std::string number(std::int64_t n) {
  return std::to_string(n);
}

void metric(std::string& out, const std::string& name, const std::string& help,
            const std::string& lines) {
  out += "# HELP chokepoint_" + name + " " + help + "\n# TYPE chokepoint_" + name + " gauge\n";
  out += lines;
}

void one(std::string& out, const std::string& name, const std::string& help, std::int64_t value) {
  metric(out, name, help, "chokepoint_" + name + " " + number(value) + "\n");
}

std::int64_t epoch_seconds(const std::optional<Instant>& t) {
  return t ? std::int64_t{t->time_since_epoch().count()} : 0;
}

}  // namespace

bool HealthReport::well() const {
  return std::ranges::none_of(findings, [](const Finding& f) { return f.serious; });
}

HealthReport check_health(Database& db, const Config& config, std::string_view model, Instant now) {
  HealthReport out;
  out.counts = count_store(db);
  look_at_feeds(db, now, out);
  look_at_mail(out.counts, out);
  look_at_addresses(db, config, out);
  look_at_machine(config, now, out);
  if (!model.empty() && !out.counts.last_model.empty() && out.counts.last_model != model)
    out.findings.push_back({"model",
                            "the model has changed since the last article was read; 'chokepoint "
                            "replay' shows what that changes",
                            false});
  return out;
}

void tell_health(Database& db, const Config& config, const HealthReport& report, Instant now) {
  const auto today = format_day(std::chrono::floor<days>(now));
  for (const auto& s : config.alerts.subscriptions) {
    if (!s.health) continue;
    for (const auto& finding : report.findings) {
      if (!finding.serious) continue;
      StoredAlert a;
      a.subscription = s.name;
      a.transition = "H|" + finding.key + "|" + today;
      a.kind = "health";
      a.reason = name_of(Reason::Trouble);
      a.subject = "Chokepoint itself: " + finding.what;
      a.made = a.due = now;
      save_alert(db, a);
    }
  }
}

std::string metrics_text(const HealthReport& r) {
  std::string out, feeds, alerts, findings;
  for (const auto& [health, count] : r.feeds)
    feeds += "chokepoint_feeds{health=\"" + health + "\"} " + number(count) + "\n";
  for (const auto& [state, count] : r.counts.alerts)
    alerts += "chokepoint_alerts{state=\"" + state + "\"} " + number(count) + "\n";
  if (!feeds.empty()) metric(out, "feeds", "Sources by health.", feeds);
  if (!alerts.empty()) metric(out, "alerts", "Notices by state.", alerts);
  one(out, "documents", "Articles in the store.", r.counts.documents);
  one(out, "events", "Events in the store.", r.counts.events);
  one(out, "transitions", "Changes in the store.", r.counts.transitions);
  one(out, "deliveries_pending", "Messages to addresses that wait.", r.counts.pending);
  one(out, "deliveries_stuck", "Of them, those tried three times or more.", r.counts.stuck);
  one(out, "deliveries_failed", "Messages to addresses refused for good.", r.counts.failed);
  one(out, "oldest_pending_timestamp_seconds", "When the oldest waiting message was made; 0: none.",
      epoch_seconds(r.counts.oldest_pending));
  one(out, "last_poll_timestamp_seconds", "When a feed was last asked; 0: never.",
      epoch_seconds(r.last_round));
  one(out, "store_bytes", "Size of the store.", static_cast<std::int64_t>(r.store_bytes));
  one(out, "disk_free_bytes", "Free space beside the store.",
      static_cast<std::int64_t>(r.disk_free));
  one(out, "troubles", "Findings that somebody must act on.",
      std::ranges::count_if(r.findings, [](const Finding& f) { return f.serious; }));
  return out;
}

}  // namespace chokepoint
