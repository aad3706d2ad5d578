#include "feeds/http_inflate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <vector>

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zstd.h>

namespace chokepoint {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;

Error too_large(std::size_t limit) {
  return {Error::Kind::Malformed,
          "inflates to more than " + std::to_string(limit >> 10U) + " KiB; stopped there", ""};
}
Error damaged(std::string_view encoding) {
  return {Error::Kind::Malformed, "the " + std::string{encoding} + " data is damaged", ""};
}

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};
struct FreeBrotli {
  void operator()(BrotliDecoderState* s) const { BrotliDecoderDestroyInstance(s); }
};
struct FreeZstd {
  void operator()(ZSTD_DStream* s) const { ZSTD_freeDStream(s); }
};

// A decompressor is a 12 KB table that is dear to make and cheap to keep.
libdeflate_decompressor* decompressor() {
  thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> kept{
      libdeflate_alloc_decompressor()};
  return kept.get();
}

enum class Wrapping { Gzip, Zlib, Raw };

// Decodes one member at the head of `in`, appends it to `out`, and says how many bytes it took (0:
// damaged).
Result<std::size_t> inflate_member(std::string_view in, Wrapping wrapping, std::string& out,
                                   std::size_t limit) {
  const auto before = out.size();
  if (before >= limit) return too_large(limit);
  auto room = std::min(std::max<std::size_t>(in.size() * 4, 1024), limit - before);
  for (;;) {
    out.resize(before + room);
    std::size_t took = 0;
    std::size_t made = 0;
    const auto call = wrapping == Wrapping::Gzip   ? libdeflate_gzip_decompress_ex
                      : wrapping == Wrapping::Zlib ? libdeflate_zlib_decompress_ex
                                                   : libdeflate_deflate_decompress_ex;
    const auto result =
        call(decompressor(), in.data(), in.size(), out.data() + before, room, &took, &made);
    if (result == LIBDEFLATE_SUCCESS) {
      out.resize(before + made);
      return took;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) return damaged("gzip");
    if (before + room >= limit) return too_large(limit);
    room = std::min(room * 4, limit - before);
  }
}

Result<std::string> inflate_deflate(std::string_view in, std::size_t limit) {
  // "deflate" means zlib by the book and bare deflate by the habit of some servers.
  for (const auto wrapping : {Wrapping::Zlib, Wrapping::Raw}) {
    std::string out;
    const auto took = inflate_member(in, wrapping, out, limit);
    if (took) return out;
    if (wrapping == Wrapping::Raw) return took.error();
  }
  return damaged("deflate");
}

Result<std::string> inflate_brotli(std::string_view in, std::size_t limit) {
  const std::unique_ptr<BrotliDecoderState, FreeBrotli> state{
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)};
  std::string out;
  std::vector<std::uint8_t> chunk(kChunk);
  auto left = in.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(in.data());
  for (;;) {
    auto room = chunk.size();
    auto* to = chunk.data();
    const auto result =
        BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &to, nullptr);
    out.append(reinterpret_cast<const char*>(chunk.data()), chunk.size() - room);
    if (out.size() > limit) return too_large(limit);
    if (result == BROTLI_DECODER_RESULT_SUCCESS) return out;
    if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return damaged("br");
  }
}

Result<std::string> inflate_zstd(std::string_view in, std::size_t limit) {
  const std::unique_ptr<ZSTD_DStream, FreeZstd> stream{ZSTD_createDStream()};
  std::string out;
  std::vector<char> chunk(kChunk);
  ZSTD_inBuffer from{in.data(), in.size(), 0};
  for (;;) {
    ZSTD_outBuffer to{chunk.data(), chunk.size(), 0};
    const auto left = ZSTD_decompressStream(stream.get(), &to, &from);
    if (ZSTD_isError(left) != 0) return damaged("zstd");
    out.append(chunk.data(), to.pos);
    if (out.size() > limit) return too_large(limit);
    const bool all_read = from.pos == from.size;
    if (left == 0 && all_read) return out;
    if (all_read && to.pos < to.size)
      return damaged("zstd");  // the frame goes on, the input does not
  }
}

std::string trimmed_lower(std::string_view s) {
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front())) != 0) s.remove_prefix(1);
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back())) != 0) s.remove_suffix(1);
  std::string out{s};
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool looks_gzip(std::string_view s) {
  return s.starts_with("\x1f\x8b");
}

Result<std::string> inflate_one(std::string body, const std::string& encoding, std::size_t limit) {
  if (encoding.empty() || encoding == "identity" || body.empty()) return body;
  if (encoding == "gzip" || encoding == "x-gzip") {
    // Some servers announce gzip and send plain text.
    if (!looks_gzip(body)) return body;
    return inflate_gzip(body, limit);
  }
  if (encoding == "deflate") return inflate_deflate(body, limit);
  if (encoding == "br") return inflate_brotli(body, limit);
  if (encoding == "zstd") return inflate_zstd(body, limit);
  return Error{Error::Kind::Malformed, "came in an encoding we did not ask for: " + encoding, ""};
}

}  // namespace

Result<std::string> inflate_gzip(std::string_view body, std::size_t limit) {
  std::string out;
  while (looks_gzip(body)) {  // what follows the last member is padding
    const auto took = inflate_member(body, Wrapping::Gzip, out, limit);
    if (!took) return took.error();
    body.remove_prefix(*took);
  }
  return out;
}

Result<std::string> inflate_body(std::string body, std::string_view encoding, std::size_t limit) {
  if (std::count(encoding.begin(), encoding.end(), ',') > 3)
    return Error{Error::Kind::Malformed, "is encoded more than four times over", ""};
  while (!encoding.empty()) {  // the last one named was applied last
    const auto comma = encoding.rfind(',');
    const auto last = comma == std::string_view::npos ? encoding : encoding.substr(comma + 1);
    auto next = inflate_one(std::move(body), trimmed_lower(last), limit);
    if (!next) return next.error();
    body = *std::move(next);
    encoding = comma == std::string_view::npos ? std::string_view{} : encoding.substr(0, comma);
  }
  return body;
}

}  // namespace chokepoint
