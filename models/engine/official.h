// Official numbers of acts ("MOFCOM Announcement No. 1 of 2026"), found by the patterns of
// models/data/documents.toml.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

class TomlTable;

struct OfficialNumber {
  std::string number;        // "CN.MOFCOM 2026-1"
  std::string actor;         // whose act; empty: anybody's
  std::uint32_t start, end;  // folded bytes
};

class OfficialPatterns {
 public:
  // Notes problems (a pattern that does not compile or matches nothing) on the table.
  void read(const TomlTable& root);
  // Numbers in a folded text, by start; patterns of the file's order, the first to claim a stretch
  // keeps it.
  std::vector<OfficialNumber> find(std::string_view folded) const;

  // For image.h.
  template <class Archive>
  void fields(Archive& archive) {
    archive(sources_);
    if constexpr (Archive::kReads) compile();
  }

 private:
  struct Source {
    std::string actor, near, as, expression;
    template <class Archive>
    void fields(Archive& archive) {
      archive(actor, near, as, expression);
    }
  };
  struct Pattern;
  void compile();

  std::vector<Source> sources_;  // patterns_ are made of these
  std::vector<std::shared_ptr<const Pattern>> patterns_;
};

}  // namespace chokepoint
