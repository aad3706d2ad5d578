// Who wants to be told what, how and when: the [mail], [[subscription]] and [[silence]] sections of
// the configuration as plain data. config_alerts reads them, notify_decide applies them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "models/core/document.h"
#include "models/core/event.h"
#include "models/core/time.h"
#include "pipeline/template.h"

namespace chokepoint {

// A secret: where to find it, and the value once found. Never printed.
struct Secret {
  std::string file, environment;  // at most one is set

  bool given() const { return !file.empty() || !environment.empty(); }
};

// "Desk <desk@example.org>", taken apart; neither part holds control characters.
struct MailAddress {
  std::string name, address;
};

enum class MailSecurity { StartTls, Tls, None };

struct MailSettings {
  std::string server;
  int port = 0;  // 0: by security, 587, 465 or 25
  MailSecurity security = MailSecurity::StartTls;
  std::string user;
  Secret password;
  MailAddress from;
  std::string reply_to;
  std::string list_id;  // empty: made of the sender's domain
  std::string page;     // address of the web interface, for links to an event's page; may be empty
  std::string ca_file;  // PEM, beside the system's
  std::chrono::seconds timeout{30};
};

enum class ChannelKind { Mail, Webhook, File, Atom };
enum class Rhythm { AtOnce, Hourly, Daily, Weekly };

// One country's moves on another; with `either`, in both directions. "*" is anyone.
struct PairFilter {
  std::string actor, target;
  bool either = false;
};

// Empty lists let everything pass.
struct AlertScope {
  std::vector<std::string> types, actors, targets, items;
  std::vector<PairFilter> pairs;
  std::vector<Stage> stages;
  std::vector<Change> changes;
  std::vector<Tier> tiers;  // some source of the event is of these
  std::vector<std::string> languages, outlets;
  double min_severity = 0;
};

struct QuietHours {
  std::chrono::minutes from{}, until{};  // of the local day; may span midnight
  double except = 10.1;                  // a severity from which the quiet is broken
};

enum class Inhibit { Fold, Drop, Off };

// A subscription's own words; without them a notice is worded as everybody's.
struct Wording {
  std::optional<Template> subject, text, html;
};

struct Subscription {
  std::string name;
  ChannelKind channel = ChannelKind::Mail;
  std::vector<MailAddress> to;  // mail
  std::string url;              // webhook
  Secret secret;                // webhook: signs the body
  std::string path;             // file, atom
  Wording templates;
  AlertScope scope;
  Rhythm when = Rhythm::AtOnce;
  std::chrono::minutes at{480};                   // daily, weekly: local time
  std::chrono::weekday day{std::chrono::Monday};  // weekly
  std::string time_zone = "UTC";
  std::optional<QuietHours> quiet;
  std::chrono::minutes settle{60};  // what one article alone tells waits so long for a second one
  int cap_per_hour = 20;            // more events than this become an hourly digest
  Inhibit inhibit = Inhibit::Fold;  // what becomes of a lesser event told by the same articles
  bool by_pair = false;             // one message a pair of countries instead of one an event
  std::vector<int> remind_days;     // before a date of effect or expiry
  bool confirmations = true, corrections = true;
  bool health = false;  // also the monitor's own troubles
};

// While it lasts, what it covers is noted and not told.
struct Silence {
  AlertScope scope;
  std::vector<std::string> events;         // ids; empty: any
  std::vector<std::string> subscriptions;  // names; empty: all
  Instant until{};
  std::string why;
};

struct AlertConfig {
  MailSettings mail;
  std::vector<Subscription> subscriptions;
  std::vector<Silence> silences;
};

}  // namespace chokepoint
