// Turns a failed transfer into the one line a person reads, and says whether asking again may help.
#pragma once

#include <curl/curl.h>

#include "feeds/http_transfer.h"
#include "models/core/result.h"

namespace chokepoint {

Error blame_transport(const Transfer& transfer, CURLcode code);
Error blame_status(int status, bool challenge);
// Whether what came back is a "prove that you are human" page.
bool is_challenge(const Transfer& transfer, int status);

}  // namespace chokepoint
