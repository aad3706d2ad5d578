// The metrics over HTTP, for a Prometheus that asks: one address, GET alone, no state. What they
// say is health's; who may reach the port is the address's and the firewall's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "models/core/result.h"

namespace chokepoint {

// The body of an answer, or why there is none.
using MetricsSource = std::function<Result<std::string>()>;

class MetricsServer {
 public:
  // `listen` is "127.0.0.1:9469" or "[::1]:9469"; port 0 takes a free one. Answers until destroyed,
  // one request at a time, so that `source` is never called twice at once.
  static Result<std::unique_ptr<MetricsServer>> start(const std::string& listen,
                                                      MetricsSource source);
  ~MetricsServer();
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;

  std::string url() const;  // with the port it took

 private:
  struct Impl;
  explicit MetricsServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace chokepoint
