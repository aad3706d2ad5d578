// How an Explanation looks: on a terminal, as JSON, as a page that needs nothing else.
#pragma once

#include <string>

#include "models/engine/explain.h"

namespace chokepoint::cli {

std::string explain_text(const Explanation& e);
std::string explain_json(const Explanation& e);
std::string explain_html(const Explanation& e);

// "+1.23", "0.87": fixed, so that columns and tests hold still.
std::string signed_number(double x);
std::string share(double p);
// "CN > US export_ban, in_force, 2026-01-06, background"
std::string headline(const ExplainedMove& m);
// Its rank among the moves of its type, and what that asks of it.
std::string standing(const ExplainedMove& m);

}  // namespace chokepoint::cli
