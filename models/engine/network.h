// A network with one layer between features and outputs: each feature pulls at kUnits units, and
// those pulled above zero speak for or against each output. Outputs share the units, so that what
// one of them teaches of a word helps the others. It reads words, which a linear model of so many
// languages and so few articles does not learn (docs/design.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/engine/feature_table.h"
#include "models/engine/flat_list.h"

namespace chokepoint {

constexpr std::size_t kUnits = 64;
// How much a feature pulls at each unit, in steps of 1 / kUnitSteps.
using Pull = std::array<std::int8_t, kUnits>;
constexpr float kUnitSteps = 32;
constexpr int kMostPull = 46;
using UnitSums = std::array<float, kUnits>;

struct NetworkFeature {
  std::uint64_t number;  // feature_number() of its name
  float value;           // how much of its group it is, from 0 to 1
};
using NetworkFeatures = std::vector<NetworkFeature>;

// What is learnt, as it is kept in a file.
struct NetworkWeights {
  struct Output {
    std::string name;
    float bias = 0;
    UnitSums weights{};
  };
  std::vector<std::uint64_t> features;
  std::vector<Pull> pulls;         // as many
  std::vector<std::string> names;  // as many, or none
  UnitSums bias{};
  std::vector<Output> outputs;  // those that some lesson had
};

class Network {
 public:
  // `outputs`: the names of all that is asked of it, in their order; what it has beside them is
  // left out.
  static Network from(const NetworkWeights& weights, const std::vector<std::string>& outputs);

  bool empty() const { return rows_.empty(); }
  // What the units are at before any feature pulls.
  const UnitSums& start() const { return bias_; }
  // Has these features pull as well.
  void add(const NetworkFeatures& features, UnitSums& sums) const;
  // By output, the probability that it is so; 0 where no lesson had it.
  std::vector<float> read(const UnitSums& sums) const;
  // How much a feature speaks for an output where all that pull bring the units to `sums`, in log
  // odds. With the biases, those of all features add up to what is read: a unit that is not above
  // zero says nothing, the others are linear.
  float share(const NetworkFeature& feature, const UnitSums& sums, std::size_t output) const;
  // Did any lesson have it?
  bool knows(std::size_t output) const {
    return output < outputs_.size() && outputs_[output].known != 0;
  }

  template <class Archive>
  void fields(Archive& archive) {  // for image.h
    archive(rows_, pulls_, bias_, outputs_);
  }

 private:
  struct Output {
    std::uint32_t known = 0;
    float bias = 0;
    UnitSums weights{};
  };

  FeatureTable<std::uint32_t> rows_;  // of pulls_
  FlatList<Pull> pulls_;
  UnitSums bias_{};
  std::vector<Output> outputs_;
};

}  // namespace chokepoint
