#include "models/engine/explain_marks.h"

#include <algorithm>

#include "models/engine/decide.h"

namespace chokepoint {
namespace {

using Kind = Meaning::Kind;

Mark named(const Model& model, const Meaning& m) {
  switch (m.kind) {
    case Kind::Concepts: {
      Mark mark{0, 0, "concept", {}, {}};
      for (const auto id : model.concept_sets[m.index])
        mark.id += (mark.id.empty() ? "" : "+") + model.concepts[id];
      return mark;
    }
    case Kind::Country:
      return {0, 0, "country", model.countries[m.index].id, {}};
    case Kind::Pair:
      return {
          0, 0, "country", model.countries[m.index].id + "+" + model.countries[m.second].id, {}};
    case Kind::Agency:
      return {0, 0, "agency", model.agencies[m.index].id, {}};
    case Kind::Item:
    case Kind::WeakItem:
      return {0, 0, "item", model.items[m.index].id, {}};
    case Kind::Organisation:
      return {0, 0, "organisation", model.organisations[m.index].id, {}};
    case Kind::GenericAgency:
    case Kind::Mask:
      break;
  }
  return {};
}

// "against < > said, list 1": what stands before the name and after it, and which list it is of.
std::string cues_of(const Model& model, const Annotation& a) {
  std::string before, after;
  for (std::size_t i = 1; i < model.cues.size() && i < 64; ++i) {
    const CueSet bit = CueSet{1} << i;
    if ((a.before & bit) != 0) before += model.cues[i] + " <";
    if ((a.after & bit) != 0) after += "> " + model.cues[i];
  }
  auto out = before + (before.empty() || after.empty() ? "" : " ") + after;
  if (a.list >= 0) out += (out.empty() ? "list " : ", list ") + std::to_string(a.list + 1);
  return out;
}

}  // namespace

std::vector<Mark> marks_of(const Model& model, const AnnotatedText& t) {
  std::vector<Mark> out;
  const auto add = [&](Mark m, std::uint32_t start, std::uint32_t end) {
    m.start = t.folded.original_start(start);
    m.end = t.folded.original_end(end);
    out.push_back(std::move(m));
  };
  for (const auto& a : t.annotations) {
    auto m = named(model, *a.meaning);
    if (m.kind.empty()) continue;
    if (m.kind == "country" || m.kind == "agency") m.cues = cues_of(model, a);
    add(std::move(m), a.start, a.end);
  }
  for (const auto& d : t.dates)
    add({0, 0, "date", as_partial(d.date).string(), {}}, d.start, d.end);
  for (const auto& n : t.official) add({0, 0, "law", n.number, {}}, n.start, n.end);
  std::stable_sort(out.begin(), out.end(), [](const Mark& a, const Mark& b) {
    return a.start != b.start ? a.start < b.start : a.end > b.end;
  });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Mark& a, const Mark& b) {
                          return a.start == b.start && a.end == b.end && a.kind == b.kind &&
                                 a.id == b.id;
                        }),
            out.end());
  return out;
}

}  // namespace chokepoint
