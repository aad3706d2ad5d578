// Who may start now: per domain, so many at once and so far apart. Pure bookkeeping; time is a
// parameter.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

namespace chokepoint {

using Moment = std::chrono::steady_clock::time_point;

// Item is anything movable. Each pop() is answered by one done() of the same domain.
template <class Item>
class PoliteQueue {
 public:
  PoliteQueue(int per_domain, std::chrono::milliseconds spacing)
      : per_domain_(per_domain), spacing_(spacing) {}

  void push(const std::string& domain, Item item, std::chrono::milliseconds min_spacing = {}) {
    auto& d = domains_[domain];
    if (d == nullptr) d = std::make_unique<Domain>();
    d->waiting.push_back({std::move(item), min_spacing});
    ++size_;
    line_up(*d);
  }

  std::optional<Item> pop(Moment now) {
    if (turns_.empty() || turns_.top().when > now) return std::nullopt;
    auto& d = *turns_.top().domain;
    turns_.pop();
    d.lined_up = false;
    auto slot = std::move(d.waiting.front());
    d.waiting.pop_front();
    ++d.active;
    --size_;
    d.next_start = now + std::max(spacing_, slot.min_spacing);
    line_up(d);
    return std::move(slot.item);
  }

  void done(const std::string& domain) {
    auto& d = *domains_.at(domain);
    --d.active;
    line_up(d);
  }

  // When pop() may next give something; nullopt: not before a done() or a push().
  std::optional<Moment> next_turn() const {
    if (turns_.empty()) return std::nullopt;
    return turns_.top().when;
  }
  std::size_t size() const { return size_; }

 private:
  struct Slot {
    Item item;
    std::chrono::milliseconds min_spacing;
  };
  struct Domain {
    std::deque<Slot> waiting;
    Moment next_start{};
    int active = 0;
    bool lined_up = false;  // stands in turns_ once
  };
  struct Turn {
    Moment when;
    std::uint64_t order;  // first come, first served among equals
    Domain* domain;
    bool operator<(const Turn& o) const {
      return when != o.when ? when > o.when : order > o.order;  // the earliest on top
    }
  };

  void line_up(Domain& d) {
    if (d.lined_up || d.waiting.empty() || d.active >= per_domain_) return;
    d.lined_up = true;
    turns_.push({d.next_start, ++order_, &d});
  }

  int per_domain_;
  std::chrono::milliseconds spacing_;
  std::unordered_map<std::string, std::unique_ptr<Domain>> domains_;
  std::priority_queue<Turn> turns_;
  std::size_t size_ = 0;
  std::uint64_t order_ = 0;
};

}  // namespace chokepoint
