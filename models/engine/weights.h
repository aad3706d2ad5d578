// Linear weights of the decisions a model learns: each decision ("head") scores its options by the
// sum of the weights of their features and picks the best; the softmax of the sums is the
// probability.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "models/core/result.h"
#include "models/engine/feature_table.h"

namespace chokepoint {

// FNV-1a, 64 bit.
constexpr std::uint64_t hash_feature(std::string_view s,
                                     std::uint64_t seed = 0xCBF29CE484222325ULL) {
  for (const char c : s) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 0x100000001B3ULL;
  }
  return seed;
}

// One part of a feature's name, and its number. Written as a literal it is a number when the
// program is built; write Word("a") : Word("b") where one of several literals is meant. It does
// not own its text.
class Word {
 public:
  template <std::size_t N>
  consteval Word(const char (&text)[N]) : Word(text, hash_feature({text, N - 1})) {}
  template <std::convertible_to<std::string_view> Text>
  requires(!std::is_array_v<Text>) constexpr Word(const Text& text)
      : text_(text), hash_(hash_feature(text_)) {}
  constexpr Word(std::string_view text, std::uint64_t hash) : text_(text), hash_(hash) {}

  constexpr std::string_view text() const { return text_; }
  constexpr std::uint64_t hash() const { return hash_; }
  friend constexpr bool operator==(Word a, Word b) { return a.hash_ == b.hash_; }

 private:
  std::string_view text_;
  std::uint64_t hash_;
};

// The number of a feature is that of its words in their order, its head last: what several heads
// see alike is numbered once.
constexpr std::uint64_t feature_with(std::uint64_t feature, std::uint64_t word) {
  feature = (std::rotl(feature, 25) ^ word) * 0x9E3779B97F4A7C15ULL;
  return feature ^ feature >> 31U;
}

// The same number of a feature that is written out, "head|a|b".
std::uint64_t feature_number(std::string_view name);

// By name.
using NamedWeights = std::vector<std::pair<std::string, double>>;
// "name<TAB>weight" a line; lines that begin with # are comments.
Result<NamedWeights> load_weights(const std::string& path);
// `weights`: by name, sorted.
void write_weights(std::ostream& out, const NamedWeights& weights);

// Takes what a line says, by its text before and after the first tab; false: it cannot be read.
using ReadLine = std::function<bool(std::string_view before, std::string_view after)>;
// Any file of such lines; `form` is what a line should look like, for whoever wrote another.
Result<void> load_lines(const std::string& path, const std::string& form, const ReadLine& read);

class Features;

class Weights {
 public:
  Weights() = default;
  static Weights from_names(const NamedWeights& weights);

  double sum(const Features& f) const;
  double of(std::uint64_t feature) const {
    const auto* weight = table_.find(feature);
    return weight == nullptr ? 0 : static_cast<double>(*weight);
  }
  // Brings near what of() is going to ask for.
  void prefetch(std::uint64_t feature) const { table_.prefetch(feature); }
  bool empty() const { return table_.empty(); }
  template <class Archive>
  void fields(Archive& archive) {  // for image.h
    archive(table_);
  }

 private:
  FeatureTable<float> table_;
};

// The features of one option of one decision: either weighed as they are added, or kept, with
// their names, for whoever learns from them or explains them.
class Features {
 public:
  explicit Features(bool keep_names = false) : keep_names_(keep_names) {}
  // Weighs them by `weights`, and keeps none.
  explicit Features(const Weights& weights) : weights_(&weights) {}
  // The same for two heads at once; of_head() parts them.
  Features(const Weights& weights, Word first, Word second)
      : weights_(&weights), heads_{first.hash(), second.hash()}, both_(true) {}

  void add(Word a) { put(std::array{a}); }
  void add(Word a, Word b) { put(std::array{a, b}); }
  void add(Word a, Word b, Word c) { put(std::array{a, b, c}); }
  void add(Word a, Word b, Word c, Word d) { put(std::array{a, b, c, d}); }
  void add(Word a, Word b, Word c, Word d, Word e) { put(std::array{a, b, c, d, e}); }
  // All features added from here on belong to this head.
  void set_head(Word head) {
    heads_[0] = head.hash();
    if (keep_names_) head_name_ = std::string{head.text()} + "|";
  }
  // Those added from here on count twice: in every language, and in this one ("date@ja|..."). Wants
  // its one head set.
  void count_by_language(std::string_view language) {
    by_language_ = true;
    language_head_ = hash_feature(language, hash_feature("@", heads_[0]));
    if (!keep_names_) return;
    language_head_name_ = head_name_;
    language_head_name_.insert(head_name_.size() - 1, "@" + std::string{language});
  }
  bool weighed() const { return weights_ != nullptr; }
  double sum() const { return sum_of(0); }
  Features of_head(std::size_t which) const {
    Features out(*weights_);
    out.sums_[0] = sum_of(which);
    return out;
  }
  // Features weighed before.
  void add_sum(double sum) {
    sums_[0] = sum_of(0) + sum;
    sums_[1] = sum_of(1);
    asked_count_ = 0;
  }
  std::vector<std::uint64_t> hashes;
  std::vector<std::string> names;  // as long as hashes, or empty

 private:
  template <std::size_t N>
  void put(const std::array<Word, N>& parts) {
    std::uint64_t number = 0;
    for (const auto& part : parts) number = feature_with(number, part.hash());
    if (weights_ != nullptr) {
      ask(feature_with(number, heads_[0]), 0);
      if (both_) ask(feature_with(number, heads_[1]), 1);
      if (by_language_) ask(feature_with(number, language_head_), 0);
      return;
    }
    keep(feature_with(number, heads_[0]), head_name_, parts);
    if (by_language_) keep(feature_with(number, language_head_), language_head_name_, parts);
  }
  template <std::size_t N>
  void keep(std::uint64_t number, std::string name, const std::array<Word, N>& parts) {
    hashes.push_back(number);
    if (!keep_names_) return;
    for (const auto& part : parts) (name += part.text()) += '|';
    name.pop_back();
    names.push_back(std::move(name));
  }

  // The table of weights is larger than the near caches: a weight is asked for while the next
  // features are made, and added when it has come.
  struct Asked {
    std::uint64_t feature;
    std::size_t which;
  };
  static constexpr std::size_t kMostAsked = 8;

  void ask(std::uint64_t feature, std::size_t which) {
    weights_->prefetch(feature);
    auto& slot = asked_[asked_count_ % kMostAsked];
    if (asked_count_ >= kMostAsked) sums_[slot.which] += weights_->of(slot.feature);
    slot = {feature, which};
    ++asked_count_;
  }
  double sum_of(std::size_t which) const {
    double out = sums_[which];
    for (auto i = asked_count_ - std::min(asked_count_, kMostAsked); i < asked_count_; ++i)
      if (const auto& slot = asked_[i % kMostAsked]; slot.which == which)
        out += weights_->of(slot.feature);
    return out;
  }

  bool keep_names_ = false;
  const Weights* weights_ = nullptr;
  std::array<Asked, kMostAsked> asked_{};  // the last of asked_count_
  std::size_t asked_count_ = 0;
  std::array<double, 2> sums_{};
  std::array<std::uint64_t, 2> heads_{};
  std::uint64_t language_head_ = 0;
  bool both_ = false, by_language_ = false;
  std::string head_name_, language_head_name_;
};

// Probabilities of the options with these sums.
std::vector<double> softmax(std::vector<double> sums);

}  // namespace chokepoint
