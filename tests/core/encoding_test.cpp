#include "models/core/encoding.h"

#include <string>

#include <doctest/doctest.h>

#include "models/core/utf8.h"

using namespace chokepoint;
using namespace std::string_literals;

TEST_CASE("the byte order mark counts most, then the header, then the document's own word") {
  CHECK(sniff("\xEF\xBB\xBF<a/>", "text/xml; charset=gbk", false).encoding == "utf-8");
  CHECK(sniff("<a/>", "text/xml; charset=\"GB2312\"", false).encoding == "gbk");
  CHECK(sniff("<?xml version='1.0' encoding='Shift-JIS'?><a/>", "text/xml", false).encoding ==
        "shift_jis");
  CHECK(sniff("<html><meta charset=big5>", "text/html", true).encoding == "big5");
  CHECK(sniff("<meta http-equiv=content-type content='text/html; charset=euc-kr'>", "", true)
            .encoding == "euc-kr");
  CHECK(sniff("<!-- <meta charset=big5> --><p>a", "", true).encoding == "windows-1252");
  CHECK(sniff("<meta charset=utf-16>", "", true).encoding == "utf-8");
  CHECK(sniff("<a/>", "", false).encoding == "utf-8");
}

TEST_CASE("text is decoded by its declaration") {
  CHECK(
      decode_bytes("\xB3\xF6\xBF\xDA\xB9\xDC\xD6\xC6", "text/plain; charset=gb2312", false).text ==
      "出口管制");
  CHECK(
      decode_bytes("\x97\x41\x8F\x6F\x8B\x4B\x90\xA7", "text/plain; charset=x-sjis", false).text ==
      "輸出規制");
  CHECK(decode_bytes("caf\xE9", "text/plain; charset=iso-8859-1", false).text == "café");
  CHECK(decode_bytes("\xFF\xFE\x3C\x00\x61\x00"s, "", false).text == "<a");
  CHECK(decode_bytes("\xFE\xFF\x00\x3C\x00\x61"s, "", false).text == "<a");
  CHECK(decode_as("\xD0\x65\xD1\x80", "johab").size() > 0);
}

TEST_CASE("a wrong declaration is noticed and repaired") {
  const auto utf8 =
      decode_bytes("<?xml version='1.0' encoding='iso-8859-1'?><a>Größe 出口</a>", "", false);
  CHECK(utf8.encoding == "utf-8");
  CHECK(utf8.repaired);
  CHECK(utf8.text.find("Größe") != std::string::npos);
  std::string chinese;
  for (int i = 0; i < 5; ++i)
    chinese += "\xB3\xF6\xBF\xDA\xB9\xDC\xD6\xC6\xB5\xC4\xB9\xFA\xBC\xD2 ";
  const auto gbk = decode_bytes(chinese, "text/html; charset=utf-8", true);
  CHECK(gbk.encoding == "gbk");
  CHECK(gbk.repaired);
  const auto right = decode_bytes("caf\xE9", "text/plain; charset=iso-8859-1", false);
  CHECK_FALSE(right.repaired);
  CHECK(decode_bytes("<a/>", "text/xml; charset=utf-16", false).text == "<a/>");
}

TEST_CASE("bytes that declare nothing are guessed") {
  CHECK(guess_encoding("plain") == "");
  CHECK(guess_encoding("dépôt") == "utf-8");
  CHECK(guess_encoding("\x1B$B%F%9%H\x1B(B") == "iso-2022-jp");
  CHECK(guess_encoding("<\0r\0s\0s\0>\0a\0b\0c\0"s) == "utf-16le");
  CHECK(guess_encoding("\0<\0r\0s\0s\0>\0a\0b\0c"s) == "utf-16be");
}

TEST_CASE("whatever the bytes, the text is UTF-8 and markup survives a stray lead byte") {
  CHECK(decode_as("\x81<b>", "shift_jis").ends_with("<b>"));
  CHECK(decode_as("\xC8\x3C"
                  "b>",
                  "euc-kr")
            .ends_with("<b>"));
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (const auto* name :
       {"utf-8", "gbk", "big5", "euc-jp", "shift_jis", "euc-kr", "iso-2022-jp", "windows-1252",
        "windows-1251", "koi8-r", "utf-16le", "utf-32be", "johab", "hz-gb-2312", "euc-tw", "x"}) {
    const auto text = decode_as(all, name);
    CHECK_MESSAGE(valid_utf8(text).size() == text.size(), name);
  }
}

TEST_CASE("labels are those of the web") {
  CHECK(encoding_of_label(" Latin1 ") == "windows-1252");
  CHECK(encoding_of_label("ks_c_5601-1987") == "euc-kr");
  CHECK(encoding_of_label("nonsense") == "");
  CHECK(encoding_of_label("") == "");
}
