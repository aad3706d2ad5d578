// What is known of each feature, by its number. A lookup is the hottest step of deciding, and waits
// for memory: half a number is kept, so that the table is small. A stranger is taken for a feature
// once in a thousand million lookups.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chokepoint {

// Open addressing over a power of two at most three quarters full.
template <class Value>
class FeatureTable {
 public:
  FeatureTable() = default;
  // Room for `features` of them.
  explicit FeatureTable(std::size_t features)
      : slots_(std::bit_ceil(std::max<std::size_t>(16, (features * 4 + 2) / 3))),
        mask_(slots_.size() - 1) {}

  bool empty() const { return slots_.empty(); }
  // A feature that is not in it yet.
  void add(std::uint64_t feature, const Value& value) {
    auto at = feature & mask_;
    while (slots_[at].tag != kEmpty) at = (at + 1) & mask_;
    slots_[at] = {tag_of(feature), value};
  }
  // Null where the feature is unknown.
  const Value* find(std::uint64_t feature) const {
    if (slots_.empty()) return nullptr;
    const auto tag = tag_of(feature);
    for (auto at = feature & mask_;; at = (at + 1) & mask_) {
      if (slots_[at].tag == tag) return &slots_[at].value;
      if (slots_[at].tag == kEmpty) return nullptr;
    }
  }

  // Brings near what find() is going to ask for.
  void prefetch(std::uint64_t feature) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[feature & mask_]);
  }

  template <class Archive>
  void fields(Archive& archive) {  // for image.h
    archive(slots_, mask_);
  }

 private:
  static constexpr std::uint32_t kEmpty = 0;
  struct Slot {
    std::uint32_t tag = kEmpty;
    Value value{};
  };
  static constexpr std::uint32_t tag_of(std::uint64_t feature) {
    const auto tag = static_cast<std::uint32_t>(feature >> 32U);
    return tag == kEmpty ? 1 : tag;
  }
  std::vector<Slot> slots_;
  std::uint64_t mask_ = 0;
};

}  // namespace chokepoint
