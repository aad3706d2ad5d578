// One page or feed from the web for a command that works without a store: the same fetcher, limits
// and refusals as `ingest`, one request. What the bytes mean is the command's.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/http.h"
#include "models/core/result.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

class FetchOption {
 public:
  // Adds --allow-private.
  FetchOption(CLI::App& sub, Globals& globals);

  static bool is_url(std::string_view s);
  // With the [fetch] section of the configuration, where there is one.
  Result<FetchResponse> get(const std::string& url) const;

 private:
  Globals& globals_;
  std::shared_ptr<std::vector<std::string>> private_hosts_;
};

Result<std::string> read_bytes(const std::string& path);

}  // namespace chokepoint::cli
