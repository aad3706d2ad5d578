#include "pipeline/entry_identity.h"

#include <map>
#include <set>

#include "models/core/hash.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

constexpr std::size_t kDigits = 24;

std::string name_of_parts(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts) all.append(part).push_back('\n');
  return sha256_hex(all, kDigits);
}

// Everything two entries can be told apart by; a feed that lists one entry twice repeats it.
std::string face(const Entry& e) {
  return e.id + "\n" + e.title + "\n" + e.link;
}

struct Counts {
  std::map<std::string, std::set<std::string>> by_link, by_guid;
};

Counts count(std::span<const Entry> entries, const std::vector<std::string>& links) {
  Counts out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    out.by_link[links[i]].insert(face(entries[i]));
    out.by_guid[entries[i].id].insert(face(entries[i]));
  }
  return out;
}

// The page an entry alone points at; empty where there is none.
std::string link_of(const Entry& e, std::string_view home_page) {
  const auto url = parse_url(e.link);
  if (!url || (url->path == "/" && url->query.empty())) return {};
  auto link = canonical_url(e.link);
  return link == home_page ? std::string{} : link;
}

// GUIDs that are places in a list: most that were known now stand for something else. One or two
// that do are corrected titles.
bool reuses_guids(std::span<const Entry> entries, const EntryHistory& history) {
  std::size_t known = 0;
  std::size_t other = 0;
  for (const auto& e : entries) {
    if (e.id.empty() || e.title.empty()) continue;
    const auto steady = history.steady(e.id, e.title);
    if (!steady) continue;
    ++known;
    if (!*steady) ++other;
  }
  return other > 2 && other * 2 > known;
}

}  // namespace

std::vector<std::string> name_documents(std::string_view feed, std::string_view home_page,
                                        std::span<const Entry> entries,
                                        const EntryHistory& history) {
  std::vector<std::string> links;
  const auto home = canonical_url(home_page);
  for (const auto& e : entries) links.push_back(link_of(e, home));
  const auto counts = count(entries, links);
  const bool unsteady = reuses_guids(entries, history);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& e = entries[i];
    const bool own_link = !links[i].empty() && counts.by_link.at(links[i]).size() == 1;
    const bool own_guid = !e.id.empty() && counts.by_guid.at(e.id).size() == 1;
    if (own_guid && !e.title.empty()) {
      auto known = history.document(e.id, e.title);
      if (!known && unsteady && !own_link) known = history.titled(e.title);
      if (known) {
        out.push_back(*std::move(known));
        continue;
      }
    }
    if (own_link)
      out.push_back(name_of_parts({"link", links[i]}));
    else if (own_guid && !unsteady)
      out.push_back(name_of_parts({"guid", feed, e.id}));
    else if (!e.title.empty())
      out.push_back(name_of_parts({"title", feed, links[i], e.title}));
    else if (!e.summary.empty() || !e.content.empty())
      out.push_back(name_of_parts({"content", feed, e.summary, e.content}));
    else
      out.emplace_back();
  }
  return out;
}

}  // namespace chokepoint
