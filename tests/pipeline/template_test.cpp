#include "pipeline/template.h"

#include <doctest/doctest.h>

#include "pipeline/notice_template.h"

using namespace chokepoint;

namespace {

const TemplateNames kSource{{"outlet", "url"}, {}};
const TemplateNames kNames{{"subject", "remark", "expires"}, {{"sources", &kSource}}};

TemplateValues values() {
  TemplateValues v;
  v.fields = {{"subject", "a ban"}, {"remark", ""}, {"expires", "2026-02-01"}};
  auto& sources = v.lists["sources"];
  for (const char* outlet : {"Times", "Herald"}) sources.emplace_back().fields["outlet"] = outlet;
  return v;
}

std::string filled(std::string_view text) {
  const auto read = read_template(text, "desk.txt", kNames);
  REQUIRE(read.problems.empty());
  return fill_template(read.parts, values());
}

std::string problem(std::string_view text) {
  const auto read = read_template(text, "desk.txt", kNames);
  return read.problems.empty() ? "none" : read.problems.front().line();
}

}  // namespace

TEST_CASE("a template is filled") {
  CHECK(filled("News: {{subject}}; {{ subject }}.") == "News: a ban; a ban.");
  CHECK(filled("{{#sources}}{{outlet}} on {{subject}}, {{/sources}}end") ==
        "Times on a ban, Herald on a ban, end");
  CHECK(filled("{{#expires}}until {{expires}}{{/expires}}{{^expires}}for good{{/expires}}") ==
        "until 2026-02-01");
  CHECK(filled("{{^remark}}nothing else{{/remark}}{{#remark}}{{remark}}{{/remark}}") ==
        "nothing else");
  CHECK(filled("a { brace } is a brace, }} too") == "a { brace } is a brace, }} too");
}

TEST_CASE("a section's tag alone on its line leaves none behind") {
  CHECK(filled("Told by\n{{#sources}}\n- {{outlet}}\n  {{/sources}}\nThat is all.\n") ==
        "Told by\n- Times\n- Herald\nThat is all.\n");
}

TEST_CASE("what is filled in is not read as a template") {
  const auto read = read_template("{{subject}}", "t", kNames);
  auto v = values();
  v.fields["subject"] = "{{remark}}";
  CHECK(fill_template(read.parts, v) == "{{remark}}");
}

TEST_CASE("a mistake in a template is told with its place and the names there are") {
  CHECK(problem("two\nlines: {{subjct}}") ==
        "desk.txt:2:8: there is no 'subjct' here; did you mean 'subject'? The names are: expires, "
        "remark, subject");
  CHECK(problem("über {{x}}").starts_with("desk.txt:1:6: there is no 'x' here"));
  CHECK(problem("{{outlet}}").starts_with("desk.txt:1:1: there is no 'outlet' here"));
  CHECK(problem("{{#sources}}{{outlet}}") == "desk.txt:1:1: 'sources' is never closed");
  CHECK(problem("{{#sources}}{{/subject}}{{/sources}}") ==
        "desk.txt:1:13: '{{/subject}}' closes nothing that is open here; 'sources' is");
  CHECK(problem("{{/sources}}").starts_with("desk.txt:1:1: '{{/sources}}' closes nothing"));
  CHECK(problem("a {{subject") == "desk.txt:1:3: '{{' without '}}'");
  CHECK(problem("{{}}").starts_with("desk.txt:1:1: there is no '' here"));
}

TEST_CASE("a notice in a subscription's own words: escaped in HTML, one line in a subject") {
  Subscription s;
  const auto own = [](std::string_view text) {
    auto read = read_template(text, "t", notice_names());
    REQUIRE(read.problems.empty());
    return read.parts;
  };
  auto notice = sample_notice(s, {}, *parse_rfc3339("2026-01-06"));
  auto& source = notice.parts.front().sources.front();
  notice.parts.front().event.items = {"a\r\nBcc: x@example.org"};
  source.source.outlet = "Times <of> 'Trade'";
  source.source.url = "javascript:alert(1)";
  CHECK(with_subject(notice, s, "").subject == notice.subject);
  CHECK(text_for(notice, s, "") == notice_text(notice, ""));
  CHECK(html_for(notice, s, "") == notice_html(notice, ""));
  s.templates = {
      own("{{actor_code}}: {{items}}"), own("{{#sources}}{{outlet}}: {{quote}}{{/sources}}"),
      own("{{#events}}{{#sources}}<a href=\"{{url}}\">{{outlet}}</a>{{/sources}}{{/events}}")};
  CHECK(with_subject(notice, s, "").subject == "CN: a  Bcc: x@example.org");
  CHECK(text_for(notice, s, "").starts_with("Times <of> 'Trade': "));
  CHECK(html_for(notice, s, "") == "<a href=\"\">Times &lt;of&gt; &#39;Trade&#39;</a>");
}

TEST_CASE("samples of two subscriptions in one second are two messages of the sender's domain") {
  MailSettings mail;
  mail.from.address = "alerts@example.org";
  Subscription desk, other;
  desk.name = "desk";
  other.name = "other";
  const auto now = *parse_rfc3339("2026-01-06");
  const auto id = sample_notice(desk, mail, now).message_id;
  CHECK(id.ends_with("@example.org"));
  CHECK(id != sample_notice(other, mail, now).message_id);
}

TEST_CASE("a quote is whole sentences") {
  const std::string text = "It rained. China said in Notice No. 14 that it will ban exports. Then.";
  const auto at = text.find("ban");
  const auto quote = quote_of(text, {Evidence{at, at + 3, false, "", "r"}});
  CHECK(marked_text(quote) == "China said in Notice No. 14 that it will *ban* exports.");
}

TEST_CASE("evidence in the title is marked in it") {
  Evidence in_title{9, 12, true, "ban", "r"}, beyond{90, 99, true, "", "r"},
      in_text{0, 5, false, "", "r"};
  const auto title = title_of("China to ban exports", {in_text, in_title, beyond});
  CHECK(marked_text(title) == "China to *ban* exports");
  CHECK(marked_html({"a < b", {{2, 3}}}) ==
        "a <mark style=\"background:#fff3a3;color:#111827\">&lt;</mark> b");
}
