// Who may start when: pure bookkeeping, so time is ours to give.
#include "feeds/http_queue.h"

#include <doctest/doctest.h>

using namespace chokepoint;
using std::chrono::milliseconds;

namespace {

const Moment kStart{};
using Queue = PoliteQueue<std::string>;

std::string pop(Queue& q, milliseconds at) {
  return q.pop(kStart + at).value_or("");
}

}  // namespace

TEST_CASE("a domain has so many at once, and the others do not wait for it") {
  Queue q(2, milliseconds{0});
  for (const auto* name : {"a1", "a2", "a3"}) q.push("a.example", name);
  q.push("b.example", "b1");
  CHECK(pop(q, milliseconds{0}) == "a1");
  CHECK(pop(q, milliseconds{0}) == "b1");
  CHECK(pop(q, milliseconds{0}) == "a2");
  CHECK(pop(q, milliseconds{0}).empty());
  CHECK_FALSE(q.next_turn());
  q.done("a.example");
  CHECK(pop(q, milliseconds{0}) == "a3");
  CHECK(q.size() == 0);
}

TEST_CASE("starts to one domain are spaced, also where nothing is under way") {
  Queue q(8, milliseconds{500});
  q.push("a.example", "a1");
  q.push("a.example", "a2");
  CHECK(pop(q, milliseconds{0}) == "a1");
  q.done("a.example");
  CHECK(pop(q, milliseconds{499}).empty());
  CHECK(q.next_turn() == kStart + milliseconds{500});
  CHECK(pop(q, milliseconds{500}) == "a2");
}

TEST_CASE("a crawl-delay that is longer than our spacing counts") {
  Queue q(8, milliseconds{500});
  q.push("a.example", "a1", milliseconds{3000});
  q.push("a.example", "a2", milliseconds{3000});
  CHECK(pop(q, milliseconds{0}) == "a1");
  CHECK(pop(q, milliseconds{2999}).empty());
  CHECK(pop(q, milliseconds{3000}) == "a2");
}
