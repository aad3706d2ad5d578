// One round of telling: sweep the outbox, form what is due into messages, deliver, under a lock.
#pragma once

#include "pipeline/config.h"
#include "pipeline/deliver.h"
#include "pipeline/notify_decide.h"

namespace chokepoint {

// An Error where another process sends already.
Result<DeliveryReport> send_round(Database& db, const Config& config, const ItemMatch& items,
                                  const Clock& clock, const OnAttempt& tell, bool force = false);

}  // namespace chokepoint
