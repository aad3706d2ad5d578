#include "feeds/feed_date_words.h"

#include <array>
#include <unordered_map>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// English, German, French, Spanish, Russian, Italian, Portuguese, Dutch, Polish, Czech, Swedish and
// Danish, Turkish, Greek, Hungarian, Indonesian, Ukrainian, Romanian: whole and shortened, in the
// forms that stand in a date.
constexpr std::array<std::string_view, 12> kMonths{
    "jan january januar jän jänner janvier janv ene enero январь января янв gennaio gen janeiro "
    "januari stycznia styczeń "
    "sty ledna leden led ocak oca ιαν ιανουαρίου ιανουάριος január január січня січ ianuarie ian "
    "januar",
    "feb febr february februar feber février fevrier févr fév fev febrero февраль февраля фев февр "
    "febbraio fevereiro "
    "februari lutego luty lut února únor úno şubat şub φεβ φεβρουαρίου február лютого лют "
    "februarie",
    "mar march märz mrz maerz mär mars marzo март марта мар março marco maart mrt marca marzec "
    "března březen bře mart "
    "μαρ μάρ μαρτίου március marets maret березня бер martie",
    "apr april avril avr abr abril апрель апреля апр aprile kwietnia kwiecień kwi dubna duben dub "
    "nisan nis απρ "
    "απριλίου április квітня кві aprilie",
    "may mai mayo май мая maggio mag maio mei maja maj května květen kvě mayıs mayis μαϊ μαΐ μάι "
    "μαΐου május травня тра",
    "jun june juni juin jui. junio июнь июня июн giugno giu junho czerwca czerwiec cze června "
    "červen čvn haziran haz ιουν "
    "ιούν ιουνίου június червня чер iunie iun",
    "jul july juli juillet juil julio июль июля июл luglio lug julho lipca lipiec lip července "
    "červenec čvc temmuz tem "
    "ιουλ ιούλ ιουλίου július липня лип iulie iul",
    "aug august août aout aoû ago agosto август августа авг augustus sierpnia sierpień sie srpna "
    "srpen srp ağustos ağu "
    "αυγ αύγ αυγούστου augusztus agustus agu серпня сер augusti",
    "sep sept september septembre septiembre setiembre set сентябрь сентября сен сент settembre "
    "setembro września "
    "wrzesień wrz září zář eylül eyl σεπ σεπτεμβρίου szeptember szept вересня вер septembrie",
    "oct october okt oktober octobre octubre октябрь октября окт ottobre ott out outubro "
    "października październik paź "
    "října říjen říj ekim eki οκτ οκτωβρίου október жовтня жов octombrie",
    "nov november novembre noviembre ноябрь ноября ноя нояб novembro listopada listopad lis kasım "
    "kas νοε νοέ "
    "νοεμβρίου листопада лис noiembrie",
    "dec december dez dezember décembre decembre déc dic diciembre декабрь декабря дек dicembre "
    "dezembro grudnia "
    "grudzień gru prosince prosinec pro aralık ara δεκ δεκεμβρίου desember des грудня гру "
    "decembrie",
};

struct Zone {
  std::string_view name;
  int minutes;
};
// Where a name has several owners (CST, IST, BST), the one RFC 822 or most feeds mean.
constexpr auto kZones = std::to_array<Zone>({
    {"z", 0},       {"ut", 0},     {"utc", 0},    {"gmt", 0},     {"wet", 0},     {"est", -300},
    {"edt", -240},  {"cst", -360}, {"cdt", -300}, {"mst", -420},  {"mdt", -360},  {"pst", -480},
    {"pdt", -420},  {"at", -240},  {"et", -300},  {"ct", -360},   {"mt", -420},   {"pt", -480},
    {"ast", -240},  {"adt", -180}, {"nst", -210}, {"ndt", -150},  {"akst", -540}, {"akdt", -480},
    {"hst", -600},  {"hdt", -540}, {"bst", 60},   {"west", 60},   {"cet", 60},    {"cest", 120},
    {"met", 60},    {"mest", 120}, {"mez", 60},   {"mesz", 120},  {"eet", 120},   {"eest", 180},
    {"msk", 180},   {"msd", 240},  {"мск", 180},  {"sast", 120},  {"cat", 120},   {"eat", 180},
    {"wat", 60},    {"trt", 180},  {"gst", 240},  {"pkt", 300},   {"ist", 330},   {"npt", 345},
    {"ict", 420},   {"wib", 420},  {"wita", 480}, {"hkt", 480},   {"sgt", 480},   {"myt", 480},
    {"pht", 480},   {"awst", 480}, {"jst", 540},  {"kst", 540},   {"wit", 540},   {"acst", 570},
    {"acdt", 630},  {"aest", 600}, {"aedt", 660}, {"nzst", 720},  {"nzdt", 780},  {"brt", -180},
    {"brst", -120}, {"art", -180}, {"clt", -240}, {"clst", -180}, {"cot", -300},  {"pet", -300},
    {"vet", -240},
});

using Months = std::unordered_map<std::string_view, unsigned>;

Months build_months() {
  Months out;
  for (unsigned m = 0; m < kMonths.size(); ++m)
    for (auto rest = kMonths[m]; !rest.empty();) {
      const auto end = rest.find(' ');
      out.emplace(rest.substr(0, end), m + 1);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
  return out;
}

char32_t lower_letter(char32_t c) {
  const bool latin = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
  const bool greek = c >= 0x391 && c <= 0x3A9;
  const bool cyrillic = c >= 0x410 && c <= 0x42F;
  if (latin || greek || cyrillic) return c + 32;
  if (c == 0x130) return 'i';
  return c >= 0x100 && c <= 0x17F && c % 2 == 0 && c != 0x138 ? c + 1 : c;
}

}  // namespace

std::string lower_word(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const auto c = decode_at(s, i);
    append_utf8(out, lower_letter(c.value));
    i += c.size;
  }
  return out;
}

unsigned month_of_word(std::string_view word) {
  static const Months months = build_months();
  const auto found = months.find(word);
  return found == months.end() ? 0 : found->second;
}

std::optional<int> zone_minutes(std::string_view word) {
  for (const auto& zone : kZones)
    if (zone.name == word) return zone.minutes;
  return std::nullopt;
}

char half_of_day(std::string_view word) {
  if (word == "am" || word == "a.m" || word == "오전" || word == "上午" || word == "午前" ||
      word == "凌晨" || word == "早上" || word == "π.μ")
    return 'a';
  if (word == "pm" || word == "p.m" || word == "오후" || word == "下午" || word == "午後" ||
      word == "晚上" || word == "中午" || word == "μ.μ")
    return 'p';
  return 0;
}

}  // namespace chokepoint
