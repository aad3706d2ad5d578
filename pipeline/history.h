// Keeps --as-of exact where articles come out of order: an archive read in one go, a file of last
// month after this month's. The ledger itself does not mind (it depends on what is stored alone),
// but what was known on each day in between must be told anew: the store goes back to the day
// before the latecomers and takes up everything again, day by day. Alerts and the present are left
// as they are.
#pragma once

#include <cstdint>

namespace chokepoint {

class Database;
struct LinkKnowledge;

// A run ends with that where it takes no more articles; else it waits for `chokepoint db history`.
inline constexpr std::int64_t kRetoldAtOnce = 5'000;

// Makes the history exact again where that takes at most `most` articles. False: it takes more, and
// stays coarse. One transaction.
bool retell_history(Database& db, const LinkKnowledge& knowledge, std::int64_t most);

}  // namespace chokepoint
