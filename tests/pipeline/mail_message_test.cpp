#include "pipeline/mail_message.h"

#include <doctest/doctest.h>

#include "pipeline/mail_address.h"

using namespace chokepoint;

TEST_CASE("no header value starts another header") {
  CHECK(header_value("a\r\nBcc: evil@example.org") == "a  Bcc: evil@example.org");
  CHECK(header_value("a\nb\x01").find('\n') == std::string::npos);
  const auto encoded = header_value("日本\r\nBcc: evil@example.org");
  CHECK(encoded.find("Bcc") == std::string::npos);
  CHECK(header_value("=?UTF-8?B?QQ==?=").find("=?UTF-8?B?QQ") == std::string::npos);
}

TEST_CASE("long subjects are folded into words a mail client can join") {
  std::string subject;
  for (int i = 0; i < 60; ++i) subject += "輸出禁止";
  const auto value = header_value(subject);
  for (std::size_t start = 0; start < value.size();) {
    const auto end = std::min(value.find("\r\n", start), value.size());
    CHECK(end - start <= 76);
    start = end + 2;
  }
}

TEST_CASE("addresses that could break out of a command are refused") {
  CHECK(parse_mail_address("a@b.example")->address == "a@b.example");
  CHECK(parse_mail_address("Desk <a@b.example>")->name == "Desk");
  CHECK(parse_mail_address("\"Desk, Trade\" <a@b.example>")->name == "Desk, Trade");
  for (const char* bad : {"", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nRCPT TO:<c@d", "<a@b",
                          "a@b\n", "a@b, c@d", "x <a@b> y"})
    CHECK_MESSAGE(!parse_mail_address(bad), bad);
}

TEST_CASE("quoted-printable keeps lines short and trailing blanks visible") {
  CHECK(quoted_printable("a=b\n") == "a=3Db\r\n");
  CHECK(quoted_printable("end \nx") == "end=20\r\nx");
  CHECK(base64("Man") == "TWFu");
  CHECK(base64("Ma") == "TWE=");
  CHECK(base64("M") == "TQ==");
}
