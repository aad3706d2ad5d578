#include "models/core/fold.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "models/core/han_simplified.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// Where a code point's folded bytes lie in its page's pool; size 0: it vanishes.
struct Slot {
  std::uint16_t offset = 0;
  std::uint8_t size = 0;
};

// 256 consecutive code points. Pages are made on first use: a text touches a few dozen of them, ICU
// knows 4,352.
struct Page {
  std::array<Slot, 256> slots;
  std::string pool;
};

constexpr std::size_t kPages = 0x110000 / 256;

bool vanishes(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0xFE00 && c <= 0xFE0F);
}

// Spelling variants that NFKC keeps apart.
char32_t unify(char32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x2032:
    case 0x02BC:
    case 0x00B4:
    case 0x0060:
      return U'\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
      return U'"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x2E3A:
      return U'-';
    case 0x0451:
      return 0x0435;  // ё
    case 0x30FB:
    case 0x2022:
    case 0x00B7:
    case 0x2027:
    case 0x119E:
      return 0x00B7;  // ・ • · ‧, and ㆍ as NFKC leaves it
    case 0x301C:
    case 0xFF5E:
      return U'~';
    case 0x3007:
      return 0x96F6;  // 〇 -> 零
    default:
      return c;
  }
}

class Folder {
 public:
  Folder() {
    UErrorCode status = U_ZERO_ERROR;
    nfkc_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    nfd_ = icu::Normalizer2::getNFDInstance(status);
    nfkc_plain_ = icu::Normalizer2::getNFKCInstance(status);
  }
  ~Folder() {
    for (auto& page : pages_) delete page.load();
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const Page& page_of(char32_t c) {
    auto& slot = pages_[c >> 8U];
    const Page* page = slot.load(std::memory_order_acquire);
    return page != nullptr ? *page : make_page(c >> 8U);
  }

  // A base with combining marks, as one: ICU composes it first.
  std::string fold_cluster(std::string_view cluster) {
    const auto text =
        icu::UnicodeString::fromUTF8({cluster.data(), static_cast<std::int32_t>(cluster.size())});
    UErrorCode status = U_ZERO_ERROR;
    const auto composed = nfkc_plain_->normalize(text, status);
    std::string out;
    for (std::int32_t i = 0; i < composed.length();) {
      const auto c = static_cast<char32_t>(composed.char32At(i));
      if (u_charType(static_cast<UChar32>(c)) != U_NON_SPACING_MARK || is_kana(c)) {
        const Page& page = page_of(c);
        const Slot slot = page.slots[c & 0xFFU];
        out.append(page.pool, slot.offset, slot.size);
      }
      i += U16_LENGTH(static_cast<UChar32>(c));
    }
    return out;
  }

 private:
  const Page& make_page(std::size_t number) {
    const std::scoped_lock lock(making_);
    if (const Page* made = pages_[number].load(std::memory_order_acquire)) return *made;
    auto page = std::make_unique<Page>();
    for (std::size_t i = 0; i < 256; ++i) {
      const auto folded = fold_one(static_cast<char32_t>(number * 256 + i));
      page->slots[i] = {static_cast<std::uint16_t>(page->pool.size()),
                        static_cast<std::uint8_t>(folded.size())};
      page->pool += folded;
    }
    const Page* out = page.release();
    pages_[number].store(out, std::memory_order_release);
    return *out;
  }

  std::string fold_one(char32_t c) {
    if (vanishes(c)) return {};
    if (c >= 0xD800 && c <= 0xDFFF) c = 0xFFFD;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text(static_cast<UChar32>(unify(c)));
    text = nfkc_->normalize(text, status);
    std::string out;
    for (std::int32_t i = 0; i < text.length();) {
      const auto folded = static_cast<char32_t>(text.char32At(i));
      i += U16_LENGTH(static_cast<UChar32>(folded));
      append_utf8(out, unify(without_diacritic(is_han(c) ? simplified(folded) : folded)));
    }
    return out.size() > 255 ? std::string{} : out;
  }

  char32_t without_diacritic(char32_t c) {
    switch (c) {
      case 0xF8:
        return U'o';
      case 0x142:
        return U'l';
      case 0x111:
        return U'd';
      case 0x131:
        return U'i';
      default:
        break;
    }
    if (!is_latin(c) && !(c >= 0x1E00 && c <= 0x1EFF)) return c;
    icu::UnicodeString parts;
    if (!nfd_->getDecomposition(static_cast<UChar32>(c), parts)) return c;
    return static_cast<char32_t>(parts.char32At(0));
  }

  const icu::Normalizer2* nfkc_ = nullptr;
  const icu::Normalizer2* nfd_ = nullptr;
  const icu::Normalizer2* nfkc_plain_ = nullptr;
  std::mutex making_;
  std::array<std::atomic<const Page*>, kPages> pages_{};
};

Folder& folder() {
  static Folder instance;
  return instance;
}

// Marks that join the character before them: Latin accents, dakuten, conjoining jamo.
bool joins_previous(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || c == 0x3099 || c == 0x309A || c == 0xFF9E || c == 0xFF9F ||
         (c >= 0x1160 && c <= 0x11FF);
}

// Told by its first byte that the next character joins none, as nearly all do.
bool may_join(std::string_view s, std::size_t pos) {
  const auto lead = pos < s.size() ? static_cast<unsigned char>(s[pos]) : 0U;
  return lead == 0xCC || lead == 0xCD || lead == 0xE1 || lead == 0xEF ||
         (lead == 0xE3 && pos + 2 < s.size() && s[pos + 1] == '\x82' &&
          (s[pos + 2] == '\x99' || s[pos + 2] == '\x9A'));
}

std::size_t cluster_end(std::string_view s, std::size_t pos) {
  while (may_join(s, pos)) {
    const auto next = decode_at(s, pos);
    if (!joins_previous(next.value)) break;
    pos += next.size;
  }
  return pos;
}

constexpr std::array<char, 128> kAscii = [] {
  std::array<char, 128> table{};
  for (std::size_t c = 0; c < 128; ++c)
    table[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  table['`'] = '\'';
  return table;
}();

// The end of the ASCII characters from `pos` on that no mark joins: 0xCC and 0xCD lead the
// combining accents.
std::size_t plain_end(std::string_view s, std::size_t pos) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(s[at]); };
  const auto start = pos;
  while (pos < s.size() && byte(pos) < 0x80) ++pos;
  return pos > start && pos < s.size() && (byte(pos) & 0xFEU) == 0xCCU ? pos - 1 : pos;
}

// Calls plain(from, to) for stretches of ASCII, other(at, folded) for what stands at `at`.
template <class Plain, class Other>
void fold_into(std::string_view s, Plain plain, Other other) {
  auto& f = folder();
  for (std::size_t pos = 0; pos < s.size();) {
    if (const auto end = plain_end(s, pos); end > pos) {
      plain(pos, end);
      pos = end;
      continue;
    }
    const auto c = decode_at(s, pos);
    const std::size_t after = pos + c.size;
    const std::size_t end = cluster_end(s, after);
    if (end != after) {
      other(pos, f.fold_cluster(s.substr(pos, end - pos)));
      pos = end;
      continue;
    }
    const Page& page = f.page_of(c.value);
    const Slot slot = page.slots[c.value & 0xFFU];
    other(pos, std::string_view{page.pool}.substr(slot.offset, slot.size));
    pos = after;
  }
}

}  // namespace

Folded fold(std::string_view utf8) {
  Folded out;
  // Room for all at once, and more where characters fold to longer ones: appending byte by byte was
  // half the time.
  out.text.resize(utf8.size());
  out.origin.resize(utf8.size() + 1);
  std::size_t size = 0;
  const auto make_room = [&](std::size_t more) {
    if (size + more <= out.text.size()) return;
    out.text.resize(out.text.size() * 2 + more);
    out.origin.resize(out.text.size() + 1);
  };
  fold_into(
      utf8,
      [&](std::size_t from, std::size_t to) {
        make_room(to - from);
        for (auto at = from; at < to; ++at, ++size) {
          out.text[size] = kAscii[static_cast<unsigned char>(utf8[at])];
          out.origin[size] = static_cast<std::uint32_t>(at);
        }
      },
      [&](std::size_t at, std::string_view bytes) {
        make_room(bytes.size());
        for (const char byte : bytes) {
          out.text[size] = byte;
          out.origin[size++] = static_cast<std::uint32_t>(at);
        }
      });
  out.text.resize(size);
  out.origin.resize(size + 1);
  out.origin[size] = static_cast<std::uint32_t>(utf8.size());
  return out;
}

std::string fold_text(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  fold_into(
      utf8,
      [&](std::size_t from, std::size_t to) {
        for (auto at = from; at < to; ++at)
          out.push_back(kAscii[static_cast<unsigned char>(utf8[at])]);
      },
      [&](std::size_t /*at*/, std::string_view bytes) { out.append(bytes); });
  return out;
}

}  // namespace chokepoint
