#include "storage/text_query.h"

#include <string>

#include <doctest/doctest.h>

#include "storage/database.h"

using namespace chokepoint;

namespace {

std::string match(std::string_view query) {
  const auto read = parse_text_query(query);
  return read ? read->match : read.error().line();
}

}  // namespace

TEST_CASE("queries become expressions of quoted phrases") {
  CHECK(match("rare earths") == R"(("rare" AND "earths"))");
  CHECK(match("\"rare earths\"") == R"("rare earths")");
  CHECK(match("稀土磁铁") == R"("稀土 土磁 磁铁")");
  CHECK(match("輸出") == match("输出"));
  CHECK(match("镓") == R"("镓" *)");
  CHECK(match("gall*") == R"("gall" *)");
  CHECK(match("a OR b c") == R"(("a" OR ("b" AND "c")))");
  CHECK(match("(a OR b) AND c") == R"(((("a" OR "b")) AND "c"))");
  CHECK(match("a NOT b") == R"(("a" NOT "b"))");
  CHECK(match("a -b") == R"(("a" NOT "b"))");
  CHECK(match("NEAR(export ban, 5)") == R"(NEAR("export" "ban", 5))");
  CHECK(match("NEAR(\"a b\" c)") == R"(NEAR("a b" "c"))");
  CHECK(match("title:gallium") == R"(title : "gallium")");
  CHECK(match("rare-earth") == R"("rare earth")");
  CHECK(match("and or not") == R"((("and" AND "or") AND "not"))");
  CHECK(parse_text_query("a NOT b")->phrases == std::vector<std::string>{"a"});
}

TEST_CASE("what cannot be read is one line with a place") {
  CHECK(match("\"abc").find("not closed (character 1)") != std::string::npos);
  CHECK(match("(a").find("'(' is not closed") != std::string::npos);
  CHECK(match("a)").find("')' without '('") != std::string::npos);
  CHECK(match("a AND").find("a word is missing") != std::string::npos);
  CHECK(match("OR a").find("wants a word on both sides") != std::string::npos);
  CHECK(match("NOT a").find("before it") != std::string::npos);
  CHECK(match("NEAR(a b").find("NEAR is written") != std::string::npos);
  CHECK(match("").find("nothing to search for") != std::string::npos);
  CHECK(match("!?").find("no word") != std::string::npos);
  CHECK(match(std::string(100, '(')).find("nested") != std::string::npos);
  CHECK(match("稀土 \"").find("character 4") != std::string::npos);
}

TEST_CASE("whatever is typed, the index understands what becomes of it") {
  auto db = Database::in_memory();
  for (const char* query : {"a'b",
                            "a\"b\" c",
                            "x; DROP TABLE documents",
                            "a:b",
                            "^a",
                            "{a b}: c",
                            "a+b",
                            "-",
                            "- a",
                            "*",
                            "a * b",
                            "NEAR(a)",
                            "NEAR (a b, 99)",
                            "\"\"",
                            "title:",
                            "title:\"a b\"*",
                            "'",
                            "%",
                            "a\\",
                            "\xff\xfe",
                            "稀 OR 土*",
                            "COLUMN : a",
                            "a NEAR b",
                            "(a) (b)",
                            "((((a))))",
                            "a,b"}) {
    const auto read = parse_text_query(query);
    if (!read) {
      CHECK(read.error().line().find('\n') == std::string::npos);
      continue;
    }
    INFO(query, " -> ", read->match);
    auto s = db.prepare("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?");
    CHECK_NOTHROW(s.bind(1, read->match).step());
  }
}
