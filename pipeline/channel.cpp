#include "pipeline/channel.h"

#include <cstdlib>
#include <fstream>

namespace chokepoint {

std::vector<std::string> targets_of(const Subscription& s) {
  switch (s.channel) {
    case ChannelKind::Mail: {
      std::vector<std::string> out;
      for (const auto& to : s.to) out.push_back(to.address);
      return out;
    }
    case ChannelKind::Webhook:
      return {s.url};
    case ChannelKind::File:
    case ChannelKind::Atom:
      return {s.path};
  }
  return {};
}

Result<std::string> read_secret(const Secret& secret) {
  if (!secret.environment.empty()) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread
    if (const char* value = std::getenv(secret.environment.c_str())) return std::string(value);
    return Error{Error::Kind::Config, "the environment variable is not set", secret.environment};
  }
  if (secret.file.empty()) return std::string();
  std::ifstream in(secret.file);
  std::string line;
  if (!in || !std::getline(in, line))
    return Error{Error::Kind::Config, "cannot read the secret in this file", secret.file};
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

Channels::Channels(Database& db, const MailSettings& mail) : db_(db), mail_(mail) {}
Channels::~Channels() = default;

Result<Channel*> Channels::of(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::Mail:
      if (!mail_channel_) {
        auto password = read_secret(mail_.password);
        if (!password) return password.error();
        mail_channel_ = make_mail_channel(mail_, *std::move(password));
      }
      return mail_channel_.get();
    case ChannelKind::Webhook:
      if (!webhook_) webhook_ = make_webhook_channel(mail_.page);
      return webhook_.get();
    case ChannelKind::File:
      if (!file_) file_ = make_file_channel(mail_.page);
      return file_.get();
    case ChannelKind::Atom:
      if (!atom_) atom_ = make_atom_channel(db_, mail_.page);
      return atom_.get();
  }
  return Error{Error::Kind::Config, "no such channel", ""};
}

}  // namespace chokepoint
