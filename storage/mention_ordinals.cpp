#include "storage/mention_ordinals.h"

#include <algorithm>
#include <functional>

namespace chokepoint {

std::vector<int> ordinals_of(std::span<const Mention> reading, std::span<const NumberedMove> before,
                             int next) {
  using Alike = std::function<bool(const Mention&, const NumberedMove&)>;
  const Alike parties = [](const Mention& m, const NumberedMove& b) {
    return m.actor == b.actor && m.target == b.target;
  };
  const Alike move = [&](const Mention& m, const NumberedMove& b) {
    return m.type == b.type && parties(m, b);
  };
  const Alike time = [&](const Mention& m, const NumberedMove& b) {
    return move(m, b) && m.background == b.background;
  };
  const Alike type_and_party = [](const Mention& m, const NumberedMove& b) {
    return m.type == b.type && (m.actor == b.actor || m.target == b.target);
  };
  constexpr int kNone = -1;
  std::vector<int> out(reading.size(), kNone);
  std::vector<bool> kept(before.size(), false);
  for (const auto& alike : {time, move, parties, type_and_party})
    for (std::size_t i = 0; i < reading.size(); ++i)
      for (std::size_t k = 0; k < before.size() && out[i] == kNone; ++k) {
        if (kept[k] || !alike(reading[i], before[k])) continue;
        kept[k] = true;
        out[i] = before[k].ordinal;
      }
  for (auto& ordinal : out)
    if (ordinal == kNone) ordinal = next++;
  return out;
}

}  // namespace chokepoint
