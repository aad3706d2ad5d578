// The contract's JSON, written in one place. Keys come out in the order of the contract.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "models/core/event.h"
#include "models/core/mention.h"

namespace chokepoint {

nlohmann::ordered_json to_json(const Mention& mention);
nlohmann::ordered_json to_json(const Entity& entity);
nlohmann::ordered_json to_json(const Event& event);  // transitions included

// One line, UTF-8, malformed bytes replaced.
std::string json_line(const nlohmann::ordered_json& value);

}  // namespace chokepoint
