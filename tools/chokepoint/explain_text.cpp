#include <algorithm>
#include <cstdio>

#include "models/engine/telling.h"
#include "tools/chokepoint/explain_views.h"

namespace chokepoint::cli {

std::string signed_number(double x) {
  char out[32];
  std::snprintf(out, sizeof out, "%+.2f", x);
  return out;
}

std::string share(double p) {
  char out[32];
  std::snprintf(out, sizeof out, "%.2f", p);
  return out;
}

std::string standing(const ExplainedMove& m) {
  if (m.excluded) return "a surer one of the same words leaves no room for it";
  if (m.least_score == 0) return "the likeliest of its type";
  return "a further one is told from " + share(m.least_score);
}

std::string headline(const ExplainedMove& m) {
  return (m.actor.empty() ? "?" : m.actor) + " > " + (m.target.empty() ? "?" : m.target) + " " +
         m.type + ", " + m.stage + ", " + m.date + (m.background ? ", background" : "");
}

namespace {

// "China{country CN > said} banned{concept act.prohibit} ..."; of marks that overlap the longer
// one's words are printed once, with the labels of all.
std::string marked(const Explanation& e) {
  std::string out;
  std::size_t at = 0, open = 0;
  std::string labels;
  const auto close = [&] {
    if (labels.empty()) return;
    out += e.original.substr(at, open - at) + "{" + labels + "}";
    at = open;
    labels.clear();
  };
  for (const auto& m : e.marks) {
    if (m.start >= open) {
      close();
      out += e.original.substr(at, m.start - at);
      at = m.start;
    }
    open = std::max(open, m.end);
    labels +=
        (labels.empty() ? "" : "; ") + m.kind + " " + m.id + (m.cues.empty() ? "" : " ") + m.cues;
  }
  close();
  return out + e.original.substr(at) + "\n";
}

std::string told(const ExplainedDecision& d) {
  std::string out = "    " + d.head + ": " + d.chosen + " " + share(d.p);
  if (!d.runner_up.empty() && d.head != "accept" && d.head != "background")
    out += "; next " + d.runner_up + " " + share(d.runner_up_p);
  out += "\n";
  for (std::size_t i = 0; i < d.reasons.size() && i < 6; ++i)
    out += "      " + signed_number(d.reasons[i].weight) + "  " + d.reasons[i].feature + "\n";
  return out;
}

std::string candidate_in_text(const Explanation& e, std::size_t i) {
  const auto& c = e.candidates[i];
  std::string out = "  [" + std::to_string(i + 1) + "] " + c.type + ": \"" +
                    e.original.substr(c.start, c.end - c.start) + "\"\n    rules:";
  for (const auto& r : c.rules) out += " " + r;
  out += c.trial ? " (on trial)\n" : "\n";
  for (const auto& d : c.decisions) out += told(d);
  if (c.dropped) out += "    too unlikely to be looked at further\n";
  return out;
}

std::string move_in_text(const Explanation& e, const ExplainedMove& m) {
  std::string out = "  " + headline(m) + "\n    score " + share(m.score.p) + ", " + standing(m) +
                    "; type " + share(m.presence.p) + " (from " + share(kToldPresence) +
                    "), any move " + share(e.news) + " (from " + share(e.least_news) + ")" +
                    (m.told ? ": told" : ": not told") + "; candidates";
  for (const auto c : m.candidates) out += " [" + std::to_string(c + 1) + "]";
  out += "\n";
  for (std::size_t i = 0; i < m.score.reasons.size() && i < 6; ++i)
    out += "      " + signed_number(m.score.reasons[i].weight) + "  " + m.score.reasons[i].feature +
           "\n";
  return out;
}

}  // namespace

std::string explain_text(const Explanation& e) {
  std::string out = "TEXT (" + e.lang + ")\n" + marked(e) + "\nMOVES\n";
  for (const auto& m : e.moves)
    if (m.told) out += move_in_text(e, m);
  out += "\nNEAREST MISS\n";
  out += e.nearest_miss() != nullptr ? move_in_text(e, *e.nearest_miss()) : "  none\n";
  out += "\nCANDIDATES\n";
  if (e.candidates.empty()) out += "  none: no rule found its concepts together\n";
  for (std::size_t i = 0; i < e.candidates.size(); ++i) out += candidate_in_text(e, i);
  return out;
}

}  // namespace chokepoint::cli
