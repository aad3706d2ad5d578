#include "feeds/gunzip.h"

#include <algorithm>
#include <memory>

#include <libdeflate.h>

namespace chokepoint {

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1F\x8B");
}

Result<std::string> gunzip(std::string_view bytes, std::size_t limit) {
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> inflater(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  std::string out;
  while (is_gzip(bytes)) {
    std::size_t room = std::min(std::max<std::size_t>(bytes.size() * 6, 4096), limit - out.size());
    const auto start = out.size();
    for (;;) {
      out.resize(start + room);
      std::size_t used = 0;
      std::size_t made = 0;
      const auto state = libdeflate_gzip_decompress_ex(inflater.get(), bytes.data(), bytes.size(),
                                                       out.data() + start, room, &used, &made);
      if (state == LIBDEFLATE_SUCCESS) {
        out.resize(start + made);
        bytes.remove_prefix(used);
        break;
      }
      if (state != LIBDEFLATE_INSUFFICIENT_SPACE)
        return Error{Error::Kind::Malformed, "damaged gzip data", {}};
      if (start + room >= limit)
        return Error{Error::Kind::Malformed, "gzip data inflates beyond the limit", {}};
      room = std::min(room * 2, limit - start);
    }
  }
  return out;
}

}  // namespace chokepoint
