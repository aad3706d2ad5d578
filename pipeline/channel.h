// The seam to whatever carries a notice: mail, webhook, file, Atom feed, or a test's own. A channel
// tries once and says whether trying again can help; when to try again is deliver's.
#pragma once

#include <memory>
#include <string>

#include "models/core/result.h"
#include "pipeline/notice.h"
#include "pipeline/subscription.h"
#include "storage/alerts_store.h"

namespace chokepoint {

class Database;

struct Attempt {
  Outcome outcome = Outcome::Retry;
  std::string detail;          // one line, without secrets
  bool whole_channel = false;  // the server, not this message: others would fare no better
};

class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  virtual Attempt deliver(const Notice& notice, const Subscription& subscription,
                          const std::string& target, Instant now) = 0;
};

// Where the subscription's notices go: addresses, a URL or a path.
std::vector<std::string> targets_of(const Subscription& subscription);

// Holds one channel a kind, made when first asked for, so that connections are kept.
class Channels {
 public:
  Channels(Database& db, const MailSettings& mail);
  ~Channels();
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;
  // An Error (kind Config) where a secret cannot be read.
  Result<Channel*> of(ChannelKind kind);

 private:
  Database& db_;
  const MailSettings& mail_;
  std::unique_ptr<Channel> mail_channel_, webhook_, file_, atom_;
};

// The value of a secret: the first line of the file, or the variable.
Result<std::string> read_secret(const Secret& secret);

std::unique_ptr<Channel> make_mail_channel(const MailSettings& mail, std::string password);
std::unique_ptr<Channel> make_webhook_channel(const std::string& page);
std::unique_ptr<Channel> make_file_channel(const std::string& page);
std::unique_ptr<Channel> make_atom_channel(Database& db, const std::string& page);

// Logs in and asks for nothing else: for `doctor`.
Attempt try_mail_login(const MailSettings& mail, const std::string& password);

}  // namespace chokepoint
