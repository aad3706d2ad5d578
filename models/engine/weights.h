// Linear weights of the decisions a model learns: each decision ("head") scores its options by the
// sum of the weights of their features and picks the best; the softmax of the sums is the
// probability.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

// FNV-1a, 64 bit: features are compared by hash; their names are kept only where someone will read
// them.
constexpr std::uint64_t hash_feature(std::string_view s,
                                     std::uint64_t seed = 0xCBF29CE484222325ULL) {
  for (const char c : s) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 0x100000001B3ULL;
  }
  return seed;
}

// The features of one option of one decision.
class Features {
 public:
  explicit Features(bool keep_names = false) : keep_names_(keep_names) {}
  template <class... Parts>
  void add(const Parts&... parts) {
    std::uint64_t h = head_;
    ((h = hash_feature("|", hash_feature(std::string_view{parts}, h))), ...);
    hashes.push_back(h);
    if (keep_names_) {
      std::string name = head_name_;
      ((name += std::string_view{parts}, name += '|'), ...);
      name.pop_back();
      names.push_back(std::move(name));
    }
  }
  // All features added from here on belong to this head.
  void set_head(std::string_view head) {
    head_ = hash_feature("|", hash_feature(head));
    if (keep_names_) head_name_ = std::string{head} + "|";
  }
  std::vector<std::uint64_t> hashes;
  std::vector<std::string> names;  // as long as hashes, or empty

 private:
  bool keep_names_;
  std::uint64_t head_ = 0;
  std::string head_name_;
};

class Weights {
 public:
  Weights() = default;
  // "name<TAB>weight" a line; lines that begin with # are comments.
  static Result<Weights> load_file(const std::string& path);
  static Weights from_names(const std::vector<std::pair<std::string, double>>& weights);

  double sum(const Features& f) const;
  double of(std::uint64_t hash) const {
    for (auto at = hash & mask_; !slots_.empty(); at = (at + 1) & mask_) {
      if (slots_[at].hash == hash) return static_cast<double>(slots_[at].weight);
      if (slots_[at].hash == kEmpty) break;
    }
    return 0;
  }
  // The number a file gives under this name.
  double named(std::string_view name, double fallback) const;
  bool empty() const { return slots_.empty(); }
  template <class Archive>
  void fields(Archive& archive) {  // for image.h
    archive(slots_, mask_);
  }

 private:
  static constexpr std::uint64_t kEmpty = 0;
  // Open addressing over a power of two at most half full: a lookup is the hottest step of
  // deciding.
  struct Slot {
    std::uint64_t hash = kEmpty;
    float weight = 0;
  };
  explicit Weights(const std::unordered_map<std::uint64_t, float>& by_hash);
  std::vector<Slot> slots_;
  std::uint64_t mask_ = 0;
};

// Probabilities of the options with these sums.
std::vector<double> softmax(std::vector<double> sums);

}  // namespace chokepoint
