#include "tools/chokepoint/fetch_option.h"

#include <filesystem>

#include <CLI/CLI.hpp>

#include "pipeline/config.h"
#include "tools/chokepoint/input_file.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {

FetchOption::FetchOption(CLI::App& sub, Globals& globals)
    : globals_(globals), private_hosts_(std::make_shared<std::vector<std::string>>()) {
  sub.add_option("--allow-private", *private_hosts_,
                 "Host, or host:port, that may live on a private address");
}

bool FetchOption::is_url(std::string_view s) {
  return s.starts_with("http://") || s.starts_with("https://");
}

Result<FetchResponse> FetchOption::get(const std::string& url) const {
  FetchOptions options;
  const auto file = config_file(globals_);
  std::error_code ignored;
  if (!globals_.config_path.empty() || std::filesystem::exists(file, ignored)) {
    const auto config = load_config(file);
    if (!config) return config.error();
    options = config->fetch;
  }
  options.allow_private_hosts.insert(options.allow_private_hosts.end(), private_hosts_->begin(),
                                     private_hosts_->end());
  FetchRequest request;
  request.url = url;
  auto response = make_fetcher(options)->get(std::move(request));
  if (response.error) return *response.error;
  return response;
}

Result<std::string> read_bytes(const std::string& path) {
  auto file = open_input(path);
  if (!file) return file.error();
  auto& in = *file;
  std::string out;
  std::string chunk(std::size_t{1} << 16U, '\0');
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0)
    out.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
  if (in.bad() || !in.eof()) return Error{Error::Kind::Permanent, "cannot read the file", path};
  return out;
}

}  // namespace chokepoint::cli
