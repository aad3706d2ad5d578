#include "tools/bench/made_up.h"

#include <algorithm>
#include <cmath>

namespace chokepoint::made_up {
namespace {

struct Type {
  const char *id, *family;
  double severity;
};
const std::vector<Type> kTypes{{"export_ban", "export_control", 9},
                               {"export_licensing", "export_control", 7},
                               {"licence_tightening", "export_control", 6},
                               {"tariff_increase", "tariff_increase", 6},
                               {"anti_dumping_probe", "trade_remedy", 4},
                               {"anti_dumping_duty", "trade_remedy", 5},
                               {"entity_listing", "entity_listing", 7},
                               {"sanctions", "sanctions", 8},
                               {"import_ban", "import_ban", 7},
                               {"diplomatic_protest", "diplomatic_protest", 2}};

std::vector<std::string> split(const char* all) {
  std::vector<std::string> out(1);
  for (const char* c = all; *c != '\0'; ++c)
    if (*c == ',')
      out.emplace_back();
    else
      out.back() += *c;
  return out;
}

const std::vector<std::string> kEnglish = split(
    "the,of,to,on,that,for,in,and,rare earths,gallium,steel,must,apply,licence,before,exporters,"
    "ship,goods,trade,officials,talks,tariff,probe,duty,control,quota,market,company,supply,chain,"
    "government,week,annex,rule,ministry,said,price,buyers,factory,shipment,notice,review,list,"
    "customs,minister,spokesman,measure,restriction,producer,alloy,magnet,wafer,battery,vessel");
const std::vector<std::string> kChinese = split(
    "的,对,在,实施,商务部,宣布,日本,美国,出口,管制,许可,调查,关税,企业,公告,措施,市场,稀土,镓,"
    "供应链,"
    "反倾销,政府,表示,生效,钢铁,产品,限制,有关,部门,贸易,磋商,价格,海关,清单,半导体,电池,石墨,部长,"
    "发言人");

}  // namespace

const Day kFirstDay = *parse_day("2020-01-01");

const std::vector<std::string>& parties() {
  static const auto kAll = split("CN,US,JP,EU,KR,TW,AU,IN,RU,DE,CA,GB,VN,ID,CL");
  return kAll;
}

const std::vector<std::string>& items() {
  static const auto kAll = split(
      "rare earths,gallium,germanium,graphite,semiconductors,steel,seafood,wine,nickel,soybeans");
  return kAll;
}

LinkKnowledge knowledge() {
  LinkKnowledge k;
  for (const auto& type : kTypes) {
    auto& t = k.types[type.id];
    t.family = type.family;
    t.severity = type.severity;
  }
  k.types["import_ban"].by_item = k.types["anti_dumping_probe"].by_item =
      k.types["anti_dumping_duty"].by_item = true;
  k.types["diplomatic_protest"].escalates = k.types["diplomatic_protest"].measure = false;
  auto& easing = k.types["control_easing"];
  auto& truce = k.types["trade_truce"];
  easing.family = "control_easing";
  truce.family = "trade_truce";
  easing.eases = truce.eases = truce.mutual = true;
  easing.escalates = easing.measure = truce.escalates = truce.measure = false;
  return k;
}

std::size_t Generator::early(std::size_t n) {
  // The inverse of the logarithm that sums 1/i.
  const auto place = std::pow(static_cast<double>(n) + 1, unit()) - 1;
  return std::min(n - 1, static_cast<std::size_t>(place));
}

Generator::Move Generator::make_move(Day today) {
  Move m;
  m.day = today;
  Mention& told = m.told;
  told.date = PartialDate::of(today);
  told.items = {items()[early(items().size())]};
  told.actor = parties()[early(parties().size())];
  do told.target = parties()[early(parties().size())];
  while (told.target == told.actor);
  if (one_in(25)) told.target = "*";
  told.type = kTypes[static_cast<std::size_t>(below(static_cast<int>(kTypes.size())))].id;
  const bool eases = one_in(12);
  if (!moves_.empty() && (eases || one_in(25))) {
    const auto& before = moves_[static_cast<std::size_t>(below(static_cast<int>(moves_.size())))];
    if (eases) {
      const bool truce = one_in(5);
      told.type = truce ? "trade_truce" : "control_easing";
      told.actor = before.told.actor;
      told.target = before.told.target;
      told.items = before.told.items;
    } else if (before.told.target != "*") {
      told.actor = before.told.target;
      told.target = before.told.actor;
      told.responds_to = MoveRef{before.told.type, before.told.actor, before.told.target};
    }
  }
  return m;
}

const Generator::Move& Generator::recent(double days) {
  const auto back = static_cast<std::size_t>(-std::log(1 - unit()) * days * kMovesADay);
  return moves_[moves_.size() - 1 - std::min(back, moves_.size() - 1)];
}

Mention Generator::slip(const Move& move, Day today) {
  Mention m = move.told;
  m.score = 0.5 + 0.005 * below(100);
  m.stage = below(10) < 6 ? Stage::Announced : below(10) < 6 ? Stage::InForce : Stage::Considered;
  switch (below(24)) {
    case 0:
      m.actor.clear();
      break;
    case 1:
      m.target.clear();
      break;
    case 2:
    case 3:
      m.date.reset();
      break;
    case 4:
      m.date = PartialDate::of(today);
      break;
    case 5:
      m.items.clear();
      break;
    case 6:
      m.background = true;
      break;
    case 7:
      m.background = true;
      m.date.reset();
      break;
    case 8:
      m.date->day = 0;
      break;
    case 9:
      if (m.target != "*") std::swap(m.actor, m.target);
      break;
    default:
      break;
  }
  return m;
}

std::string Generator::words(bool chinese, int n) {
  const auto& all = chinese ? kChinese : kEnglish;
  std::string out;
  for (int i = 0; i < n; ++i) {
    if (!chinese && i > 0) out += ' ';
    out += all[early(all.size())];
  }
  return out;
}

CodedDocument Generator::next() {
  constexpr std::size_t kRemembered = 180 * kMovesADay;
  const Day today = kFirstDay + std::chrono::days(serial_ / kArticlesADay);
  // Every fourth article brings a new move.
  if (serial_ % (kArticlesADay / kMovesADay) == 0) moves_.push_back(make_move(today));
  if (moves_.size() > kRemembered) moves_.pop_front();
  const bool chinese = below(10) < 3;
  CodedDocument d;
  d.document.id = "doc-" + std::to_string(serial_);
  d.document.url = "https://example.org/" + d.document.id;
  const auto outlet = early(120);
  d.document.outlet = "outlet-" + std::to_string(outlet);
  d.document.tier = outlet % 5 == 0 ? Tier::Official : outlet % 5 == 1 ? Tier::Wire : Tier::Press;
  d.document.lang = chinese ? "zh-Hans" : "en";
  d.document.title = words(chinese, 8) + " case" + std::to_string(serial_ / 100);
  d.document.text = words(chinese, 400);
  if (one_in(50)) d.document.text += chinese ? "氧化镝" : " dysprosium oxide";
  d.document.published = today;
  d.document.first_seen =
      Instant(today) + std::chrono::seconds(86400 / kArticlesADay * (serial_ % kArticlesADay));
  const double days = one_in(10) ? 20 : 1.5;
  for (int i = 0; i < 5; ++i) d.mentions.push_back(slip(recent(days), today));
  ++serial_;
  return d;
}

}  // namespace chokepoint::made_up
