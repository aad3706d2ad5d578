#include "pipeline/send_round.h"

#include "pipeline/notify.h"
#include "pipeline/run_lock.h"

namespace chokepoint {

Result<DeliveryReport> send_round(Database& db, const Config& config, const ItemMatch& items,
                                  const Clock& clock, const OnAttempt& tell, bool force) {
  const auto lock = RunLock::take(config.store + ".sending");
  if (!lock) return lock.error();
  Channels channels(db, config.alerts.mail);
  sweep_alerts(db, config.alerts, items, clock());
  form_deliveries(db, config.alerts, clock());
  return deliver_pending(
      db, config.alerts, [&](ChannelKind kind) { return channels.of(kind); }, clock, tell, force);
}

}  // namespace chokepoint
