// Tells the East Asian encodings apart: each byte pair is read as each of them, and the encoding
// whose characters are the everyday ones of its language wins. Structure alone cannot do it: nearly
// any pair is a character of several.
#include <array>
#include <bitset>
#include <vector>

#include <unicode/ucnv.h>

#include "models/core/encoding_guess.h"
#include "models/core/johab.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::string_view kSimplified =
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发"
    "后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它"
    "与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西"
    "斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总"
    "何电数安少报才结反受目太量"
    "再感建务做接必场件计管期市直德资命山金指许统区保至队形社便空决治展马科司五基眼书非则听白却界达"
    "光放强即像难且权思王象完设"
    "式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运";
constexpr std::string_view kTraditional =
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發"
    "後作裡用道行所然家種事成方"
    "多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它"
    "與長把機十民第公此已工使情"
    "明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西"
    "斯月話合回特代內信表化老給"
    "世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女變四神總"
    "何電數安少報才結反受目太量"
    "再感建務做接必場件計管期市直德資命山金指許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達"
    "光放強即像難且權思王象完設"
    "式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運";
constexpr std::string_view kJapanese =
    "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午"
    "百書先名川千水半男西電校語"
    "聞食車何南万毎白天母読友休会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用"
    "度強公持野以思家世多正安院"
    "心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究楽"
    "起着店病質待試族早映親験英"
    "医味写字音注帰政議民連対部合市内相定回選米実関決全表戦経最現調化当約法性要制治務成期取都和機平"
    "加受続進数記初指権支産点報";
constexpr std::string_view kKorean =
    "이다는에을의가고하지도로한사은기를나인아있들그어자리시대것수해일만게보서부라정여않에전과스제상"
    "면원국주장성구없니으적공동모"
    "오세조우유비민소경연문관신방위진계미거실였화때되할했합치안선무말러내까산당중요데입업드트생개학"
    "년월반체회난분권간습등발";

enum class Kind { Ascii, Everyday, Common, Symbol, Rare, Bad };
struct Step {
  std::size_t size;
  Kind kind;
  unsigned pair = 0;  // of a two-byte character, for the list of frequent ones
};
using Byte = unsigned char;
using Reader = Step (*)(const Byte* p, std::size_t left);

constexpr bool within(unsigned b, unsigned low, unsigned high) {
  return b >= low && b <= high;
}
unsigned pair_of(const Byte* p) {
  return static_cast<unsigned>(p[0] << 8 | p[1]);
}

Step read_gbk(const Byte* p, std::size_t left) {
  if (left < 2 || !within(p[0], 0x81, 0xFE)) return {1, Kind::Bad};
  if (within(p[1], 0x30, 0x39)) {
    const bool four = left >= 4 && within(p[2], 0x81, 0xFE) && within(p[3], 0x30, 0x39);
    return {four ? 4U : 1U, four ? Kind::Rare : Kind::Bad};
  }
  if (!within(p[1], 0x40, 0xFE) || p[1] == 0x7F) return {1, Kind::Bad};
  if (p[1] < 0xA1 || p[0] < 0xA1) return {2, Kind::Rare};
  // Rows 4 to 9 hold kana, Greek, Cyrillic and boxes: in Chinese text rare, in misread Japanese
  // everywhere.
  if (p[0] < 0xB0) return {2, p[0] <= 0xA3 ? Kind::Symbol : Kind::Rare};
  return {2, p[0] <= 0xD7 ? Kind::Common : Kind::Rare, pair_of(p)};
}

Step read_big5(const Byte* p, std::size_t left) {
  if (left < 2 || !within(p[0], 0x81, 0xFE)) return {1, Kind::Bad};
  if (!within(p[1], 0x40, 0x7E) && !within(p[1], 0xA1, 0xFE)) return {1, Kind::Bad};
  if (within(p[0], 0xA4, 0xC6)) return {2, Kind::Common, pair_of(p)};
  return {2, within(p[0], 0xA1, 0xA3) ? Kind::Symbol : Kind::Rare};
}

Step read_euc_jp(const Byte* p, std::size_t left) {
  if (p[0] == 0x8E && left >= 2 && within(p[1], 0xA1, 0xDF)) return {2, Kind::Rare};
  if (p[0] == 0x8F && left >= 3 && within(p[1], 0xA1, 0xFE) && within(p[2], 0xA1, 0xFE))
    return {3, Kind::Rare};
  if (left < 2 || !within(p[0], 0xA1, 0xFE) || !within(p[1], 0xA1, 0xFE)) return {1, Kind::Bad};
  if (p[0] == 0xA4) return {2, p[1] <= 0xF3 ? Kind::Everyday : Kind::Bad};
  if (p[0] == 0xA5) return {2, p[1] <= 0xF6 ? Kind::Everyday : Kind::Bad};
  if (p[0] < 0xB0) return {2, p[0] <= 0xA3 ? Kind::Symbol : Kind::Rare};
  return {2, p[0] <= 0xCF ? Kind::Common : Kind::Rare, pair_of(p)};
}

Step read_shift_jis(const Byte* p, std::size_t left) {
  if (within(p[0], 0xA1, 0xDF)) return {1, Kind::Rare};  // half-width kana
  const bool lead = within(p[0], 0x81, 0x9F) || within(p[0], 0xE0, 0xFC);
  if (!lead || left < 2 || !within(p[1], 0x40, 0xFC) || p[1] == 0x7F) return {1, Kind::Bad};
  if (p[0] == 0x82 && within(p[1], 0x9F, 0xF1)) return {2, Kind::Everyday};
  if (p[0] == 0x83 && within(p[1], 0x40, 0x96)) return {2, Kind::Everyday};
  if (p[0] <= 0x82) return {2, Kind::Symbol};
  return {2, within(p[0], 0x88, 0x97) ? Kind::Common : Kind::Rare, pair_of(p)};
}

Step read_euc_kr(const Byte* p, std::size_t left) {
  if (left < 2 || !within(p[0], 0x81, 0xFE)) return {1, Kind::Bad};
  const bool extended =
      within(p[1], 0x41, 0x5A) || within(p[1], 0x61, 0x7A) || within(p[1], 0x81, 0xA0);
  if (extended && p[0] <= 0xC6) return {2, Kind::Rare};
  if (!within(p[0], 0xA1, 0xFE) || !within(p[1], 0xA1, 0xFE)) return {1, Kind::Bad};
  if (within(p[0], 0xB0, 0xC8)) return {2, Kind::Common, pair_of(p)};
  return {2, within(p[0], 0xA1, 0xA3) ? Kind::Symbol : Kind::Rare};
}

Step read_euc_tw(const Byte* p, std::size_t left) {
  if (p[0] == 0x8E) {
    const bool four = left >= 4 && within(p[1], 0xA1, 0xB0) && within(p[2], 0xA1, 0xFE) &&
                      within(p[3], 0xA1, 0xFE);
    return {four ? 4U : 1U, four ? Kind::Rare : Kind::Bad};
  }
  if (left < 2 || !within(p[0], 0xA1, 0xFD) || !within(p[1], 0xA1, 0xFE)) return {1, Kind::Bad};
  if (p[0] >= 0xC4) return {2, Kind::Common, pair_of(p)};
  return {2, p[0] <= 0xA3 ? Kind::Symbol : Kind::Rare};
}

Step read_johab(const Byte* p, std::size_t left) {
  if (left < 2 || p[0] < 0x84) return {1, Kind::Bad};
  const auto pair = static_cast<std::uint16_t>(pair_of(p));
  if (p[0] <= 0xD3)
    return johab_syllable(pair) != 0 ? Step{2, Kind::Common, pair} : Step{1, Kind::Bad};
  if (johab_to_euc_kr(pair) == 0) return {1, Kind::Bad};
  return {2, within(p[0], 0xD9, 0xDB) ? Kind::Symbol : Kind::Rare};
}

using PairSet = std::bitset<65536>;

PairSet frequent_pairs(std::string_view text, const char* icu_name) {
  PairSet out;
  std::vector<char> bytes(text.size() * 2);
  UErrorCode error = U_ZERO_ERROR;
  const auto size =
      ucnv_convert(icu_name, "UTF-8", bytes.data(), static_cast<int32_t>(bytes.size()), text.data(),
                   static_cast<int32_t>(text.size()), &error);
  for (std::int32_t i = 0; U_SUCCESS(error) && i + 1 < size; ++i) {
    const auto lead = static_cast<Byte>(bytes[static_cast<std::size_t>(i)]);
    const auto trail = static_cast<Byte>(bytes[static_cast<std::size_t>(i) + 1]);
    if (lead < 0x80) continue;
    out.set(static_cast<std::size_t>(lead << 8 | trail));
    ++i;
  }
  return out;
}

PairSet frequent_johab() {
  PairSet out;
  for (unsigned pair = 0x8400; pair < 0xD400; ++pair) {
    const auto syllable = johab_syllable(static_cast<std::uint16_t>(pair));
    std::string utf8;
    if (syllable != 0) append_utf8(utf8, syllable);
    if (!utf8.empty() && kKorean.find(utf8) != std::string_view::npos) out.set(pair);
  }
  return out;
}

struct Candidate {
  std::string_view name;
  Reader read;
  PairSet frequent;
};

const std::vector<Candidate>& candidates() {
  static const std::vector<Candidate> all{
      {"gbk", read_gbk, frequent_pairs(kSimplified, "gb18030")},
      {"big5", read_big5, frequent_pairs(kTraditional, "Big5")},
      {"euc-jp", read_euc_jp, frequent_pairs(kJapanese, "EUC-JP")},
      {"shift_jis", read_shift_jis, frequent_pairs(kJapanese, "Shift_JIS")},
      {"euc-kr", read_euc_kr, frequent_pairs(kKorean, "windows-949-2000")},
      {"euc-tw", read_euc_tw, frequent_pairs(kTraditional, "EUC-TW")},
      {"johab", read_johab, frequent_johab()},
  };
  return all;
}

CjkFit fit(std::string_view bytes, const Candidate& c) {
  CjkFit out{c.name, 0, 0, 0};
  // signed char arithmetic would make every lead byte negative
  std::vector<Byte> copy(bytes.begin(), bytes.end());
  std::array<std::size_t, 6> seen{};
  for (std::size_t i = 0; i < copy.size();) {
    if (copy[i] < 0x80) {
      ++i;
      continue;
    }
    auto step = c.read(copy.data() + i, copy.size() - i);
    if (step.pair != 0 && c.frequent.test(step.pair)) step.kind = Kind::Everyday;
    ++seen[static_cast<std::size_t>(step.kind)];
    i += step.size;
  }
  const auto count = [&](Kind k) { return static_cast<double>(seen[static_cast<std::size_t>(k)]); };
  out.errors = seen[static_cast<std::size_t>(Kind::Bad)];
  if (out.errors > 0 && copy.back() >= 0x80) --out.errors;  // cut in the middle of a character
  for (const auto n : seen) out.characters += n;
  out.characters -= seen[static_cast<std::size_t>(Kind::Bad)];
  const double total = static_cast<double>(out.characters + out.errors);
  if (out.characters == 0) return {c.name, 0, out.errors, -1};
  out.score = (count(Kind::Everyday) + 0.5 * count(Kind::Common) + 0.3 * count(Kind::Symbol) -
               0.5 * count(Kind::Rare) - 4.0 * static_cast<double>(out.errors)) /
              total;
  return out;
}

}  // namespace

CjkFit fit_cjk(std::string_view bytes, std::string_view encoding) {
  for (const auto& c : candidates())
    if (c.name == encoding || (encoding == "gb18030" && c.name == "gbk")) return fit(bytes, c);
  return {};
}

CjkFit best_cjk(std::string_view bytes) {
  CjkFit best;
  for (const auto& c : candidates())
    if (const auto now = fit(bytes, c); now.characters > 0 && now.score > best.score) best = now;
  return best;
}

bool convincing(const CjkFit& f) {
  return !f.encoding.empty() && f.score > (f.characters < 8 ? 0.45 : 0.55);
}

bool overwhelming(const CjkFit& f) {
  return convincing(f) && f.characters >= 8 && f.score > 0.62 && f.errors * 50 <= f.characters;
}

}  // namespace chokepoint
