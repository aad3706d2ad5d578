#include "models/engine/plain_document.h"

#include <array>
#include <charconv>
#include <string>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

class PlainObject {
 public:
  explicit PlainObject(std::string_view line) : line_(line) {}

  // Calls use(key, value) for each member, which says whether it will have it. False: not plain.
  template <class Use>
  bool read(Use use) {
    if (!take('{')) return false;
    do {
      std::string key, value;
      if (!take('"') || !string(key) || !take(':') || !take('"') || !string(value)) return false;
      if (!use(key, std::move(value))) return false;
    } while (take(','));
    if (!take('}')) return false;
    skip_spaces();
    return at_ == line_.size();
  }

 private:
  void skip_spaces() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r'))
      ++at_;
  }
  bool take(char c) {
    skip_spaces();
    if (at_ >= line_.size() || line_[at_] != c) return false;
    ++at_;
    return true;
  }

  // The rest of a string, up to its closing quote.
  bool string(std::string& out) {
    for (auto run = at_;;) {
      if (at_ >= line_.size()) return false;
      const auto byte = static_cast<unsigned char>(line_[at_]);
      if (byte == '"' || byte == '\\') {
        out.append(line_, run, at_ - run);
        ++at_;
        if (byte == '"') return true;
        if (!escape(out)) return false;
        run = at_;
      } else if (byte < 0x20) {
        return false;
      } else if (byte < 0x80) {
        ++at_;
      } else {
        const auto c = decode_at(line_, at_);
        if (c.size == 1) return false;  // malformed
        at_ += c.size;
      }
    }
  }

  bool escape(std::string& out) {
    if (at_ >= line_.size()) return false;
    const char c = line_[at_++];
    if (c == 'u') return code_point(out);
    constexpr std::string_view kWritten = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    const auto which = kWritten.find(c);
    if (which == std::string_view::npos) return false;
    out.push_back(kMeant[which]);
    return true;
  }

  bool code_point(std::string& out) {
    auto c = four_digits();
    if (c >= 0xD800 && c < 0xDC00) {
      if (line_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      const auto low = four_digits();
      if (low < 0xDC00 || low > 0xDFFF) return false;
      c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
    } else if (c >= 0xDC00 && c <= 0xDFFF) {
      return false;
    }
    if (c == kNone) return false;
    append_utf8(out, c);
    return true;
  }

  char32_t four_digits() {
    const auto digits = line_.substr(at_, 4);
    unsigned value = 0;
    const auto* end = digits.data() + digits.size();
    if (digits.size() < 4 || std::from_chars(digits.data(), end, value, 16).ptr != end)
      return kNone;
    at_ += 4;
    return value;
  }

  static constexpr char32_t kNone = 0xFFFFFFFF;
  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Document> read_plain_line(std::string_view line) {
  Document d;
  std::string published;
  struct Field {
    std::string_view key;
    std::string* value;
    bool seen = false;
  };
  std::array<Field, 6> fields{{{"id", &d.id},
                               {"title", &d.title},
                               {"text", &d.text},
                               {"url", &d.url},
                               {"lang", &d.lang},
                               {"published", &published}}};
  const bool plain = PlainObject(line).read([&](std::string_view key, std::string value) {
    for (auto& field : fields) {
      if (field.key != key) continue;
      if (field.seen) return false;
      field.seen = true;
      *field.value = std::move(value);
    }
    return true;
  });
  if (!plain || !fields[0].seen || !(fields[1].seen || fields[2].seen)) return std::nullopt;
  d.published = parse_day(published);
  if (!d.published && !published.empty()) return std::nullopt;
  d.published_at = parse_rfc3339(published);
  return d;
}

}  // namespace chokepoint
