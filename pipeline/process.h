// The flow from documents to told changes, written once: read, store, link, write transitions, and
// let `hook` queue notices, all in one transaction. Killed at any moment and run again, the store
// ends up the same.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "models/core/document.h"
#include "models/core/event.h"
#include "models/engine/coder.h"

namespace chokepoint {

class Database;

// Called inside the transaction with the transitions that are new and alertable; throws to undo it
// all.
using TransitionHook = std::function<void(Database&, std::span<const Transition>)>;
// Calls it with those that subscribers are told of, if any.
void call_hook(Database& db, std::span<const Transition> fresh, const TransitionHook& hook);

// The part after reading, for documents whose reading is at hand (replay, tests).
struct CodedDocument {
  Document document;
  std::vector<Mention> mentions;
};

struct Processed {
  int added = 0;    // documents not known before
  int changed = 0;  // known ones with other text
  int mentions = 0;
  int transitions = 0;
};

// `now` is the arrival time of documents that carry no first_seen of their own. A document already
// stored with the same content costs a look-up and changes nothing.
Processed process_documents(Database& db, const Model& model, std::span<const Document> documents,
                            Instant now, const TransitionHook& hook = {});

struct LinkKnowledge;
Processed process_coded(Database& db, const LinkKnowledge& knowledge, std::string_view model,
                        std::span<const CodedDocument> documents, Instant now,
                        const TransitionHook& hook = {});

}  // namespace chokepoint
