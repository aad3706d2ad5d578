// Addresses as mail headers and envelopes take them. What could break out of a header line or an
// SMTP command is refused here, before anything else sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/subscription.h"

namespace chokepoint {

// "a@b.example" or "Name <a@b.example>"; nothing where it is neither.
std::optional<MailAddress> parse_mail_address(std::string_view s);
std::string domain_of(const MailAddress& address);

}  // namespace chokepoint
