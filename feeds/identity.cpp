#include "feeds/identity.h"

#include <array>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "feeds/xml_text.h"
#include "models/core/hash.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

constexpr std::array<std::string_view, 4> kNames{"guid", "link", "link+title", "content"};

std::string raw_key(const EntryTrace& e, Identity identity) {
  if (identity == Identity::Guid) return e.guid;
  if (identity == Identity::Link) return e.link;
  if (identity == Identity::LinkAndTitle)
    return e.link.empty() || e.title.empty() ? "" : e.link + '\n' + e.title;
  return e.content;
}

// What tells an entry apart when `identity` itself is on trial.
std::string witness(const EntryTrace& e, Identity identity) {
  if (identity == Identity::Guid) return raw_key(e, Identity::LinkAndTitle);
  return e.title.empty() ? "" : e.title + '\n' + e.content;
}

bool few(std::size_t bad, std::size_t of) {
  return bad * 10 <= of;
}

// No two different entries of one read share it. A feed that lists the very same entry twice does
// no harm.
bool distinct(std::span<const EntryTrace> now, Identity identity) {
  std::unordered_map<std::string, std::string> first;
  std::size_t shared = 0;
  std::size_t missing = 0;
  for (const auto& e : now) {
    const auto key = raw_key(e, identity);
    if (key.empty()) ++missing;
    const auto [at, fresh] = first.emplace(key, witness(e, identity));
    if (!key.empty() && !fresh && at->second != witness(e, identity)) ++shared;
  }
  return missing == 0 && shared == 0;
}

// Entries seen before kept their key, and keys seen before kept their entry.
bool steady(std::span<const EntryTrace> now, std::span<const EntryTrace> before,
            Identity identity) {
  std::unordered_map<std::string, std::unordered_set<std::string>> keys_of;
  for (const auto& e : before)
    if (auto w = witness(e, identity); !w.empty())
      keys_of[std::move(w)].insert(raw_key(e, identity));
  std::size_t known = 0;
  std::size_t rotated = 0;
  for (const auto& e : now) {
    const auto seen = keys_of.find(witness(e, identity));
    if (seen == keys_of.end()) continue;
    ++known;
    if (!seen->second.contains(raw_key(e, identity))) ++rotated;
  }
  return few(rotated, known);
}

// A key given to another entry later: link and title both differ.
bool reused(std::span<const EntryTrace> now, std::span<const EntryTrace> before,
            Identity identity) {
  std::unordered_map<std::string, const EntryTrace*> last;
  for (const auto& e : before) last[raw_key(e, identity)] = &e;
  std::size_t known = 0;
  std::size_t other = 0;
  for (const auto& e : now) {
    const auto found = last.find(raw_key(e, identity));
    if (found == last.end()) continue;
    ++known;
    const bool moved = identity == Identity::Guid ? e.link != found->second->link : true;
    if (moved && e.title != found->second->title && e.content != found->second->content) ++other;
  }
  return identity == Identity::Guid ? !few(other, known) : other * 2 > known;
}

}  // namespace

std::string_view name_of(Identity identity) {
  return kNames[static_cast<std::size_t>(identity)];
}

std::optional<Identity> parse_identity(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<Identity>(i);
  return std::nullopt;
}

EntryTrace trace_of(const Entry& e) {
  return {std::string(trimmed(e.id)), canonical_url(e.link), folded_space(e.title),
          sha256_hex(e.summary + "\x1F" + e.content)};
}

Identity choose_identity(std::span<const EntryTrace> now, std::span<const EntryTrace> before) {
  for (const auto identity : {Identity::Guid, Identity::Link, Identity::LinkAndTitle})
    if (distinct(now, identity) && steady(now, before, identity) && !reused(now, before, identity))
      return identity;
  return Identity::Content;
}

std::string identity_key(const EntryTrace& e, Identity identity) {
  for (auto i = static_cast<std::size_t>(identity); i < kNames.size(); ++i)
    if (auto key = raw_key(e, static_cast<Identity>(i)); !key.empty()) {
      // Two entries may share their text ("see attachment") and be told apart by the title.
      if (static_cast<Identity>(i) == Identity::Content) key += '\n' + e.title;
      return std::string(kNames[i]) + ':' + key;
    }
  return "title:" + e.title;
}

}  // namespace chokepoint
