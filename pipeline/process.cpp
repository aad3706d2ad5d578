#include "pipeline/process.h"

#include <vector>

#include "storage/database.h"
#include "storage/documents.h"
#include "storage/mentions.h"

namespace chokepoint {

Processed process_documents(Database& db, const Model& model, std::span<const Document> documents,
                            Instant now, const TransitionHook& /*hook*/) {
  Processed out;
  Transaction transaction(db);
  for (const auto& document : documents) {
    const auto stored = store_document(db, document, now);
    if (stored.how == Stored::Same) continue;
    ++(stored.how == Stored::New ? out.added : out.changed);
    const auto reading = read_document(model, document);
    const std::vector<Partition> partitions(reading.events.size());
    store_mentions(db, stored.row, stored.version, model_version(model), reading.events,
                   partitions);
    out.mentions += static_cast<int>(reading.events.size());
  }
  transaction.commit();
  return out;
}

}  // namespace chokepoint
