#include "pipeline/metrics_server.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <exception>
#include <string_view>
#include <system_error>

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace chokepoint {
namespace {

constexpr unsigned kConnections = 32;     // at once; more wait at the door
constexpr unsigned kPatience = 10;        // seconds for a client that does not finish its request
constexpr std::size_t kRequest = 16'384;  // bytes of memory a connection may take
constexpr const char* kText = "text/plain; charset=utf-8";
constexpr const char* kMetrics = "text/plain; version=0.0.4; charset=utf-8";

struct Address {
  std::string host;
  std::uint16_t port = 0;
  bool six = false;
  sockaddr_in v4{};
  sockaddr_in6 v6{};

  const sockaddr* get() const {
    // NOLINTNEXTLINE(*-reinterpret-cast): as sockets are
    return six ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
  }
};

Result<Address> parse_address(const std::string& listen) {
  const Error wrong{Error::Kind::Config,
                    "write the address to listen on as \"127.0.0.1:9469\" or \"[::1]:9469\"",
                    listen};
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos) return wrong;
  Address out;
  out.host = listen.substr(0, colon);
  const auto* end = listen.data() + listen.size();
  const auto read = std::from_chars(listen.data() + colon + 1, end, out.port);
  if (read.ec != std::errc{} || read.ptr != end) return wrong;
  out.six = out.host.starts_with('[') && out.host.ends_with(']');
  if (out.six) {
    out.v6.sin6_family = AF_INET6;
    out.v6.sin6_port = htons(out.port);
    const auto inner = out.host.substr(1, out.host.size() - 2);
    if (inet_pton(AF_INET6, inner.c_str(), &out.v6.sin6_addr) != 1) return wrong;
    return out;
  }
  out.v4.sin_family = AF_INET;
  out.v4.sin_port = htons(out.port);
  if (inet_pton(AF_INET, out.host.c_str(), &out.v4.sin_addr) != 1) return wrong;
  return out;
}

MHD_Result answer(MHD_Connection* connection, unsigned status, const std::string& body,
                  const char* type) {
  auto* response = MHD_create_response_from_buffer(body.size(), const_cast<char*>(body.data()),
                                                   MHD_RESPMEM_MUST_COPY);  // NOLINT(*-const-cast)
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, "Content-Type", type);
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response, "Allow", "GET, HEAD");
  const auto done = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return done;
}

MHD_Result answer_metrics(MHD_Connection* connection, const MetricsSource& source) {
  try {
    const auto body = source();
    if (body) return answer(connection, MHD_HTTP_OK, *body, kMetrics);
    return answer(connection, MHD_HTTP_SERVICE_UNAVAILABLE, body.error().line() + "\n", kText);
  } catch (const std::exception& e) {  // none may pass through a library in C
    return answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, std::string(e.what()) + "\n", kText);
  }
}

// The first call for a request comes before its body, which is read and dropped.
MHD_Result on_request(void* user, MHD_Connection* connection, const char* url, const char* method,
                      const char*, const char*, std::size_t* upload, void** state) {
  if (*state == nullptr) {
    *state = user;
    return MHD_YES;
  }
  if (*upload != 0) {
    *upload = 0;
    return MHD_YES;
  }
  const std::string_view verb = method, path = url;
  if (verb != "GET" && verb != "HEAD")
    return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET /metrics\n", kText);
  if (path != "/metrics") return answer(connection, MHD_HTTP_NOT_FOUND, "GET /metrics\n", kText);
  return answer_metrics(connection, *static_cast<const MetricsSource*>(user));
}

}  // namespace

struct MetricsServer::Impl {
  MetricsSource source;
  std::string host;
  MHD_Daemon* daemon = nullptr;
};

MetricsServer::MetricsServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

MetricsServer::~MetricsServer() {
  MHD_stop_daemon(impl_->daemon);
}

Result<std::unique_ptr<MetricsServer>> MetricsServer::start(const std::string& listen,
                                                            MetricsSource source) {
  const auto address = parse_address(listen);
  if (!address) return address.error();
  auto impl = std::make_unique<Impl>();
  impl->source = std::move(source);
  impl->host = address->host;
  unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD;
  if (address->six) flags |= MHD_USE_IPv6;
  errno = 0;
  impl->daemon = MHD_start_daemon(
      flags, address->port, nullptr, nullptr, &on_request, &impl->source, MHD_OPTION_SOCK_ADDR,
      address->get(), MHD_OPTION_CONNECTION_LIMIT, kConnections, MHD_OPTION_CONNECTION_TIMEOUT,
      kPatience, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kRequest, MHD_OPTION_END);
  if (impl->daemon == nullptr)
    return Error{Error::Kind::Config,
                 "cannot listen here: " + std::error_code(errno, std::generic_category()).message(),
                 listen};
  return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(impl)));
}

std::string MetricsServer::url() const {
  const auto* info = MHD_get_daemon_info(impl_->daemon, MHD_DAEMON_INFO_BIND_PORT);
  const auto port = info == nullptr ? 0 : info->port;
  return "http://" + impl_->host + ":" + std::to_string(port) + "/metrics";
}

}  // namespace chokepoint
