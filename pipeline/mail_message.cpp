#include "pipeline/mail_message.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "models/core/hash.h"
#include "models/core/utf8.h"
#include "pipeline/mail_address.h"
#include "pipeline/notice_template.h"

namespace chokepoint {
namespace {

std::string without_controls(std::string_view text) {
  std::string out = valid_utf8(text);
  for (auto& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return out;
}

bool is_plain(std::string_view s) {
  return s.size() < 200 && s.find("=?") == std::string_view::npos &&
         std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Words of at most 75 bytes, cut between characters.
std::string encoded_words(const std::string& text) {
  std::string out, chunk;
  const auto flush = [&] {
    if (chunk.empty()) return;
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(chunk) + "?=");
    chunk.clear();
  };
  for (std::size_t pos = 0; pos < text.size();) {
    const auto size = decode_at(text, pos).size;
    if (chunk.size() + size > 42) flush();
    chunk += text.substr(pos, size);
    pos += size;
  }
  flush();
  return out;
}

std::string folded_plain(const std::string& text) {
  std::string out;
  std::size_t line = 10;  // the name of the header
  for (std::size_t pos = 0; pos < text.size();) {
    const auto next = std::min(text.find(' ', pos + 1), text.size());
    if (line + next - pos > 76 && pos > 0) {
      out += "\r\n";
      line = 0;
    }
    out += text.substr(pos, next - pos);
    line += next - pos;
    pos = next;
  }
  return out;
}

std::string written(const MailAddress& a) {
  if (a.name.empty()) return a.address;
  const auto name = without_controls(a.name);
  return (is_plain(name) ? "\"" + name + "\"" : encoded_words(name)) + " <" + a.address + ">";
}

std::string mail_date(Instant t) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss time{t - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(ymd.day()),
                kMonths.at(static_cast<unsigned>(ymd.month()) - 1), static_cast<int>(ymd.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::string angled(const std::string& id) {
  return "<" + id + ">";
}

std::string part(const std::string& boundary, const std::string& type, const std::string& body) {
  const auto printable = quoted_printable(body);
  const auto dense = base64(body);
  const bool plain = printable.size() <= dense.size();
  std::string encoded = printable;
  if (!plain) {
    encoded.clear();
    for (std::size_t i = 0; i < dense.size(); i += 76) encoded += dense.substr(i, 76) + "\r\n";
  }
  return "--" + boundary + "\r\nContent-Type: " + type +
         "; charset=utf-8\r\nContent-Transfer-Encoding: " +
         (plain ? "quoted-printable" : "base64") + "\r\n\r\n" + encoded + "\r\n";
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const auto have = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8U) | (k < have ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out.push_back(k <= have ? kDigits[(group >> (18U - 6U * k)) & 0x3FU] : '=');
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  std::size_t line = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      out += "\r\n";
      line = 0;
      continue;
    }
    const bool last = i + 1 == text.size() || text[i + 1] == '\n';
    const bool keep = (byte == ' ' && !last) || (byte > 0x20 && byte < 0x7F && byte != '=');
    const std::size_t width = keep ? 1 : 3;
    if (line + width > 75) {
      out += "=\r\n";
      line = 0;
    }
    if (keep)
      out.push_back(static_cast<char>(byte));
    else
      out += {'=', kHex[byte >> 4U], kHex[byte & 0xFU]};
    line += width;
  }
  return out;
}

std::string header_value(std::string_view text) {
  const auto clean = without_controls(text);
  return is_plain(clean) ? folded_plain(clean) : encoded_words(clean);
}

std::string mail_message(const Notice& notice, const MailSettings& mail,
                         const Subscription& subscription, Instant now) {
  const auto domain = domain_of(mail.from);
  const auto list = mail.list_id.empty() ? "chokepoint." + domain : mail.list_id;
  const auto boundary = "=_cp_" + sha256_hex(notice.message_id, 24);
  std::string to;
  for (const auto& address : subscription.to) to += (to.empty() ? "" : ",\r\n ") + written(address);
  std::string out = "Date: " + mail_date(now) + "\r\nFrom: " + written(mail.from) +
                    "\r\nTo: " + to + "\r\nSubject: " + header_value(notice.subject) +
                    "\r\nMessage-ID: " + angled(notice.message_id) + "\r\n";
  if (!mail.reply_to.empty()) out += "Reply-To: " + mail.reply_to + "\r\n";
  if (!notice.answers.empty()) {
    out += "In-Reply-To: " + angled(notice.answers) + "\r\nReferences: ";
    if (notice.thread != notice.answers) out += angled(notice.thread) + "\r\n ";
    out += angled(notice.answers) + "\r\n";
  }
  out += "List-Id: Chokepoint " + subscription.name + " <" + subscription.name + "." +
         header_value(list) +
         ">\r\nAuto-Submitted: auto-generated\r\nPrecedence: list\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/alternative; boundary=\"" +
         boundary + "\"\r\n\r\n";
  out += part(boundary, "text/plain", text_for(notice, subscription, mail.page));
  out += part(boundary, "text/html", html_for(notice, subscription, mail.page));
  return out + "--" + boundary + "--\r\n";
}

}  // namespace chokepoint
