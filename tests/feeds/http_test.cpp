// The fetcher against servers that behave, and against each way of misbehaving, over real sockets.
#include "feeds/http.h"

#include <array>
#include <set>

#include <brotli/encode.h>
#include <doctest/doctest.h>
#include <libdeflate.h>
#include <zstd.h>

#include "tests/feeds/loopback.h"

using chokepoint::Error;
using chokepoint::FetchOptions;
using chokepoint::FetchRequest;
using chokepoint::FetchResponse;
using chokepoint::test::Exchange;
using chokepoint::test::Loopback;
using std::chrono::milliseconds;

namespace {

FetchOptions friendly(const Loopback& server) {
  FetchOptions options;
  options.allow_private_hosts = {server.host()};
  options.spacing = milliseconds{0};
  return options;
}

FetchResponse get(const FetchOptions& options, FetchRequest request) {
  return chokepoint::make_fetcher(options)->get(std::move(request));
}
FetchResponse get(const Loopback& server, const std::string& path) {
  return get(friendly(server), {.url = server.url(path)});
}

std::string gzipped(const std::string& text) {
  auto* c = libdeflate_alloc_compressor(6);
  std::string out(libdeflate_gzip_compress_bound(c, text.size()), '\0');
  out.resize(libdeflate_gzip_compress(c, text.data(), text.size(), out.data(), out.size()));
  libdeflate_free_compressor(c);
  return out;
}

std::string brotlied(const std::string& text) {
  std::string out(BrotliEncoderMaxCompressedSize(text.size()), '\0');
  auto size = out.size();
  REQUIRE(BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                                reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

std::string zstdded(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a plain answer comes with its headers, validators verbatim") {
  const Loopback server([](const Exchange& x) {
    x.answer("200 OK",
             "ETag: W/\"a b\"\r\nLast-Modified:  Tue, 06 Jan 2026 03:04:05 GMT \r\n"
             "Content-Type: application/rss+xml\r\nCache-Control: public\r\nCache-Control: "
             "max-age=60\r\n",
             "<rss/>");
  });
  const auto r = get(server, "/feed");
  CHECK_FALSE(r.error);
  CHECK(r.status == 200);
  CHECK(r.body == "<rss/>");
  CHECK(r.etag == "W/\"a b\"");
  CHECK(r.last_modified == "Tue, 06 Jan 2026 03:04:05 GMT");
  CHECK(r.content_type == "application/rss+xml");
  CHECK(r.cache_control == "public, max-age=60");
}

TEST_CASE("validators go out as they came in, and 304 is a usable answer") {
  const Loopback server([](const Exchange& x) {
    const bool same = has(x.request, "If-None-Match: W/\"v1\"\r\n") &&
                      has(x.request, "If-Modified-Since: yesterday, I think\r\n");
    x.answer(same ? "304 Not Modified" : "200 OK", "", same ? "" : "body");
  });
  const auto r =
      get(friendly(server),
          {.url = server.url("/"), .etag = "W/\"v1\"", .last_modified = "yesterday, I think"});
  CHECK(r.not_modified());
  CHECK_FALSE(r.error);
}

TEST_CASE("redirects are followed and remembered with their status") {
  const Loopback server([](const Exchange& x) {
    if (x.path() == "/a") return x.answer("301 Moved", "Location: /b\r\n", "");
    if (x.path() == "/b")
      return x.answer("302 Found", "Set-Cookie: seen=1\r\nLocation: c?x=1\r\n", "");
    x.answer("200 OK", "", has(x.request, "Cookie: seen=1") ? "with cookie" : "without");
  });
  const auto r = get(server, "/a");
  CHECK(r.body == "with cookie");
  CHECK(r.final_url == server.url("/c?x=1"));
  REQUIRE(r.redirects.size() == 2);
  CHECK(r.redirects[0].status == 301);
  CHECK(r.redirects[1].status == 302);
}

TEST_CASE("a redirect loop ends") {
  const Loopback server(
      [](const Exchange& x) { x.answer("302 Found", "Location: " + x.path() + "x\r\n", ""); });
  const auto r = get(server, "/");
  REQUIRE(r.error);
  CHECK(r.error->kind == Error::Kind::Permanent);
  CHECK(r.error->line() == server.url("/") + ": more than 6 redirects");
}

TEST_CASE("only http and https, also after a redirect") {
  const Loopback server(
      [](const Exchange& x) { x.answer("301 Moved", "Location: file:///etc/passwd\r\n", ""); });
  const auto r = get(server, "/");
  REQUIRE(r.error);
  CHECK(has(r.error->what, "not http or https"));
  const auto direct = get(friendly(server), {.url = "file:///etc/passwd"});
  REQUIRE(direct.error);
  CHECK(direct.status == 0);
}

TEST_CASE("a private address is refused unless its host is allowed, whoever leads there") {
  std::atomic<int> asked = 0;
  const Loopback inner([&](const Exchange& x) {
    ++asked;
    x.answer("200 OK", "", "secret");
  });
  const Loopback outer([&](const Exchange& x) {
    x.answer("302 Found", "Location: " + inner.url("/") + "\r\n", "");
  });
  const auto direct = get(FetchOptions{}, {.url = inner.url("/")});
  REQUIRE(direct.error);
  CHECK(direct.error->kind == Error::Kind::Config);
  CHECK(has(direct.error->what, "127.0.0.1 is at 127.0.0.1, a private address"));
  const auto led = get(outer, "/");
  REQUIRE(led.error);
  CHECK(has(led.error->what, "private address"));
  CHECK(asked == 0);
}

TEST_CASE("gzip is undone, a bomb is stopped, damage is told") {
  const std::string text(5000, 'x');
  const auto bomb = gzipped(std::string(std::size_t{3} << 20U, '\0'));
  const Loopback server([&](const Exchange& x) {
    const std::string gzip = "Content-Encoding: gzip\r\n";
    if (x.path() == "/good") return x.answer("200 OK", gzip, gzipped(text));
    if (x.path() == "/bomb") return x.answer("200 OK", gzip, bomb);
    if (x.path() == "/plain") return x.answer("200 OK", gzip, "not gzip at all");
    x.answer("200 OK", gzip, gzipped(text).substr(0, 20));
  });
  auto options = friendly(server);
  options.limits.inflated_bytes = std::size_t{1} << 20U;
  CHECK(get(options, {.url = server.url("/good")}).body == text);
  CHECK(get(options, {.url = server.url("/plain")}).body == "not gzip at all");
  const auto big = get(options, {.url = server.url("/bomb")});
  REQUIRE(big.error);
  CHECK(big.error->kind == Error::Kind::Malformed);
  CHECK(has(big.error->what, "inflates to more than 1024 KiB"));
  CHECK(big.body.empty());
  const auto cut = get(options, {.url = server.url("/cut")});
  REQUIRE(cut.error);
  CHECK(has(cut.error->what, "damaged"));
}

TEST_CASE("an endless body is cut at the limit, an endless header too") {
  const Loopback server([](const Exchange& x) {
    const bool header = x.path() == "/header";
    x.send(header ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    const std::string line =
        header ? "X-More: " + std::string(1000, 'm') + "\r\n" : std::string(4096, 'b');
    while (x.send(line)) {
    }
  });
  auto options = friendly(server);
  options.limits.wire_bytes = std::size_t{100} << 10U;
  const auto body = get(options, {.url = server.url("/body")});
  REQUIRE(body.error);
  CHECK(body.error->kind == Error::Kind::Malformed);
  CHECK(has(body.error->what, "larger than the limit"));
  const auto header = get(options, {.url = server.url("/header")});
  REQUIRE(header.error);
}

TEST_CASE("silence and dripping end in one line each") {
  const Loopback server([](const Exchange& x) {
    if (x.path() == "/drip") x.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (x.wait(milliseconds{50}))
      if (x.path() == "/drip" && !x.send("x")) return;
  });
  auto options = friendly(server);
  options.limits.first_byte = milliseconds{300};
  options.limits.total = milliseconds{900};
  const auto silent = get(options, {.url = server.url("/silent")});
  REQUIRE(silent.error);
  CHECK(silent.error->kind == Error::Kind::Transient);
  CHECK(has(silent.error->what, "no answer within"));
  const auto drip = get(options, {.url = server.url("/drip")});
  REQUIRE(drip.error);
  CHECK(drip.error->kind == Error::Kind::Transient);
  CHECK(has(drip.error->what, "not complete after 900 ms"));
}

TEST_CASE("a server that does not take the connection ends in one line") {
  // With its queue full, the system drops what asks for more.
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(listener, plain, size) == 0);
  REQUIRE(::listen(listener, 0) == 0);
  ::getsockname(listener, plain, &size);
  std::array<int, 4> fillers{};
  for (auto& filler : fillers) {
    filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    (void)::connect(filler, plain, size);
  }
  FetchOptions options;
  const auto host = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  options.allow_private_hosts = {host};
  options.limits.connect = milliseconds{300};
  const auto r = get(options, {.url = "http://" + host + "/feed"});
  REQUIRE(r.error);
  CHECK(r.error->what == "no connection within 300 ms");
  CHECK(r.error->kind == Error::Kind::Transient);
  for (const int filler : fillers) ::close(filler);
  ::close(listener);
}

TEST_CASE("a body shorter than announced is no body; one that announces too much is not read") {
  const Loopback server([](const Exchange& x) {
    x.send(x.path() == "/short" ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"
                                : "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhalf");
  });
  const auto cut = get(server, "/short");
  REQUIRE(cut.error);
  CHECK(cut.error->kind == Error::Kind::Transient);
  CHECK(has(cut.error->what, "before the announced length"));
  const auto huge = get(server, "/huge");
  REQUIRE(huge.error);
  CHECK(huge.error->kind == Error::Kind::Malformed);
}

TEST_CASE("blocked is told apart from broken") {
  const Loopback server([](const Exchange& x) {
    if (x.path() == "/429") return x.answer("429 Slow down", "Retry-After: 120\r\n", "");
    if (x.path() == "/challenge")
      return x.answer("503 Wait", "", "<script src=/cdn-cgi/challenge-platform/x.js>");
    if (x.path() == "/cloud") return x.answer("403 No", "cf-mitigated: challenge\r\n", "");
    if (x.path() == "/410") return x.answer("410 Gone", "", "");
    x.answer("500 Oops", "", "");
  });
  const auto slow = get(server, "/429");
  CHECK(slow.blocked);
  CHECK(slow.retry_after == "120");
  CHECK(slow.error->line() == server.url("/429") + ": HTTP 429: blocked, too many requests");
  CHECK(get(server, "/challenge").blocked);
  CHECK(get(server, "/cloud").error->what == "HTTP 403: blocked by a challenge page");
  const auto broken = get(server, "/500");
  CHECK_FALSE(broken.blocked);
  CHECK(broken.error->kind == Error::Kind::Transient);
  CHECK(get(server, "/410").error->kind == Error::Kind::Permanent);
}

TEST_CASE("many requests share the loop, and a response may lead to more") {
  std::atomic<int> at_once = 0;
  std::atomic<int> most = 0;
  const Loopback server([&](const Exchange& x) {
    const int now = ++at_once;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    x.wait(milliseconds{20});
    --at_once;
    x.answer("200 OK", "", x.path());
  });
  auto options = friendly(server);
  options.per_domain = 2;
  int asked = 0;
  int extra = 0;
  std::set<std::uint64_t> tags;
  chokepoint::make_fetcher(options)->run(
      [&]() -> std::optional<FetchRequest> {
        if (asked >= 10 + extra) return std::nullopt;
        ++asked;
        const auto tag = static_cast<std::uint64_t>(asked);
        return FetchRequest{.tag = tag, .url = server.url("/" + std::to_string(asked))};
      },
      [&](FetchResponse r) {
        CHECK(r.body == "/" + std::to_string(r.tag));
        tags.insert(r.tag);
        if (tags.size() == 10) extra = 3;
      });
  CHECK(tags.size() == 13);
  CHECK(most <= 2);
}

TEST_CASE("what goes into a log carries no secrets") {
  CHECK(chokepoint::loggable_url("https://user:pw@a.example/x?api_key=1&b=2#f") ==
        "https://a.example/x?api_key=***&b=2");
  CHECK(chokepoint::loggable_url("https://a.example/@someone?next=x") ==
        "https://a.example/@someone?next=x");
  CHECK(chokepoint::loggable_url("http://a.example/\n2026 ok") == "http://a.example/2026 ok");
}

TEST_CASE("br and zstd are asked for, undone, and stopped at the limit") {
  const std::string text = "<rss>" + std::string(300'000, 'n') + "</rss>";
  const Loopback server([&](const Exchange& x) {
    const bool zstd = x.path() == "/zstd";
    auto body = zstd ? zstdded(text) : brotlied(text);
    if (x.path() == "/cut") body.resize(body.size() / 2);
    if (x.path() == "/both") body = gzipped(body);
    const auto* encoding = zstd ? "zstd" : x.path() == "/both" ? "br, gzip" : "br";
    x.answer(
        "200 OK",
        has(x.request, "br, zstd") ? std::string("Content-Encoding: ") + encoding + "\r\n" : "",
        body);
  });
  for (const auto* path : {"/br", "/zstd", "/both"}) {
    CAPTURE(path);
    const auto r = get(server, path);
    CHECK_FALSE(r.error);
    CHECK(r.body == text);
    CHECK(r.wire_bytes < 1000);
  }
  const auto cut = get(server, "/cut");
  REQUIRE(cut.error);
  CHECK(has(cut.error->what, "the br data is damaged"));
  auto options = friendly(server);
  options.limits.inflated_bytes = 100'000;
  for (const auto* path : {"/br", "/zstd"}) {
    const auto r = get(options, {.url = server.url(path)});
    REQUIRE(r.error);
    CHECK(has(r.error->what, "inflates to more than 97 KiB"));
  }
}
