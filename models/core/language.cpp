#include "models/core/language.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

struct Words {
  std::string_view tag;
  std::string_view words;
};
#define LANGUAGE(tag, words) Words{tag, words},
constexpr std::array kLanguages = {
#include "models/core/language_words.inc"
};
#undef LANGUAGE
constexpr std::size_t kLanguageCount = kLanguages.size();
static_assert(kLanguageCount <= 32, "a word's languages are a 32-bit mask");

// A longer text is read in slices from its beginning, middle and end: enough to be sure, and the
// rest would pay for nothing.
constexpr std::size_t kSlice = 640;
constexpr std::size_t kSlices = 3;

// An open hash from a word of up to eight bytes, packed into an integer, to the languages that have
// it.
class WordTable {
 public:
  WordTable() {
    for (std::size_t language = 0; language < kLanguageCount; ++language) {
      std::string_view words = kLanguages[language].words;
      while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        add(words.substr(0, end), language);
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    }
  }
  std::uint32_t languages_of(std::uint64_t word) const {
    for (std::size_t i = slot(word);; i = (i + 1) % kSlots) {
      if (keys_[i] == word) return masks_[i];
      if (keys_[i] == 0) return 0;
    }
  }

 private:
  static constexpr std::size_t kSlots = 4096;
  static std::size_t slot(std::uint64_t word) { return (word * 0x9E3779B97F4A7C15ULL) >> 52U; }
  void add(std::string_view word, std::size_t language) {
    if (word.empty() || word.size() > 8) return;
    std::uint64_t key = 0;
    for (const char c : word) key = (key << 8U) | static_cast<unsigned char>(c);
    std::size_t i = slot(key);
    while (keys_[i] != 0 && keys_[i] != key) i = (i + 1) % kSlots;
    keys_[i] = key;
    masks_[i] |= 1U << language;
  }
  std::array<std::uint64_t, kSlots> keys_{};
  std::array<std::uint32_t, kSlots> masks_{};
};

const WordTable& word_table() {
  static const WordTable table;
  return table;
}

// What one pass over the text counts.
struct Counts {
  std::array<std::uint32_t, kLanguageCount> words{};                                // weighted hits
  std::uint32_t latin = 0, cyrillic = 0, han = 0, kana = 0, hangul = 0, other = 0;  // letters
  std::uint32_t german = 0, french = 0, spanish = 0, russian = 0, not_russian = 0,
                foreign = 0;  // telling letters

  std::uint32_t letters() const { return latin + cyrillic + han + kana + hangul + other; }
};

void count_word(std::uint64_t word, unsigned size, const WordTable& table, Counts& counts) {
  if (size == 0 || size > 8) return;
  const std::uint32_t mask = table.languages_of(word);
  if (mask == 0) return;
  const bool one = (mask & (mask - 1)) == 0;
  const bool two = !one && ((mask & (mask - 1)) & ((mask & (mask - 1)) - 1)) == 0;
  const std::uint32_t weight = (one ? 4U : two ? 2U : 1U) * (size == 1 ? 1U : 2U);
  for (std::uint32_t rest = mask; rest != 0; rest &= rest - 1) {
    counts.words[static_cast<std::size_t>(__builtin_ctz(rest))] += weight;
  }
}

// Latin letters beyond ASCII: whose are they?
void count_accent(unsigned lead, unsigned trail, Counts& counts) {
  const unsigned lower = lead == 0xC3 ? trail | 0x20U : 0;
  switch (lower) {
    case 0xA4:
    case 0xB6:
    case 0xBC:
      ++counts.german;
      break;  // ä ö ü
    case 0xB1:
      counts.spanish += 2;
      break;  // ñ
    case 0xA1:
    case 0xAD:
    case 0xB3:
    case 0xBA:
      ++counts.spanish;
      break;  // á í ó ú
    case 0xA8:
    case 0xAA:
    case 0xA7:
    case 0xAE:
    case 0xB4:
    case 0xA0:
    case 0xBB:
      ++counts.french;
      break;  // è ê ç î ô à û
    case 0xBF:
      if (trail == 0x9F) counts.german += 2;
      break;  // ß
    case 0xA9:
      break;  // é: French and Spanish
    default:
      ++counts.foreign;
      break;
  }
}

// Three-byte characters, by their first two bytes.
void count_three(unsigned a, unsigned b, Counts& counts) {
  if (a >= 0xE4 && a <= 0xE9) {
    ++counts.han;
  } else if (a == 0xE3 && b >= 0x81 && b <= 0x83) {
    ++counts.kana;
  } else if (a >= 0xEA && a <= 0xED && !(a == 0xEA && b < 0xB0)) {
    ++counts.hangul;
  } else if (a == 0xE0 || a == 0xE1) {
    ++counts.other;
  }
}

constexpr std::array<std::uint8_t, 128> kLower = [] {
  std::array<std::uint8_t, 128> table{};  // 0: ends a word
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = static_cast<std::uint8_t>(c);
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = static_cast<std::uint8_t>(c + 32);
  return table;
}();

struct Word {
  std::uint64_t packed = 0;
  unsigned size = 0;
  void add(unsigned byte) {
    packed = (packed << 8U) | byte;
    ++size;
  }
};

// A two-byte character; true where it belongs to the word.
bool count_two(unsigned a, unsigned b, Word& word, Counts& counts) {
  if (a >= 0xC3 && a <= 0xC9) {
    ++counts.latin;
    count_accent(a, b, counts);
    word.add(a);
    word.add(a == 0xC3 ? b | 0x20U : b);
    return true;
  }
  if (a >= 0xD0 && a <= 0xD3) {
    ++counts.cyrillic;
    if (a >= 0xD2 || (a == 0xD0 && (b <= 0x8F && b != 0x81)) || (a == 0xD1 && b >= 0x92))
      ++counts.not_russian;
    if (a == 0xD1 && (b == 0x8B || b == 0x8D || b == 0x91 || b == 0x8A))
      ++counts.russian;  // ы э ё ъ
    word.add(a);
    word.add(b);
    return true;
  }
  if (a >= 0xCD && a <= 0xDF) ++counts.other;  // Greek, Armenian, Hebrew, Arabic
  return false;
}

Counts count(std::string_view s) {
  Counts counts;
  const WordTable& table = word_table();
  Word word;
  std::size_t i = 0;
  const auto flush = [&] {
    count_word(word.packed, word.size, table, counts);
    word = {};
  };
  while (i < s.size()) {
    const unsigned c = static_cast<unsigned char>(s[i]);
    if (c < 0x80) {
      const unsigned lower = kLower[c];
      ++i;
      if (lower != 0) {
        ++counts.latin;
        word.add(lower);
      } else if (word.size != 0) {
        flush();
      }
      continue;
    }
    const unsigned next = i + 1 < s.size() ? static_cast<unsigned char>(s[i + 1]) : 0U;
    if (c < 0xE0) {
      if (!count_two(c, next, word, counts)) flush();
      i += 2;
      continue;
    }
    flush();
    count_three(c, next, counts);
    i += c < 0xF0 ? 3 : 4;
  }
  flush();
  return counts;
}

std::string from_cld2(std::string_view s) {
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  int bytes = 0;
  bool reliable = false;
  // The "extended" call says that it does not know; the plain one would say English.
  const auto language =
      CLD2::ExtDetectLanguageSummary(s.data(), static_cast<int>(s.size()), true, languages.data(),
                                     percents.data(), &bytes, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string code = CLD2::LanguageCode(language);
  return code == "zh" ? "zh-Hans" : code == "iw" ? "he" : code;
}

std::string spaced_language(std::string_view s, const Counts& counts, bool cyrillic) {
  auto score = counts.words;
  const auto add = [&score](std::string_view tag, std::uint32_t points) {
    for (std::size_t i = 0; i < kLanguageCount; ++i) {
      if (kLanguages[i].tag == tag) score[i] += points;
    }
  };
  if (cyrillic) {
    add("uk", counts.not_russian * 4);
  } else if (counts.foreign == 0) {
    add("de", counts.german * 2);
    add("fr", counts.french * 2);
    add("es", counts.spanish);
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < kLanguageCount; ++i) {
    if (score[i] > score[best]) best = i;
  }
  std::uint32_t second = 0;
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    if (i != best) second = std::max(second, score[i]);
  }
  const std::uint32_t letters = counts.latin + counts.cyrillic;
  const bool enough =
      score[best] >= 8 && score[best] * 4 >= second * 5 && score[best] * 12 >= letters;
  if (enough) return std::string(kLanguages[best].tag);
  if (cyrillic && counts.russian > counts.not_russian) return "ru";
  auto asked = from_cld2(s);
  // Of the Cyrillic languages only Russian and Bulgarian do without letters of their own.
  if (cyrillic && counts.not_russian == 0 && asked != "bg") asked = "ru";
  // On a headline CLD2 likes small neighbours (Galician, Scots): they need words of ours to be
  // silent.
  const bool known = std::any_of(kLanguages.begin(), kLanguages.end(),
                                 [&](const Words& l) { return l.tag == asked; });
  if (known && (score[best] < 16 || asked == kLanguages[best].tag)) return asked;
  if (score[best] > second) return std::string(kLanguages[best].tag);
  return !asked.empty() ? asked : cyrillic ? "ru" : "en";
}

std::string_view slice_of(std::string_view s, std::size_t start, std::size_t size) {
  while (start < s.size() && (static_cast<unsigned char>(s[start]) & 0xC0U) == 0x80U) ++start;
  std::size_t end = std::min(start + size, s.size());
  while (end < s.size() && (static_cast<unsigned char>(s[end]) & 0xC0U) == 0x80U) ++end;
  return s.substr(start, end - start);
}

std::string sample_of(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < kSlices; ++i) {
    out.append(slice_of(s, i * (s.size() - kSlice) / (kSlices - 1), kSlice)).push_back(' ');
  }
  return out;
}

std::string detect_all(std::string_view s) {
  const Counts counts = count(s);
  const std::uint32_t letters = counts.letters();
  if (letters == 0) return {};
  // A Han or kana character, or a Hangul syllable, stands for about two letters of an alphabet.
  const std::uint32_t east = counts.han + counts.kana + counts.hangul;
  if (east * 2 > letters - east) {
    if (counts.hangul * 2 > counts.han + counts.kana) return "ko";
    if (counts.kana * 12 > counts.han + counts.kana) return "ja";
    return detect_han_language(s);
  }
  if (counts.other > counts.latin + counts.cyrillic) {
    const auto asked = from_cld2(s);
    return asked.empty() ? "und" : asked;
  }
  return spaced_language(s, counts, counts.cyrillic > counts.latin);
}

}  // namespace

std::string detect_language(std::string_view utf8) {
  if (utf8.size() <= kSlice * kSlices + kSlice) return detect_all(utf8);
  return detect_all(sample_of(utf8));
}

std::string language_of_tag(std::string_view declared) {
  std::string tag;
  for (const char c : declared) {
    const auto lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '_' ? '-' : c;
    if (lower != ' ') tag.push_back(lower);
  }
  const auto primary = tag.substr(0, tag.find('-'));
  const bool letters =
      std::all_of(primary.begin(), primary.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters || primary.size() < 2 || primary.size() > 3) return {};
  if (primary == "jp") return "ja";
  if (primary == "kr") return "ko";
  if (primary != "zh") return primary == "iw" ? "he" : primary;
  const auto has = [&tag](std::string_view part) { return tag.find(part) != std::string::npos; };
  if (has("hant") || has("-tw") || has("-hk") || has("-mo")) return "zh-Hant";
  if (has("hans") || has("-cn") || has("-sg")) return "zh-Hans";
  return "zh";
}

}  // namespace chokepoint
