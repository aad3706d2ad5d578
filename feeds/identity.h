// What makes two entries of one feed the same entry. Publishers repeat, rotate and drop their
// GUIDs, so the key is chosen per feed from what the feed has shown. Keeping the history and the
// time of first sight is storage's work.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "models/core/document.h"

namespace chokepoint {

enum class Identity { Guid, Link, LinkAndTitle, Content };
std::string_view name_of(Identity identity);  // guid, link, link+title, content
std::optional<Identity> parse_identity(std::string_view name);

// What must be remembered of an entry to judge the feed's keys later.
struct EntryTrace {
  std::string guid, link, title;  // link in its canonical form
  std::string content;            // hash of summary and content
};
EntryTrace trace_of(const Entry& entry);

// The first of guid, link, link+title that every entry has, that no two entries share, and that
// stayed the same where the rest of an entry did; else content. `now` is the feed as read, `before`
// what earlier reads held.
Identity choose_identity(std::span<const EntryTrace> now, std::span<const EntryTrace> before);

// The key itself; it names its kind, so that keys of different kinds never meet. An entry that
// lacks what `identity` needs falls back to the next that it has.
std::string identity_key(const EntryTrace& entry, Identity identity);

}  // namespace chokepoint
