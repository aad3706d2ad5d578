#include "storage/mentions.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "storage/database.h"
#include "storage/mention_ordinals.h"

namespace chokepoint {
namespace {

void bind_date(Statement& s, int index, const std::optional<PartialDate>& date) {
  s.bind_known(index, date ? date->string() : std::string());
}

std::int64_t insert(Database& db, std::int64_t document, int version, int ordinal,
                    std::string_view model, const Mention& m, const Partition& p) {
  auto s = db.prepare(
      "INSERT INTO mentions(document, version, ordinal, type, stage, actor, target, date, "
      "effective, expires, act, "
      "responds_type, responds_actor, responds_target, responds, background, trial, score, model, "
      "family, party, "
      "link_day, vague, faint) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  s.bind(1, document).bind(2, version).bind(3, ordinal).bind(4, m.type).bind(5, name_of(m.stage));
  s.bind_known(6, m.actor).bind_known(7, m.target);
  bind_date(s, 8, m.date);
  bind_date(s, 9, m.effective);
  bind_date(s, 10, m.expires);
  const MoveRef ref = m.responds_to.value_or(MoveRef{});
  s.bind_known(11, m.document)
      .bind_known(12, ref.type)
      .bind_known(13, ref.actor)
      .bind_known(14, ref.target);
  s.bind(15, m.responds_to.has_value())
      .bind(16, m.background)
      .bind(17, m.trial)
      .bind(18, m.score)
      .bind(19, model);
  s.bind(20, p.family).bind(21, p.party).bind(22, p.day).bind(23, p.vague).bind(24, m.faint);
  s.run();
  return db.last_row();
}

void insert_parts(Database& db, std::int64_t row, const Mention& m) {
  for (const auto& item : m.items)
    db.prepare("INSERT OR IGNORE INTO mention_items(mention, item) VALUES(?, ?)")
        .with(row, item)
        .run();
  for (const auto& agency : m.agencies)
    db.prepare("INSERT OR IGNORE INTO mention_agencies(mention, agency) VALUES(?, ?)")
        .with(row, agency)
        .run();
  if (m.evidence.empty()) return;
  const auto json = to_json(m);
  db.prepare("INSERT INTO mention_evidence(mention, evidence) VALUES(?, ?)")
      .with(row, json_line(json["evidence"]))
      .run();
}

std::vector<std::string> words_of(Database& db, const char* sql, std::int64_t mention) {
  std::vector<std::string> out;
  auto s = db.prepare(sql);
  s.bind(1, mention);
  while (s.step()) out.push_back(s.text(0));
  return out;
}

std::vector<Evidence> evidence_of(Database& db, std::int64_t mention) {
  std::vector<Evidence> out;
  auto s = db.prepare("SELECT evidence FROM mention_evidence WHERE mention = ?");
  if (!s.bind(1, mention).step()) return out;
  for (const auto& e : nlohmann::json::parse(s.text(0)))
    out.push_back({e.value("start", std::size_t{0}), e.value("end", std::size_t{0}),
                   e.contains("field"), e.value("text", std::string()),
                   e.value("rule", std::string())});
  return out;
}

StoredMention read_mention_row(Database& db, const Statement& s) {
  StoredMention out;
  out.row = s.integer(0);
  out.document = s.integer(1);
  out.ordinal = static_cast<int>(s.integer(2));
  Mention& m = out.mention;
  m.type = s.text(3);
  m.stage = parse_stage(s.text(4)).value_or(Stage::Announced);
  m.actor = s.text(5);
  m.target = s.text(6);
  m.date = PartialDate::parse(s.text(7));
  m.effective = PartialDate::parse(s.text(8));
  m.expires = PartialDate::parse(s.text(9));
  m.document = s.text(10);
  if (s.integer(14) != 0) m.responds_to = MoveRef{s.text(11), s.text(12), s.text(13)};
  m.background = s.integer(15) != 0;
  m.trial = s.integer(16) != 0;
  m.score = s.real(17);
  out.where = {s.text(18), s.text(19), s.integer(20), s.integer(21) != 0};
  m.faint = s.integer(22) != 0;
  m.items = words_of(db, "SELECT item FROM mention_items WHERE mention = ? ORDER BY item", out.row);
  m.agencies = words_of(db, "SELECT agency FROM mention_agencies WHERE mention = ? ORDER BY agency",
                        out.row);
  m.evidence = evidence_of(db, out.row);
  return out;
}

// What the document's current reading tells.
std::vector<NumberedMove> moves_of(Database& db, std::int64_t document) {
  auto s = db.prepare(
      "SELECT ordinal, type, actor, target, background FROM mentions WHERE document = ? AND "
      "current = 1 ORDER BY ordinal");
  s.bind(1, document);
  std::vector<NumberedMove> out;
  while (s.step())
    out.push_back(
        {static_cast<int>(s.integer(0)), s.text(1), s.text(2), s.text(3), s.integer(4) != 0});
  return out;
}

int next_ordinal(Database& db, std::int64_t document) {
  auto s = db.prepare("SELECT coalesce(max(ordinal) + 1, 0) FROM mentions WHERE document = ?");
  s.bind(1, document).step();
  return static_cast<int>(s.integer(0));
}

}  // namespace

std::vector<std::int64_t> store_mentions(Database& db, std::int64_t document, int version,
                                         std::string_view model, std::span<const Mention> mentions,
                                         std::span<const Partition> partitions) {
  assert(mentions.size() == partitions.size());
  const auto ordinals = ordinals_of(mentions, moves_of(db, document), next_ordinal(db, document));
  db.prepare("UPDATE mentions SET current = 0 WHERE document = ? AND current = 1")
      .with(document)
      .run();
  // By number, so that history.cpp can tell where a reading begins.
  std::vector<std::size_t> order(mentions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return ordinals[i]; });
  std::vector<std::int64_t> rows(mentions.size());
  for (const auto i : order) {
    rows[i] = insert(db, document, version, ordinals[i], model, mentions[i], partitions[i]);
    insert_parts(db, rows[i], mentions[i]);
  }
  return rows;
}

std::vector<StoredMention> mentions_of(Database& db, std::int64_t document) {
  auto s = db.prepare(
      "SELECT id, document, ordinal, type, stage, actor, target, date, effective, expires, act, "
      "responds_type, "
      "responds_actor, responds_target, responds, background, trial, score, family, party, "
      "link_day, vague, faint "
      "FROM mentions WHERE document = ? AND current = 1 ORDER BY ordinal");
  s.bind(1, document);
  std::vector<StoredMention> out;
  while (s.step()) out.push_back(read_mention_row(db, s));
  return out;
}

int count_evidence(Database& db, std::span<const std::int64_t> mentions, std::string_view rule) {
  int out = 0;
  for (const auto mention : mentions)
    out += std::ranges::any_of(evidence_of(db, mention),
                               [&](const Evidence& e) { return e.rule == rule; });
  return out;
}

}  // namespace chokepoint
