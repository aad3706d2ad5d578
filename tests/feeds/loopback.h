// A web server of a few lines on a loopback port, for tests that want to misbehave byte by byte.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chokepoint::test {

// What a handler has in its hands: one connection, one request read.
class Exchange {
 public:
  Exchange(int socket, std::string head, const std::atomic<bool>& stopping)
      : request(std::move(head)), socket_(socket), stopping_(stopping) {}

  // False when the client is gone or the test is over: then a handler should return.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0 || stopping_) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  bool wait(std::chrono::milliseconds t) const {
    std::this_thread::sleep_for(t);
    return !stopping_;
  }
  void answer(std::string_view status, std::string_view headers, std::string_view body) const {
    send("HTTP/1.1 " + std::string{status} + "\r\n" + std::string{headers} + "Content-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + std::string{body});
  }
  std::string path() const {
    const auto from = request.find(' ') + 1;
    return request.substr(from, request.find(' ', from) - from);
  }

  std::string request;

 private:
  int socket_;
  const std::atomic<bool>& stopping_;
};

class Loopback {
 public:
  using Handler = std::function<void(const Exchange&)>;

  explicit Loopback(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 64) != 0)
      throw std::runtime_error("no loopback port");
    ::getsockname(listener_, plain, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Loopback() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (auto& worker : workers_) worker.join();
    ::close(listener_);
  }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    for (;;) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0 || stopping_) {
        if (client >= 0) ::close(client);
        return;
      }
      workers_.emplace_back([this, client] {
        timeval patience{1, 0};  // a reused connection that stays quiet must not hold the test up
        ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        std::string request;
        std::string chunk(4096, '\0');
        while (request.find("\r\n\r\n") == std::string::npos) {
          const auto got = ::recv(client, chunk.data(), chunk.size(), 0);
          if (got <= 0) break;
          request.append(chunk, 0, static_cast<std::size_t>(got));
        }
        if (!request.empty()) handler_(Exchange{client, request, stopping_});
        ::close(client);
      });
    }
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> workers_;
  std::thread thread_;
};

}  // namespace chokepoint::test
