#include "storage/article_index.h"

#include <vector>

#include "models/core/words.h"
#include "storage/compress.h"
#include "storage/database.h"

namespace chokepoint {
namespace {

std::vector<std::int64_t> waiting(Database& db, std::int64_t after) {
  auto s = db.prepare(
      "SELECT id FROM documents INDEXED BY documents_unindexed WHERE indexed < version AND id > ? "
      "ORDER BY id LIMIT 1000");
  s.bind(1, after);
  std::vector<std::int64_t> out;
  while (s.step()) out.push_back(s.integer(0));
  return out;
}

void index_one(Database& db, std::int64_t row) {
  auto s = db.prepare("SELECT title, text FROM documents WHERE id = ?");
  s.bind(1, row).step();
  const auto title = index_words(s.text(0));
  const auto body = s.is_null(1) ? std::string() : index_words(decompress(s.blob(1)));
  auto known = db.prepare("SELECT 1 FROM article_words WHERE document = ?");
  if (known.with(row).step()) {
    db.prepare("UPDATE article_words SET title = ?2, body = ?3 WHERE document = ?1")
        .with(row, title, body)
        .run();
  } else {
    for (const char* sql : {"INSERT INTO article_words(document, title, body) VALUES(?, ?, ?)",
                            "INSERT INTO articles_fts(rowid, title, body) VALUES(?, ?, ?)"})
      db.prepare(sql).with(row, title, body).run();
  }
  db.prepare("UPDATE documents SET indexed = version WHERE id = ?").with(row).run();
}

}  // namespace

std::int64_t index_articles(Database& db) {
  Transaction transaction(db);
  std::int64_t n = 0, last = 0;
  for (auto rows = waiting(db, last); !rows.empty(); rows = waiting(db, last)) {
    for (const auto row : rows) index_one(db, row);
    n += static_cast<std::int64_t>(rows.size());
    last = rows.back();
  }
  transaction.commit();
  return n;
}

}  // namespace chokepoint
