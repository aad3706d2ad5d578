// A notice as an Internet message (RFC 5322, MIME): every line ends in CRLF, no line is long, and
// no header value can start another header. Sending it is mail_smtp's.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/notice.h"
#include "pipeline/subscription.h"

namespace chokepoint {

std::string mail_message(const Notice& notice, const MailSettings& mail,
                         const Subscription& subscription, Instant now);

// A value fit for a header line: control characters become spaces; words outside ASCII are encoded
// (RFC 2047) and folded.
std::string header_value(std::string_view text);
std::string base64(std::string_view bytes);
// Quoted-printable with CRLF line ends, lines of at most 76 bytes.
std::string quoted_printable(std::string_view text);

}  // namespace chokepoint
