// The [mail], [[subscription]] and [[silence]] sections.
#include "pipeline/config_alerts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <set>

#include "models/core/input_file.h"
#include "models/core/zone.h"
#include "pipeline/mail_address.h"
#include "pipeline/notice_template.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;
using std::chrono::minutes;

std::string beside_config(const std::string& file, const std::string& path) {
  if (path.empty() || path == "-" || fs::path{path}.is_absolute()) return path;
  return (fs::path{file}.parent_path() / path).lexically_normal().string();
}

// A word out of a list, as its place in the list.
template <std::size_t N>
std::size_t one_of(const TomlTable& t, std::string_view key,
                   const std::array<std::string_view, N>& words, std::size_t fallback) {
  const auto word = t.string(key, words.at(fallback));
  const auto at = std::ranges::find(words, word);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  std::string all;
  for (const auto w : words) all += (all.empty() ? "" : ", ") + std::string{w};
  t.problem("'" + std::string{key} + "' must be one of " + all, key);
  return fallback;
}

std::optional<minutes> clock_time(std::string_view s) {
  if (s.size() != 5 || s[2] != ':') return std::nullopt;
  int hour = 0, minute = 0;
  const auto number = [](std::string_view two, int& out) {
    return std::from_chars(two.data(), two.data() + 2, out).ptr == two.data() + 2 && out >= 0;
  };
  if (!number(s.substr(0, 2), hour) || !number(s.substr(3, 2), minute)) return std::nullopt;
  if (hour > 24 || minute > 59 || hour * 60 + minute > 1440) return std::nullopt;
  return minutes{hour * 60 + minute};
}

Secret read_secret(const TomlTable& t, const std::string& file, const std::string& key) {
  Secret secret;
  secret.file = beside_config(file, t.string(key + "_file"));
  secret.environment = t.string(key + "_env");
  if (!secret.file.empty() && !secret.environment.empty())
    t.problem("give '" + key + "_file' or '" + key + "_env', not both", key + "_env");
  if (t.has(key)) {
    static_cast<void>(t.string(key));
    t.problem(
        "a secret does not belong in this file; put it in a file of its own and name that "
        "with '" +
            key + "_file', or name an environment variable with '" + key + "_env'",
        key);
  }
  return secret;
}

MailAddress read_address(const TomlTable& t, std::string_view key, const std::string& text) {
  if (auto address = parse_mail_address(text)) return *std::move(address);
  t.problem("is no mail address; write \"a@b.example\" or \"Name <a@b.example>\"", key);
  return {};
}

template <class Value>
std::vector<Value> read_names(const TomlTable& t, std::string_view key,
                              std::optional<Value> (*parse)(std::string_view),
                              const char* choices) {
  std::vector<Value> out;
  for (const auto& word : t.strings(key)) {
    if (const auto value = parse(word))
      out.push_back(*value);
    else
      t.problem("'" + word + "' is none of " + choices, key);
  }
  return out;
}

std::vector<PairFilter> read_pairs(const TomlTable& t) {
  std::vector<PairFilter> out;
  for (const auto& pair : t.strings("pairs")) {
    const auto sign = pair.find_first_of(">-");
    if (sign == std::string::npos || sign == 0 || sign + 1 == pair.size())
      t.problem("write a pair as \"CN>JP\" (on whom) or \"CN-JP\" (either way)", "pairs");
    else
      out.push_back({pair.substr(0, sign), pair.substr(sign + 1), pair[sign] == '-'});
  }
  return out;
}

AlertScope read_scope(const TomlTable& t) {
  AlertScope s;
  s.types = t.strings("types");
  s.actors = t.strings("actors");
  s.targets = t.strings("targets");
  s.items = t.strings("items");
  s.pairs = read_pairs(t);
  s.stages = read_names(t, "stages", parse_stage, "considered, announced, in_force, ended");
  s.changes =
      read_names(t, "changes", parse_change, "first_seen, stage, scope, date, eased, ended");
  s.tiers = read_names(t, "tiers", parse_tier, "official, wire, press, aggregator");
  s.languages = t.strings("languages");
  s.outlets = t.strings("outlets");
  s.min_severity = t.number("min_severity");
  if (!(s.min_severity >= 0 && s.min_severity <= 10))  // nor nan
    t.problem("'min_severity' must lie between 0 and 10", "min_severity");
  return s;
}

std::string read_zone(const TomlTable& t, std::string_view key, const std::string& fallback) {
  auto zone = t.string(key, fallback);
  if (to_local(Instant{}, zone)) return zone;
  t.problem("no such time zone; write it as \"Europe/Brussels\"", key);
  return "UTC";
}

void read_when(const TomlTable& t, Subscription& s) {
  constexpr std::array<std::string_view, 4> kRhythms{"at_once", "hourly", "daily", "weekly"};
  constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  s.when = static_cast<Rhythm>(one_of(t, "when", kRhythms, 0));
  s.day = std::chrono::weekday{static_cast<unsigned>(one_of(t, "day", kDays, 1))};
  s.time_zone = read_zone(t, "time_zone", "UTC");
  if (const auto at = clock_time(t.string("at", "08:00")))
    s.at = *at;
  else
    t.problem("'at' must be a time of day such as \"08:00\"", "at");
  s.settle = minutes{t.integer("settle_minutes", s.settle.count())};
  if (s.settle < minutes{0} || s.settle > std::chrono::days{2})
    t.problem("'settle_minutes' must lie between 0 and 2880", "settle_minutes");
  const auto quiet = t.string("quiet");
  if (quiet.empty()) return;
  const auto from = clock_time(quiet.substr(0, 5));
  const auto until = quiet.size() == 11 ? clock_time(quiet.substr(6)) : std::nullopt;
  if (!from || !until || quiet[5] != '-')
    return t.problem("'quiet' must be two times of day such as \"22:00-07:00\"", "quiet");
  s.quiet = QuietHours{*from, *until, t.number("quiet_except", 10.1)};
}

void read_channel(const TomlTable& t, const std::string& file, Subscription& s) {
  constexpr std::array<std::string_view, 4> kChannels{"mail", "webhook", "file", "atom"};
  s.channel = static_cast<ChannelKind>(one_of(t, "channel", kChannels, 0));
  for (const auto& text : t.strings("to")) s.to.push_back(read_address(t, "to", text));
  s.url = t.string("url");
  s.path = beside_config(file, t.string("path"));
  s.secret = read_secret(t, file, "secret");
  if (s.channel == ChannelKind::Mail && s.to.empty())
    t.problem("a mail subscription needs 'to', a list of addresses");
  if (s.channel == ChannelKind::Webhook && !s.url.starts_with("https://") &&
      !s.url.starts_with("http://"))
    t.problem("a webhook subscription needs 'url', beginning with https://", "url");
  if ((s.channel == ChannelKind::File || s.channel == ChannelKind::Atom) && s.path.empty())
    t.problem("this subscription needs 'path', the file to write");
}

void read_remind_days(const TomlTable& t, Subscription& s) {
  const auto days = t.strings("remind_days");
  for (const auto& text : days) {
    int day = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, day).ptr == end && day > 0 && day <= 365)
      s.remind_days.push_back(day);
    else
      t.problem("'remind_days' are numbers of days as strings, such as [\"7\", \"1\"]",
                "remind_days");
  }
  std::ranges::sort(s.remind_days, std::greater<>{});
}

std::optional<Template> checked_template(const TomlTable& t, std::string_view key,
                                         std::string_view text, const std::string& name) {
  auto read = read_template(text, name, notice_names());
  for (const auto& problem : read.problems) t.problem(problem.line(), key);
  return std::move(read.parts);
}

std::optional<Template> read_template_file(const TomlTable& t, std::string_view key,
                                           const std::string& file) {
  const auto path = beside_config(file, t.string(key));
  if (path.empty()) return std::nullopt;
  auto in = open_input(path);
  if (!in) {
    t.problem("cannot read the template " + path, key);
    return std::nullopt;
  }
  const std::string text{std::istreambuf_iterator<char>(*in), std::istreambuf_iterator<char>()};
  return checked_template(t, key, text, path);
}

void read_wording(const TomlTable& t, const std::string& file, Subscription& s) {
  if (const auto subject = t.string("subject"); !subject.empty()) {
    if (subject.find_first_of("\r\n") != std::string::npos)
      t.problem("a subject is one line", "subject");
    s.templates.subject = checked_template(t, "subject", subject, "subject");
  }
  s.templates.text = read_template_file(t, "text_template", file);
  s.templates.html = read_template_file(t, "html_template", file);
  const bool words = s.channel == ChannelKind::Mail || s.channel == ChannelKind::Atom;
  if (s.templates.html && !words)
    t.problem("only a mail or an Atom feed has HTML to word", "html_template");
  if (s.templates.text && s.channel != ChannelKind::Mail)
    t.problem("only a mail has a text to word", "text_template");
}

Subscription read_subscription(const TomlTable& t, const std::string& file) {
  constexpr std::array<std::string_view, 3> kInhibits{"fold", "drop", "off"};
  constexpr std::array<std::string_view, 2> kGroups{"event", "pair"};
  Subscription s;
  s.name = t.required_string("name");
  const bool plain = std::ranges::all_of(s.name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
  if (!plain) t.problem("'name' may hold letters, digits, '-', '_' and '.'", "name");
  read_channel(t, file, s);
  read_wording(t, file, s);
  s.scope = read_scope(t);
  read_when(t, s);
  s.cap_per_hour = static_cast<int>(t.integer("cap_per_hour", s.cap_per_hour));
  if (s.cap_per_hour < 1) t.problem("'cap_per_hour' must be at least 1", "cap_per_hour");
  s.inhibit = static_cast<Inhibit>(one_of(t, "inhibit", kInhibits, 0));
  s.by_pair = one_of(t, "group", kGroups, 0) == 1;
  read_remind_days(t, s);
  s.confirmations = t.boolean("confirmations", true);
  s.corrections = t.boolean("corrections", true);
  s.health = t.boolean("health", false);
  return s;
}

Silence read_silence(const TomlTable& t) {
  Silence s;
  s.scope = read_scope(t);
  s.events = t.strings("events");
  s.subscriptions = t.strings("subscriptions");
  s.why = t.required_string("why");
  const auto until = t.required_string("until");
  if (const auto at = parse_rfc3339(until))
    s.until = *at;
  else if (!until.empty())
    t.problem("'until' must be \"2026-02-01\" or an RFC 3339 time", "until");
  return s;
}

bool on_this_machine(const std::string& server) {
  return server == "localhost" || server.starts_with("127.") || server == "::1";
}

void read_mail(const TomlTable& t, const std::string& file, MailSettings& m) {
  constexpr std::array<std::string_view, 3> kSecurities{"starttls", "tls", "none"};
  m.server = t.required_string("server");
  m.security = static_cast<MailSecurity>(one_of(t, "security", kSecurities, 0));
  m.port = static_cast<int>(t.integer("port", 0));
  if (m.port < 0 || m.port > 65535) t.problem("'port' must lie between 1 and 65535", "port");
  m.user = t.string("user");
  m.password = read_secret(t, file, "password");
  if (m.user.empty() != !m.password.given())
    t.problem("'user' and 'password_file' (or 'password_env') go together", "user");
  if (m.security == MailSecurity::None && !on_this_machine(m.server))
    t.problem("mail to another machine must be encrypted; use \"starttls\" or \"tls\"", "security");
  m.from = read_address(t, "from", t.required_string("from"));
  m.reply_to = t.string("reply_to");
  if (!m.reply_to.empty()) m.reply_to = read_address(t, "reply_to", m.reply_to).address;
  m.list_id = t.string("list_id");
  m.page = t.string("page");
  m.ca_file = beside_config(file, t.string("ca_file"));
  m.timeout = std::chrono::seconds{t.integer("timeout", m.timeout.count())};
  if (m.timeout.count() < 1) t.problem("'timeout' must be at least 1", "timeout");
}

}  // namespace

AlertConfig read_alerts(const TomlTable& root, const std::string& file) {
  AlertConfig out;
  const auto mail = root.table("mail");
  if (mail) read_mail(*mail, file, out.mail);
  std::set<std::string> names;
  for (const auto& t : root.tables("subscription")) {
    out.subscriptions.push_back(read_subscription(t, file));
    const auto& s = out.subscriptions.back();
    if (!s.name.empty() && !names.insert(s.name).second)
      t.problem("subscription '" + s.name + "' is there already", "name");
    if (s.channel == ChannelKind::Mail && !mail)
      t.problem("a mail subscription needs a [mail] section");
  }
  for (const auto& t : root.tables("silence")) {
    out.silences.push_back(read_silence(t));
    for (const auto& name : out.silences.back().subscriptions)
      if (!names.contains(name))
        t.problem("there is no subscription '" + name + "'", "subscriptions");
  }
  return out;
}

}  // namespace chokepoint
