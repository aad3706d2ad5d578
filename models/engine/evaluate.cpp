#include "models/engine/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

#include "models/engine/coder.h"

namespace chokepoint {
namespace {

struct Count {
  double right = 0, wrong = 0, missed = 0;
  double precision() const { return right + wrong > 0 ? right / (right + wrong) : 1; }
  double recall() const { return right + missed > 0 ? right / (right + missed) : 1; }
  double f1() const {
    const double p = precision(), r = recall();
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
  }
};
struct Share {
  double right = 0, all = 0;
  void add(bool ok) {
    all += 1;
    right += ok ? 1 : 0;
  }
  double value() const { return all > 0 ? right / all : 1; }
};

struct Tally {
  Count types, tuples, agencies, elements;
  Share stage, date, background, items, clean;
  std::array<Share, 10> calibration;
  std::array<double, 10> claimed{};
};

void count_sets(Count& c, const std::set<std::string>& want, const std::set<std::string>& got) {
  for (const auto& x : got) (want.contains(x) ? c.right : c.wrong) += 1;
  for (const auto& x : want)
    if (!got.contains(x)) c.missed += 1;
}

class Evaluation {
 public:
  Evaluation(const Model& model, int misses) : misses_left_(misses) {
    for (const auto& item : model.items)
      if (item.kind == "element") elements_.insert(item.id);
  }

  void add(const Model& coder, const GoldArticle& g) {
    auto reading = read_document(coder, g.document);
    std::erase_if(reading.events, [&](const Mention& m) { return g.unlabelled.contains(m.type); });
    for (auto* t : {&all_, &by_lang_[g.document.lang]}) {
      add_types(*t, g, reading, t == &all_);
      add_tuples(*t, g, reading, t == &all_);
      add_entities(*t, g, reading);
      if (g.events.empty()) t->clean.add(reading.events.empty());
    }
  }

  std::string report() const {
    std::string out = row("all", all_);
    for (const auto& [lang, t] : by_lang_) out += row(lang, t);
    out += "by type: precision recall F1 n\n";
    for (const auto& [type, c] : by_type_) {
      char line[160];
      std::snprintf(line, sizeof line, "  %-26s %.2f %.2f %.2f %4.0f\n", type.c_str(),
                    c.precision(), c.recall(), c.f1(), c.right + c.missed);
      out += line;
    }
    return out + calibration() + misses_;
  }

 private:
  void add_types(Tally& t, const GoldArticle& g, const Reading& r, bool details) {
    std::set<std::string> predicted, allowed;
    for (const auto& m : r.events) predicted.insert(m.type);
    std::set<std::set<std::string>> want;
    for (const auto& e : g.events) {
      allowed.insert(e.types.begin(), e.types.end());
      if (!e.optional) want.insert(e.types);
    }
    for (const auto& types : want) {
      const bool hit = std::any_of(types.begin(), types.end(),
                                   [&](const auto& x) { return predicted.contains(x); });
      (hit ? t.types.right : t.types.missed) += 1;
      if (!details) continue;
      (hit ? by_type_[*types.begin()].right : by_type_[*types.begin()].missed) += 1;
      if (!hit) miss(g, "missing " + *types.begin(), evidence_for(g, types));
    }
    for (const auto& m : r.events)
      if (!allowed.contains(m.type) && predicted.erase(m.type) != 0) {
        t.types.wrong += 1;
        if (!details) continue;
        by_type_[m.type].wrong += 1;
        miss(g, "wrong " + m.type, m.evidence.front().text + " <" + m.evidence.front().rule + ">");
      }
  }

  void add_tuples(Tally& t, const GoldArticle& g, const Reading& r, bool details) {
    std::vector<bool> used(g.events.size(), false);
    const auto matched = match_events(g.events, r.events);
    for (std::size_t i = 0; i < r.events.size(); ++i) {
      const auto& m = r.events[i];
      calibrate(t, m, matched[i].has_value());
      if (!matched[i]) {
        t.tuples.wrong += 1;
        if (details) miss_parties(g, m);
        continue;
      }
      const auto best = *matched[i];
      used[best] = true;
      const auto& e = g.events[best];
      if (e.optional) continue;
      t.tuples.right += 1;
      if (e.stage) t.stage.add(*e.stage == m.stage);
      if (e.background) t.background.add(*e.background == m.background);
      if (e.date) t.date.add(m.date && same_date(*e.date, *m.date));
      if (details) miss_fields(g, e, m);
      if (!e.items.empty()) t.items.add(shares_item(e, m));
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (used[i] || g.events[i].optional) continue;
      t.tuples.missed += 1;
      if (details) miss_untold(g, g.events[i], r);
    }
  }

  static void calibrate(Tally& t, const Mention& m, bool right) {
    const auto bin = std::min<std::size_t>(9, static_cast<std::size_t>(m.score * 10));
    t.calibration[bin].add(right);
    t.claimed[bin] += m.score;
  }

  void add_entities(Tally& t, const GoldArticle& g, const Reading& r) const {
    if (!g.names_labelled) return;
    std::set<std::string> agencies, elements, want;
    for (const auto& e : r.entities) {
      if (e.kind == "agency") agencies.insert(e.id);
      if (e.kind == "item" && elements_.contains(e.id)) elements.insert(e.id);
    }
    for (const auto& i : g.items)
      if (elements_.contains(i)) want.insert(i);
    count_sets(t.agencies, g.agencies, agencies);
    count_sets(t.elements, want, elements);
  }

  static std::string evidence_for(const GoldArticle& g, const std::set<std::string>& types) {
    for (const auto& e : g.events)
      if (e.types == types && !e.optional) return e.evidence;
    return "";
  }

  void miss(const GoldArticle& g, const std::string& what, const std::string& words) {
    if (misses_left_-- > 0)
      misses_ += "  " + g.document.id + " " + g.document.lang + " " + what + ": " + words + "\n";
  }

  // The type is told, but not with these parties.
  void miss_untold(const GoldArticle& g, const GoldEvent& e, const Reading& r) {
    std::string told;
    for (const auto& m : r.events)
      if (e.types.contains(m.type)) told += " " + m.actor + ">" + m.target;
    if (!told.empty())
      miss(g, "untold " + e.type,
           e.actor.value_or("-") + ">" + e.target.value_or("-") +
               (e.background.value_or(false) ? " (history)" : "") + " told" + told + " | " +
               e.evidence);
  }
  // The type is labelled, the parties are other ones.
  void miss_parties(const GoldArticle& g, const Mention& m) {
    std::string want;
    for (const auto& e : g.events)
      if (e.types.contains(m.type))
        want += " " + e.actor.value_or("-") + ">" + e.target.value_or("-");
    if (!want.empty())
      miss(g, "parties " + m.type,
           m.actor + ">" + m.target + " not" + want + " | " + m.evidence.front().text);
  }
  void miss_fields(const GoldArticle& g, const GoldEvent& e, const Mention& m) {
    const auto words = " | " + m.evidence.front().text;
    if (e.stage && *e.stage != m.stage)
      miss(g, "stage " + m.type,
           std::string{name_of(m.stage)} + " not " + std::string{name_of(*e.stage)} + words);
    if (e.background && *e.background != m.background)
      miss(g, "background " + m.type,
           (m.background ? "history not news" : "news not history") + words);
    if (e.date && !(m.date && same_date(*e.date, *m.date)))
      miss(g, "date " + m.type,
           (m.date ? m.date->string() : "none") + " not " + e.date->string() + words);
  }

  static std::string row(const std::string& name, const Tally& t) {
    char line[400];
    std::snprintf(line, sizeof line,
                  "%-8s types %.3f (P %.2f R %.2f)  tuples %.3f (P %.2f R %.2f)  stage %.3f  date "
                  "%.3f  background %.3f  "
                  "items %.2f  agencies %.3f  elements %.3f  clean %.2f (%.0f)\n",
                  name.c_str(), t.types.f1(), t.types.precision(), t.types.recall(), t.tuples.f1(),
                  t.tuples.precision(), t.tuples.recall(), t.stage.value(), t.date.value(),
                  t.background.value(), t.items.value(), t.agencies.f1(), t.elements.f1(),
                  t.clean.value(), t.clean.all);
    return line;
  }

  std::string calibration() const {
    double error = 0, all = 0;
    std::string out = "calibration: score, right, n\n";
    for (std::size_t i = 0; i < 10; ++i) {
      const auto& bin = all_.calibration[i];
      if (bin.all == 0) continue;
      const double claimed = all_.claimed[i] / bin.all;
      error += std::abs(claimed - bin.value()) * bin.all;
      all += bin.all;
      char line[80];
      std::snprintf(line, sizeof line, "  %.2f %.2f %4.0f\n", claimed, bin.value(), bin.all);
      out += line;
    }
    char line[64];
    std::snprintf(line, sizeof line, "  expected calibration error %.3f\n",
                  all > 0 ? error / all : 0);
    return out + line;
  }

  int misses_left_;
  std::set<std::string> elements_;
  Tally all_;
  std::map<std::string, Tally> by_lang_;
  std::map<std::string, Count> by_type_;
  std::string misses_;
};

}  // namespace

std::string evaluation_report(const Model& model, const std::vector<GoldArticle>& gold,
                              int misses) {
  Evaluation e(model, misses);
  for (const auto& g : gold) e.add(model, g);
  return e.report();
}

std::string cross_validation_report(const Model& model, const std::vector<GoldArticle>& gold,
                                    const TrainOptions& options, int misses) {
  Evaluation e(model, misses);
  for (int fold = 0; fold < options.folds; ++fold) {
    std::vector<GoldArticle> rest;
    for (const auto& g : gold)
      if (fold_of(g.document.id, options.folds) != fold) rest.push_back(g);
    Model part = model;
    auto inner = options;
    inner.folds = TrainOptions{}.folds;
    const auto trained = train(part, rest, inner);
    part.set_weights(trained.weights, trained.sentences, trained.names, trained.forests);
    for (const auto& g : gold)
      if (fold_of(g.document.id, options.folds) == fold) e.add(part, g);
  }
  return e.report();
}

}  // namespace chokepoint
