// One process at a time: two rounds side by side would tell everything twice.
#pragma once

#include <string>
#include <utility>

#include "models/core/result.h"

namespace chokepoint {

// Held until destroyed, or until the process dies.
class RunLock {
 public:
  // Kind Transient where another process holds it.
  static Result<RunLock> take(const std::string& path);
  RunLock(RunLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

 private:
  explicit RunLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace chokepoint
