// A POST of the notice as JSON. X-Chokepoint-Signature proves the sender; Idempotency-Key is the
// same in every attempt.
#include <array>

#include <curl/curl.h>

#include "feeds/http.h"
#include "models/core/hash.h"
#include "pipeline/channel.h"

namespace chokepoint {
namespace {

std::size_t drop_answer(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

class WebhookChannel : public Channel {
 public:
  explicit WebhookChannel(std::string page) : page_(std::move(page)), curl_(curl_easy_init()) {}
  WebhookChannel(const WebhookChannel&) = delete;
  WebhookChannel& operator=(const WebhookChannel&) = delete;
  ~WebhookChannel() override { curl_easy_cleanup(curl_); }

  Attempt deliver(const Notice& notice, const Subscription& subscription, const std::string& target,
                  Instant /*now*/) override {
    const auto secret = read_secret(subscription.secret);
    if (!secret) return {Outcome::Retry, secret.error().line(), true};
    const auto body = notice_json(notice, page_);
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
    headers = curl_slist_append(headers, ("Idempotency-Key: " + notice.message_id).c_str());
    if (!secret->empty())
      headers = curl_slist_append(
          headers, ("X-Chokepoint-Signature: sha256=" + hmac_sha256_hex(*secret, body)).c_str());
    curl_easy_reset(curl_);
    curl_easy_setopt(curl_, CURLOPT_URL, target.c_str());
    curl_easy_setopt(curl_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, drop_answer);
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT, 20L);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 60L);
    const auto attempt = perform(target);
    curl_slist_free_all(headers);
    return attempt;
  }

 private:
  Attempt perform(const std::string& target) {
    std::array<char, CURL_ERROR_SIZE> problem{};
    curl_easy_setopt(curl_, CURLOPT_ERRORBUFFER, problem.data());
    const auto code = curl_easy_perform(curl_);
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    const auto where = loggable_url(target) + ": ";
    if (code != CURLE_OK)
      return {Outcome::Retry,
              where + (problem.front() != '\0' ? problem.data() : curl_easy_strerror(code)), false};
    const auto detail = where + "status " + std::to_string(status);
    if (status >= 200 && status < 300) return {Outcome::Sent, detail, false};
    const bool later = status == 408 || status == 425 || status == 429 || status >= 500;
    return {later ? Outcome::Retry : Outcome::Refused, detail, false};
  }

  std::string page_;
  CURL* curl_;
};

}  // namespace

std::unique_ptr<Channel> make_webhook_channel(const std::string& page) {
  return std::make_unique<WebhookChannel>(page);
}

}  // namespace chokepoint
