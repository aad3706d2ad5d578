#include "pipeline/run_lock.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace chokepoint {

Result<RunLock> RunLock::take(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0)
    return Error{Error::Kind::Config,
                 "cannot write here: " + std::error_code(errno, std::generic_category()).message(),
                 path};
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return Error{Error::Kind::Transient, "another chokepoint is at work on this store", path};
  }
  return RunLock(fd);
}

RunLock::~RunLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace chokepoint
