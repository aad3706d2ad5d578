#include "storage/documents.h"

#include <set>

#include "models/core/hash.h"
#include "models/core/simhash.h"
#include "storage/compress.h"
#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

constexpr const char* kDocumentColumns =
    "name, url, canonical_url, outlet, tier, country, lang, title, byline, published, "
    "published_at, first_seen, stub, "
    "text";

std::string day_or_empty(const std::optional<Day>& d) {
  return d ? format_day(*d) : std::string();
}

void bind_document(Statement& s, const Document& d, const std::string& hash) {
  s.bind(1, d.id).bind_known(2, d.url).bind_known(3, d.canonical_url).bind_known(4, d.outlet);
  s.bind(5, name_of(d.tier)).bind_known(6, d.country).bind_known(7, d.lang).bind_known(8, d.title);
  s.bind_known(9, d.byline)
      .bind_known(10, day_or_empty(d.published))
      .bind(11, seconds(d.published_at));
  s.bind(12, d.stub).bind(13, hash).bind(14, static_cast<std::int64_t>(d.text.size()));
  s.bind_blob(15, compress(d.text));
}

std::int64_t insert(Database& db, const Document& d, const std::string& hash, Instant seen) {
  auto s = db.prepare(
      "INSERT INTO documents(name, url, canonical_url, outlet, tier, country, lang, title, byline, "
      "published, "
      "published_at, stub, content_hash, text_size, text, first_seen) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  bind_document(s, d, hash);
  s.bind(16, d.first_seen.value_or(seen).time_since_epoch().count());
  s.run();
  return db.last_row();
}

void replace(Database& db, std::int64_t row, const Document& d, const std::string& hash,
             Instant seen) {
  db.prepare(
        "INSERT INTO document_versions(document, version, title, content_hash, replaced, "
        "text_size, text) "
        "SELECT id, version, title, content_hash, ?, text_size, text FROM documents WHERE id = ?")
      .with(seen.time_since_epoch().count(), row)
      .run();
  auto s = db.prepare(
      "UPDATE documents SET name=?, url=?, canonical_url=?, outlet=?, tier=?, country=?, lang=?, "
      "title=?, byline=?, "
      "published=?, published_at=?, stub=?, content_hash=?, text_size=?, text=?, version=version+1 "
      "WHERE id=?");
  bind_document(s, d, hash);
  s.bind(16, row);
  s.run();
}

void index_copies(Database& db, std::int64_t row, const Document& d) {
  const auto hash = simhash(d.text);
  db.prepare("UPDATE documents SET simhash = ? WHERE id = ?")
      .with(static_cast<std::int64_t>(hash), row)
      .run();
  db.prepare("DELETE FROM simhash_bands WHERE document = ?").with(row).run();
  if (hash == 0) return;
  for (const auto key : band_keys(hash))
    db.prepare("INSERT OR IGNORE INTO simhash_bands(band, document) VALUES(?, ?)")
        .with(std::int64_t{key}, row)
        .run();
}

Document read_row(const Statement& s) {
  Document d;
  d.id = s.text(0);
  d.url = s.text(1);
  d.canonical_url = s.text(2);
  d.outlet = s.text(3);
  d.tier = parse_tier(s.text(4)).value_or(Tier::Press);
  d.country = s.text(5);
  d.lang = s.text(6);
  d.title = s.text(7);
  d.byline = s.text(8);
  d.published = parse_day(s.text(9));
  if (!s.is_null(10)) d.published_at = Instant{std::chrono::seconds{s.integer(10)}};
  d.first_seen = Instant{std::chrono::seconds{s.integer(11)}};
  d.stub = s.integer(12) != 0;
  d.text = decompress(s.blob(13));
  return d;
}

}  // namespace

std::string content_hash(const Document& document) {
  return sha256_hex(document.title + '\0' + document.text + '\0' +
                    day_or_empty(document.published));
}

StoredDocument store_document(Database& db, const Document& document, Instant seen) {
  const auto hash = content_hash(document);
  auto known = db.prepare("SELECT id, version, content_hash FROM documents WHERE name = ?");
  known.bind(1, document.id);
  if (!known.step()) {
    const auto row = insert(db, document, hash, seen);
    index_copies(db, row, document);
    return {row, Stored::New, 1};
  }
  const auto row = known.integer(0);
  const int version = static_cast<int>(known.integer(1));
  if (known.text(2) == hash) return {row, Stored::Same, version};
  replace(db, row, document, hash, seen);
  index_copies(db, row, document);
  return {row, Stored::Changed, version + 1};
}

bool is_stored(Database& db, const Document& document) {
  auto s = db.prepare("SELECT content_hash FROM documents WHERE name = ?");
  return s.bind(1, document.id).step() && s.text(0) == content_hash(document);
}

bool has_document(Database& db, std::string_view name) {
  return db.prepare("SELECT 1 FROM documents WHERE name = ?").with(name).step();
}

std::optional<Document> find_document(Database& db, std::string_view name) {
  auto s = db.prepare(std::string("SELECT ") + kDocumentColumns + " FROM documents WHERE name = ?");
  if (!s.bind(1, name).step()) return std::nullopt;
  return read_row(s);
}

std::optional<Document> read_stored_document(Database& db, std::int64_t row) {
  auto s = db.prepare(std::string("SELECT ") + kDocumentColumns + " FROM documents WHERE id = ?");
  if (!s.bind(1, row).step()) return std::nullopt;
  return read_row(s);
}

std::vector<std::string> near_copies(Database& db, std::string_view text) {
  const auto hash = simhash(text);
  std::set<std::string> found;
  if (hash == 0) return {};
  auto s = db.prepare(
      "SELECT d.name, d.simhash FROM simhash_bands b JOIN documents d ON d.id = b.document WHERE "
      "b.band = ?");
  for (const auto key : band_keys(hash)) {
    s.bind(1, std::int64_t{key});
    while (s.step())
      if (similar(hash, static_cast<SimHash>(s.integer(1)))) found.insert(s.text(0));
    s.reset();
  }
  return {found.begin(), found.end()};
}

int stored_version(Database& db, std::int64_t row) {
  auto s = db.prepare("SELECT version FROM documents WHERE id = ?");
  return s.bind(1, row).step() ? static_cast<int>(s.integer(0)) : 0;
}

std::vector<std::int64_t> document_rows(Database& db, std::optional<Day> since) {
  auto s = db.prepare(
      "SELECT id FROM documents WHERE ?1 = '' OR coalesce(published, date(first_seen, "
      "'unixepoch')) >= ?1 ORDER BY id");
  s.bind(1, day_or_empty(since));
  std::vector<std::int64_t> rows;
  while (s.step()) rows.push_back(s.integer(0));
  return rows;
}

}  // namespace chokepoint
