// A subscriber for tests of what is told: reads documents at given times, is sent what is due, and
// keeps what arrived.
#pragma once

#include <string>
#include <vector>

#include "pipeline/deliver.h"
#include "pipeline/health.h"
#include "pipeline/notify.h"
#include "storage/database.h"
#include "tests/pipeline/story.h"

namespace chokepoint::story {

class Desk : public Channel {
 public:
  Desk() {
    config.subscriptions.emplace_back();
    subscription().name = "desk";
    subscription().to = {{"", "desk@example.org"}};
    subscription().settle = std::chrono::minutes{0};
  }

  Subscription& subscription() { return config.subscriptions.front(); }

  // The articles arrive at `at`, and what is due then is sent. `seen`: they were found earlier, and
  // are read only now.
  void read(const char* at, std::vector<CodedDocument> documents, const char* seen = nullptr) {
    const auto now = *parse_rfc3339(at);
    const auto found = seen == nullptr ? now : *parse_rfc3339(seen);
    for (auto& d : documents) d.document.first_seen = found;
    const auto items = knowledge();
    process_coded(db, items, "m1", documents, now,
                  notify_hook(config, items, [now] { return now; }));
    send(at);
  }

  void send(const char* at) {
    const auto now = *parse_rfc3339(at);
    sweep_alerts(db, config, item_match(knowledge()), now);
    form_deliveries(db, config, now);
    deliver_pending(
        db, config, [this](ChannelKind) { return Result<Channel*>(this); }, [now] { return now; },
        {});
  }

  Attempt deliver(const Notice& notice, const Subscription&, const std::string&, Instant) override {
    if (broken) return {Outcome::Retry, "no route", false};
    subjects.push_back(notice.subject);
    notices.push_back(notice);
    return {Outcome::Sent, "", false};
  }

  // What has arrived since it was last asked.
  std::vector<std::string> mails() { return std::exchange(subjects, {}); }

  Database db = Database::in_memory();
  AlertConfig config;
  bool broken = false;
  std::vector<std::string> subjects;
  std::vector<Notice> notices;
};

// One move, and the subject of the message that tells it.
inline CodedDocument ban(const char* id, const char* day, Stage stage = Stage::Announced) {
  return document(id, day, {mention("export_ban", stage, "CN", "JP", {"gallium"}, day)});
}
inline constexpr const char* kBan = "China → Japan: export ban, announced (gallium)";

inline CodedDocument official(CodedDocument d) {
  d.document.tier = Tier::Official;
  d.document.outlet = "Ministry";
  return d;
}

inline CodedDocument dated(CodedDocument d, const char* effective, const char* expires = "") {
  d.mentions.front().effective = PartialDate::parse(effective);
  d.mentions.front().expires = PartialDate::parse(expires);
  return d;
}

}  // namespace chokepoint::story
