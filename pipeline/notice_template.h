// A notice in the words of its subscription's own templates; where it has none, in everybody's.
#pragma once

#include <string>

#include "pipeline/notice.h"
#include "pipeline/subscription.h"
#include "pipeline/template.h"

namespace chokepoint {

// The names a template may use; docs/cli.md lists them.
const TemplateNames& notice_names();

// With the subject the subscription wants. It is one line whatever the template and the news hold.
Notice with_subject(Notice notice, const Subscription& subscription, const std::string& page);
std::string text_for(const Notice& notice, const Subscription& subscription,
                     const std::string& page);
std::string html_for(const Notice& notice, const Subscription& subscription,
                     const std::string& page);

}  // namespace chokepoint
