#include "pipeline/process.h"

#include <algorithm>
#include <iterator>

#include "pipeline/ledger.h"
#include "pipeline/link.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/reading.h"
#include "storage/article_index.h"
#include "storage/database.h"
#include "storage/documents.h"
#include "storage/events.h"
#include "storage/hindsight.h"
#include "storage/mentions.h"

namespace chokepoint {

void call_hook(Database& db, std::span<const Transition> fresh, const TransitionHook& hook) {
  std::vector<Transition> alertable;
  for (const auto& t : fresh)
    if (t.alertable) alertable.push_back(t);
  if (hook && !alertable.empty()) hook(db, alertable);
}

Day told_on(const Document& d, Instant now) {
  return d.published.value_or(std::chrono::floor<std::chrono::days>(d.first_seen.value_or(now)));
}

// Makes `mentions` the document's reading, and notes what that touches.
void store_reading(Database& db, const LinkKnowledge& knowledge, std::string_view model,
                   const StoredDocument& stored, Day published, std::span<const Mention> mentions,
                   Touched& touched) {
  const std::vector<std::int64_t> one{stored.row};
  if (stored.how != Stored::New) {
    const auto before = reports_of_documents(db, one);
    touched.note(before);
    for (const auto& r : before) touched.events.insert(event_of_mention(db, r.row));
  }
  const auto canonical =
      canonical_reading(knowledge, {mentions.begin(), mentions.end()}, published);
  std::vector<Partition> partitions;
  for (const auto& m : canonical) partitions.push_back(partition_of(knowledge, m, published));
  const auto rows = store_mentions(db, stored.row, stored.version, model, canonical, partitions);
  for (std::size_t i = 0; i < rows.size(); ++i) touched.note(partitions[i], rows[i]);
}

Processed process_coded(Database& db, const LinkKnowledge& knowledge, std::string_view model,
                        std::span<const CodedDocument> documents, Instant now,
                        const TransitionHook& hook) {
  Processed out;
  Touched touched;
  Transaction transaction(db);
  auto first = Instant::max(), last = Instant::min();
  for (const auto& [document, mentions] : documents) {
    const auto came = document.first_seen.value_or(now);
    const auto stored = store_document(db, document, came);
    if (stored.how == Stored::Same) continue;
    first = std::min(first, came);
    last = std::max(last, came);
    ++(stored.how == Stored::New ? out.added : out.changed);
    store_reading(db, knowledge, model, stored, told_on(document, now), mentions, touched);
    out.mentions += static_cast<int>(std::ranges::count(mentions, false, &Mention::faint));
  }
  if (first <= last) note_arrival(db, first, last);
  const auto fresh = update_ledger(db, knowledge, touched);
  out.transitions = static_cast<int>(fresh.size());
  index_articles(db);
  call_hook(db, fresh, hook);
  transaction.commit();
  return out;
}

Processed process_documents(Database& db, const Model& model, std::span<const Document> documents,
                            Instant now, const TransitionHook& hook) {
  std::vector<CodedDocument> coded;
  for (const auto& document : documents) {
    if (is_stored(db, document)) continue;
    auto reading = read_document(model, document);
    std::ranges::move(reading.faint, std::back_inserter(reading.events));
    coded.push_back({document, std::move(reading.events)});
    if (coded.back().document.lang.empty()) coded.back().document.lang = std::move(reading.lang);
  }
  if (coded.empty()) return {};
  return process_coded(db, link_knowledge(model), model_version(model), coded, now, hook);
}

}  // namespace chokepoint
