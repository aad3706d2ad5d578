// Batches: a JSONL file in, one result a line out, in order, on all cores. What a line means is the
// subcommand's.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "models/core/result.h"

namespace chokepoint::cli {

// `work` runs on several threads at once. A line that is no JSON object, and one that `work`
// refuses, is told on standard error with its line number; the rest goes on. The `id` of a line is
// put in front of its result, and a refused line with an id leaves {"id", "error"}. Returns an exit
// status.
int run_batch(const std::string& path,
              const std::function<Result<nlohmann::ordered_json>(const nlohmann::json&)>& work);

}  // namespace chokepoint::cli
