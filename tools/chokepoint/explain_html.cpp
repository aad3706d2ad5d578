#include <algorithm>
#include <cstdio>
#include <set>

#include "models/core/escape.h"
#include "models/engine/telling.h"
#include "tools/chokepoint/explain_views.h"

namespace chokepoint::cli {
namespace {

constexpr const char* kStyle = R"(<style>
:root{--ink:#1d2430;--dim:#667085;--paper:#fff;--ground:#f4f5f7;--line:#e1e4ea;--good:#16794c;--bad:#b3362b;
--country:#dbeafe;--concept:#fdecc8;--agency:#e4dcfb;--item:#d3f1e0;--organisation:#fadcea;--date:#d9eef2;--law:#e8e8e8}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--dim:#98a2b3;--paper:#1a1f29;--ground:#12161d;--line:#2d3543;
--good:#5fd39b;--bad:#f0857a;--country:#1f3b66;--concept:#5a4514;--agency:#40316f;--item:#1b4d35;--organisation:#5c2744;
--date:#1d4650;--law:#3a3f4a}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.65 system-ui,sans-serif}
main{max-width:76rem;margin:0 auto;padding:2rem 1.25rem;display:grid;gap:1.5rem;grid-template-columns:minmax(0,3fr) minmax(0,2fr)}
@media(max-width:60rem){main{grid-template-columns:minmax(0,1fr)}}
section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.5rem;margin-bottom:1.25rem}
h1{font-size:1.35rem;line-height:1.4;margin:0 0 .75rem}h2{font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;
color:var(--dim);margin:0 0 .75rem}.text{white-space:pre-wrap;overflow-wrap:anywhere}
mark{color:inherit;border-radius:3px;padding:0 .1em}.ev{border-bottom:2px solid var(--good)}
.country{background:var(--country)}.concept{background:var(--concept)}.agency{background:var(--agency)}
.item{background:var(--item)}.organisation{background:var(--organisation)}.date{background:var(--date)}.law{background:var(--law)}
.key{font-size:.8rem;margin-top:1rem}.key mark{padding:.1em .5em;margin-right:.4em}
.move{border-left:4px solid var(--good);padding-left:.9rem;margin:0 0 1.1rem}.miss{border-color:var(--bad)}
.move b{font-size:1.02rem}.dim{color:var(--dim);font-size:.85rem}
.bar{position:relative;height:8px;background:var(--line);border-radius:4px;margin:.45rem 0}
.bar i{position:absolute;inset:0 auto 0 0;background:var(--good);border-radius:4px}.miss .bar i{background:var(--bad)}
.bar u{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--ink)}
table{border-collapse:collapse;width:100%;font-size:.8rem}td{padding:.1rem .4rem .1rem 0;overflow-wrap:anywhere;vertical-align:top}
td:first-child{text-align:right;width:3.6rem;font-variant-numeric:tabular-nums}.plus{color:var(--good)}.minus{color:var(--bad)}
details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer}h3{font-size:.88rem;margin:.7rem 0 .15rem}
</style>)";

bool is_evidence(const Explanation& e, std::size_t at) {
  return std::any_of(e.moves.begin(), e.moves.end(), [&](const ExplainedMove& m) {
    return m.told && std::any_of(m.candidates.begin(), m.candidates.end(), [&](std::size_t c) {
             return e.candidates[c].start <= at && at < e.candidates[c].end;
           });
  });
}

// The text between two neighbouring ends of marks or evidence: labelled alike throughout.
std::string piece(const Explanation& e, std::size_t start, std::size_t end) {
  std::string kind, labels;
  for (const auto& m : e.marks) {
    if (m.start > start || m.end <= start) continue;
    kind = m.kind;  // the last to begin is the most particular
    labels +=
        (labels.empty() ? "" : "; ") + m.kind + " " + m.id + (m.cues.empty() ? "" : " ") + m.cues;
  }
  const auto words = escape_markup(e.original.substr(start, end - start));
  const bool evidence = is_evidence(e, start);
  if (kind.empty() && !evidence) return words;
  return "<mark class=\"" + kind + (evidence ? " ev" : "") + "\" title=\"" + escape_markup(labels) +
         "\"" + (kind.empty() ? " style=\"background:none\"" : "") + ">" + words + "</mark>";
}

std::string marked(const Explanation& e, std::size_t from, std::size_t to) {
  if (from >= to) return {};
  std::set<std::size_t> edges{from, to};
  const auto edge = [&](std::size_t at) {
    if (at > from && at < to) edges.insert(at);
  };
  for (const auto& m : e.marks)
    for (const auto at : {m.start, m.end}) edge(at);
  for (const auto& c : e.candidates)
    for (const auto at : {c.start, c.end}) edge(at);
  std::string out;
  for (auto it = edges.begin(); std::next(it) != edges.end(); ++it)
    out += piece(e, *it, *std::next(it));
  return out;
}

std::string weights(const ExplainedDecision& d) {
  std::string out = "<table>";
  for (const auto& r : d.reasons)
    out += std::string{"<tr><td class=\""} + (r.weight > 0 ? "plus" : "minus") + "\">" +
           signed_number(r.weight) + "</td><td>" + escape_markup(r.feature) + "</td></tr>";
  return out + "</table>";
}

std::string percent(double p) {
  char out[32];
  std::snprintf(out, sizeof out, "%.1f%%", 100 * p);
  return out;
}

std::string move(const Explanation& e, const ExplainedMove& m) {
  std::string out =
      std::string{"<div class=\"move"} + (m.told ? "" : " miss") + "\"><b>" +
      escape_markup(headline(m)) + "</b><div class=\"bar\"><i style=\"width:" + percent(m.score.p) +
      "\"></i><u style=\"left:" + percent(m.least_score) +
      "\"></u></div><div class=\"dim\">score " + share(m.score.p) + ", " + standing(m) + "; type " +
      share(m.presence.p) + " (from " + share(kToldPresence) + "), any move " + share(e.news) +
      " (from " + share(e.least_news) + "); candidates";
  for (const auto c : m.candidates)
    out += " <a href=\"#c" + std::to_string(c + 1) + "\">" + std::to_string(c + 1) + "</a>";
  return out + "</div><details><summary class=\"dim\">weights</summary>" + weights(m.score) +
         weights(m.presence) + "</details></div>";
}

std::string candidate(const Explanation& e, std::size_t i) {
  const auto& c = e.candidates[i];
  const auto number = std::to_string(i + 1);
  std::string rules;
  for (const auto& r : c.rules) rules += " " + r;
  std::string out = "<details id=\"c" + number + "\"><summary>" + number + ". <b>" +
                    escape_markup(c.type) + "</b> " + share(c.decisions.front().p) + " “" +
                    escape_markup(e.original.substr(c.start, c.end - c.start)) +
                    "”</summary><div class=\"dim\">rules" + escape_markup(rules) +
                    (c.trial ? " (on trial)" : "") +
                    (c.dropped ? "; too unlikely to be looked at further" : "") + "</div>";
  for (const auto& d : c.decisions) {
    out += "<h3>" + d.head + ": " + escape_markup(d.chosen) + " " + share(d.p);
    if (!d.runner_up.empty())
      out += " <span class=\"dim\">next " + escape_markup(d.runner_up) + " " +
             share(d.runner_up_p) + "</span>";
    out += "</h3>" + weights(d);
  }
  return out + "</details>";
}

std::string key() {
  std::string out = "<div class=\"key\">";
  for (const char* kind : {"country", "agency", "organisation", "item", "concept", "date", "law"})
    out += std::string{"<mark class=\""} + kind + "\">" + kind + "</mark>";
  return out + "<mark class=\"ev\" style=\"background:none\">evidence</mark></div>";
}

std::string moves(const Explanation& e) {
  std::string out;
  for (const auto& m : e.moves)
    if (m.told) out += move(e, m);
  if (out.empty()) out = "<p class=\"dim\">No move is told.</p>";
  if (const auto* miss = e.nearest_miss()) out += "<h2>Nearest miss</h2>" + move(e, *miss);
  return out;
}

}  // namespace

std::string explain_html(const Explanation& e) {
  const auto title = e.original.substr(0, e.title_bytes);
  std::string out = "<!doctype html><html lang=\"" + escape_markup(e.lang) +
                    "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                    "content=\"width=device-width\"><title>" +
                    escape_markup(title.empty() ? "Explained" : title) + "</title>" + kStyle +
                    "</head><body><main><div><section><h1>" + marked(e, 0, e.title_bytes) +
                    "</h1><div class=\"text\">" +
                    marked(e, std::min(e.title_bytes + 1, e.original.size()), e.original.size()) +
                    "</div>" + key() + "</section></div><div><section><h2>Moves</h2>" + moves(e) +
                    "</section><section><h2>Candidates</h2>";
  for (std::size_t i = 0; i < e.candidates.size(); ++i) out += candidate(e, i);
  if (e.candidates.empty()) out += "<p class=\"dim\">No rule found its concepts together.</p>";
  return out + "</section></div></main></body></html>\n";
}

}  // namespace chokepoint::cli
