// From the outbox to the channels: alerts that are due become messages, messages are tried until
// they arrive or are refused for good. Each step is one transaction; a message keeps its id through
// every attempt, so that a receiver can drop a second copy.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/core/time.h"
#include "pipeline/channel.h"
#include "pipeline/subscription.h"

namespace chokepoint {

class Database;

// Puts due alerts into messages; answers the rows of new deliveries, in the order of delivery.
std::vector<std::int64_t> form_deliveries(Database& db, const AlertConfig& config, Instant now);

struct DeliveryReport {
  int sent = 0, retried = 0, refused = 0;
  int waiting = 0;  // not due yet, in quiet hours, or behind one that must go first
};

// Called for each attempt: delivery, target, what came of it.
using OnAttempt = std::function<void(const Delivery&, const std::string&, const Attempt&)>;
using ChannelOf = std::function<Result<Channel*>(ChannelKind)>;

// `force`: also those whose next attempt is not due yet.
DeliveryReport deliver_pending(Database& db, const AlertConfig& config, const ChannelOf& channel,
                               const Clock& clock, const OnAttempt& tell, bool force = false);

// A minute, five, fifteen, an hour, then every four hours; given up after five days.
std::chrono::seconds back_off(int attempts);

}  // namespace chokepoint
