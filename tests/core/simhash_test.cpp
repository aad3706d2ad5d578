#include "models/core/simhash.h"

#include <string>

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

const std::string kReport =
    "The ministry said on Tuesday that exporters of gallium and germanium must apply for a licence "
    "from next month, and "
    "that shipments to military users abroad would not be approved. Officials told reporters that "
    "the rules follow the "
    "law on export control and are not aimed at any country. Buyers in three countries have asked "
    "suppliers to bring "
    "orders forward, traders said, and prices rose by a tenth within a week. Analysts expect the "
    "flow of the two metals "
    "to slow for some months while firms learn what papers the new procedure asks of them and how "
    "long it takes.";

const std::string kOther =
    "A court in the capital on Friday dismissed an appeal by steel makers against duties on pipes. "
    "The judges held that "
    "the authority had been right to compare prices with those of a third country, since the "
    "market of the exporting "
    "country was distorted. The companies said they would study the ruling. The duties, between "
    "nine and forty per cent, "
    "have applied since last spring and will run for five years unless a review finds that they "
    "are no longer needed.";

const std::string kChinese =
    "商务部发言人周二表示，自下月起，镓、锗相关物项出口须事先申请许可，对境外军事用户的出口原则上不"
    "予批准。发言人说，"
    "有关措施符合国际通行做法，不针对任何特定国家。业内人士指出，多家海外买家已要求供应商提前交货，"
    "价格一周之内上涨一成。";

}  // namespace

TEST_CASE("copies are alike whatever their dress") {
  const auto hash = simhash(kReport);
  CHECK(distance(hash, simhash("CAPITAL CITY (Agency) -- " + kReport)) <= kSimilarBits);
  CHECK(distance(hash, simhash(kReport + " (Reporting by A. Writer; editing by B. Editor)")) <=
        kSimilarBits);
  std::string shouted = kReport;
  for (char& c : shouted) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  CHECK(simhash(shouted) == hash);
  CHECK(distance(simhash(kChinese), simhash("新华社电 " + kChinese)) <= kSimilarBits);
}

TEST_CASE("different texts are not") {
  CHECK_FALSE(similar(simhash(kReport), simhash(kOther)));
  CHECK(distance(simhash(kReport), simhash(kOther)) > 12);
  CHECK_FALSE(similar(simhash(kChinese), simhash(kReport)));
  CHECK(simhash("") == 0);
  CHECK(simhash("two words") == 0);
  CHECK_FALSE(similar(0, 0));
}

TEST_CASE("hashes within the limit share a band, wherever they differ") {
  const auto hash = simhash(kReport);
  for (unsigned start = 0; start < 64; ++start) {
    for (unsigned step = 1; step < 12; ++step) {
      SimHash other = hash;
      for (unsigned k = 0; k < static_cast<unsigned>(kSimilarBits); ++k)
        other ^= SimHash{1} << ((start + k * step) % 64);
      const auto a = band_keys(hash);
      const auto b = band_keys(other);
      bool shared = false;
      for (std::size_t i = 0; i < kSimHashBands; ++i) shared = shared || a[i] == b[i];
      CHECK(shared);
    }
  }
}

TEST_CASE("any bytes have a hash") {
  CHECK_NOTHROW(simhash("\xF0"));
  CHECK_NOTHROW(simhash("\xE4\xB8 \xFF\xFE"));
  CHECK_NOTHROW(simhash_folded("abc \xE4"));
}
