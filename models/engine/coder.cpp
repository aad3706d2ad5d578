#include "models/engine/coder.h"

#include <algorithm>

#include "models/engine/by_words.h"
#include "models/engine/draft_standing.h"
#include "models/engine/role_cues.h"
#include "models/engine/telling.h"

namespace chokepoint {
namespace {

const char* kind_of(Meaning::Kind kind) {
  switch (kind) {
    case Meaning::Kind::Agency:
      return "agency";
    case Meaning::Kind::Organisation:
      return "organisation";
    case Meaning::Kind::Item:
    case Meaning::Kind::WeakItem:
      return "item";
    case Meaning::Kind::Country:
    case Meaning::Kind::Pair:
      return "country";
    default:
      return nullptr;
  }
}

std::string id_of(const Model& model, const Meaning& m) {
  switch (m.kind) {
    case Meaning::Kind::Agency:
      return model.agencies[m.index].id;
    case Meaning::Kind::Organisation:
      return model.organisations[m.index].id;
    case Meaning::Kind::Item:
    case Meaning::Kind::WeakItem:
      return model.items[m.index].id;
    default:
      return model.countries[m.index].id;
  }
}

Entity entity_at(const AnnotatedText& t, const char* kind, std::string id, std::uint32_t from,
                 std::uint32_t to) {
  const std::size_t start = t.folded.original_start(from), end = t.folded.original_end(to);
  const bool in_title = start < t.title_bytes;
  const std::size_t shift = in_title ? 0 : t.title_bytes + 1;
  return {kind,        std::move(id), start - shift,
          end - shift, in_title,      t.original.substr(start, end - start)};
}

std::vector<Entity> entities_of(const Model& model, const AnnotatedText& t) {
  std::vector<Entity> out;
  for (const auto& a : t.annotations) {
    const char* kind = kind_of(a.meaning->kind);
    if (kind == nullptr) continue;
    out.push_back(entity_at(t, kind, id_of(model, *a.meaning), a.start, a.end));
    if (a.meaning->kind == Meaning::Kind::Pair)
      out.push_back(entity_at(t, kind, model.countries[a.meaning->second].id, a.start, a.end));
  }
  for (const auto& n : t.official) out.push_back(entity_at(t, "law", n.number, n.start, n.end));
  for (const auto& d : t.dates)
    out.push_back(entity_at(t, "date", as_partial(d.date).string(), d.start, d.end));
  const auto same = [](const Entity& a, const Entity& b) {
    return a.kind == b.kind && a.id == b.id && a.start == b.start && a.end == b.end &&
           a.in_title == b.in_title;
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

}  // namespace

Reading read_document(const Model& model, const Document& document) {
  auto text = annotate_names(model, document);
  auto moves = propose_moves(model, text);
  Reading out{text.lang, {}, entities_of(model, text), {}};
  if (moves.candidates.empty()) return out;  // most of the world's news
  find_role_cues(text);
  complete_moves(model, text, moves);
  const auto scene = make_scene(model, document, text, moves, false);
  const auto decided = decide_all(scene);
  auto drafts = merge_drafts(scene, decided);
  score_drafts(scene, decided, drafts);
  const auto telling = telling_of(scene, drafts);
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (telling.told[i] || drafts[i].score >= kHopelessBelow) settle_standing(scene, drafts[i]);
  out.events = mentions_of(scene, drafts, telling);
  out.faint = faint_mentions_of(scene, drafts, telling);
  return out;
}

}  // namespace chokepoint
