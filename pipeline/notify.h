// Puts what is to be told into the outbox: changes in the transaction that makes them (the hook),
// and what time or later reports bring (the sweep). Whether and when is notify_decide's; sending is
// deliver's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/core/time.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/notify_decide.h"
#include "pipeline/process.h"
#include "storage/alert_sources.h"
#include "storage/alerts_store.h"
#include "storage/events.h"

namespace chokepoint {

class Database;

// `config` and `knowledge` are copied into the hook.
TransitionHook notify_hook(const AlertConfig& config, const LinkKnowledge& knowledge, Clock clock);

// Reminders that fall due, rumours an official source has confirmed since, corrections of what was
// told and turned out otherwise. Queued alerts of events that are no more are withdrawn.
void sweep_alerts(Database& db, const AlertConfig& config, const ItemMatch& items, Instant now);

// What the decision is made on, from the store.
NewsCase case_of(Database& db, const Transition& transition, const StoredEvent& event);
std::optional<ToldStage> last_told(Database& db, const std::string& subscription,
                                   const std::string& event);
// The change that an alert tells, as long as it stands.
std::optional<Transition> standing_change(Database& db, const StoredAlert& alert);
// The official source that tells the event as news, the first to arrive where there are several.
std::optional<AlertSource> official_source(Database& db, const std::string& event);
ItemMatch item_match(const LinkKnowledge& knowledge);

// One line that says what happened: "China → Japan: dual-use ban announced (rare earths)".
std::string subject_of(const Event& event, const Transition& transition);
std::string pair_name(const Event& event);
std::string type_name(const std::string& type);  // "dual-use ban"
std::string change_name(const Transition& transition);

}  // namespace chokepoint
