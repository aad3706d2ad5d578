// Mail over SMTP. Each recipient is an envelope of its own, so that one refused address neither
// hides another's failure nor makes anybody get a mail twice.
#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <mutex>

#include <curl/curl.h>

#include "pipeline/channel.h"
#include "pipeline/mail_message.h"

namespace chokepoint {
namespace {

struct Upload {
  std::string_view rest;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const auto bytes = std::min(size * count, upload.rest.size());
  std::memcpy(buffer, upload.rest.data(), bytes);
  upload.rest.remove_prefix(bytes);
  return bytes;
}

// The reply a person should read: the server's last, or the one that said no and not the farewell
// after it.
std::size_t note_reply(char* data, std::size_t size, std::size_t count, void* user) {
  auto& reply = *static_cast<std::string*>(user);
  std::string_view line(data, size * count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const auto says_no = [](std::string_view s) { return s.starts_with('4') || s.starts_with('5'); };
  if (!says_no(reply) || says_no(line)) reply = line;
  return size * count;
}

std::size_t drop_body(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

// Nothing was said of this message: the connection, its encryption or the login failed. A weird
// reply is the greeting's where no byte of the message was asked for.
bool is_before_message(CURLcode code, bool uploaded) {
  return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT ||
         code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
         code == CURLE_USE_SSL_FAILED || code == CURLE_LOGIN_DENIED ||
         code == CURLE_SSL_CACERT_BADFILE || (code == CURLE_WEIRD_SERVER_REPLY && !uploaded);
}

class MailChannel : public Channel {
 public:
  MailChannel(const MailSettings& mail, std::string password)
      : mail_(mail), password_(std::move(password)) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_ALL); });
    curl_ = curl_easy_init();
  }
  MailChannel(const MailChannel&) = delete;
  MailChannel& operator=(const MailChannel&) = delete;
  ~MailChannel() override { curl_easy_cleanup(curl_); }

  Attempt deliver(const Notice& notice, const Subscription& subscription, const std::string& target,
                  Instant now) override {
    const auto message = mail_message(notice, mail_, subscription, now);
    Upload upload{message};
    const auto from = "<" + mail_.from.address + ">";
    curl_slist* to = curl_slist_append(nullptr, ("<" + target + ">").c_str());
    connect();
    curl_easy_setopt(curl_, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl_, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl_, CURLOPT_READFUNCTION, read_upload);
    curl_easy_setopt(curl_, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl_, CURLOPT_UPLOAD, 1L);
    const auto attempt = perform([&] { return upload.rest.size() < message.size(); });
    curl_slist_free_all(to);
    return attempt;
  }

  Attempt log_in() {
    connect();
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, "NOOP");
    return perform([] { return false; });
  }

 private:
  void connect() {
    curl_easy_reset(curl_);  // keeps the connection
    const bool tls = mail_.security == MailSecurity::Tls;
    const int standard = tls ? 465 : mail_.security == MailSecurity::StartTls ? 587 : 25;
    url_ = std::string(tls ? "smtps" : "smtp") + "://" + mail_.server + ":" +
           std::to_string(mail_.port != 0 ? mail_.port : standard);
    curl_easy_setopt(curl_, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_PROXY, "");
    curl_easy_setopt(curl_, CURLOPT_USE_SSL,
                     mail_.security == MailSecurity::None ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    curl_easy_setopt(curl_, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl_, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl_, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!mail_.ca_file.empty()) curl_easy_setopt(curl_, CURLOPT_CAINFO, mail_.ca_file.c_str());
    if (!mail_.user.empty()) {
      curl_easy_setopt(curl_, CURLOPT_USERNAME, mail_.user.c_str());
      curl_easy_setopt(curl_, CURLOPT_PASSWORD, password_.c_str());
    }
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT, long{mail_.timeout.count()});
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, long{2 * mail_.timeout.count()});
    curl_easy_setopt(curl_, CURLOPT_SERVER_RESPONSE_TIMEOUT, long{mail_.timeout.count()});
    curl_easy_setopt(curl_, CURLOPT_HEADERFUNCTION, note_reply);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &reply_);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, drop_body);
    curl_easy_setopt(curl_, CURLOPT_ERRORBUFFER, problem_.data());
  }

  Attempt perform(const std::function<bool()>& uploaded) {
    reply_.clear();
    problem_.fill('\0');
    const auto code = curl_easy_perform(curl_);
    long answer = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &answer);
    if (code == CURLE_OK) return {Outcome::Sent, reply_, false};
    std::string detail = mail_.server + ": ";
    detail += problem_.front() != '\0' ? problem_.data() : curl_easy_strerror(code);
    if (!reply_.empty() && reply_.front() >= '4') detail += " (" + reply_ + ")";
    for (auto& c : detail)
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    // A login that fails is a setting to mend, not a mail to give up.
    const bool whole = is_before_message(code, uploaded());
    const bool refused = answer >= 500 && answer < 600 && !whole;
    return {refused ? Outcome::Refused : Outcome::Retry, detail, whole || answer == 421};
  }

  const MailSettings& mail_;
  std::string password_;
  CURL* curl_ = nullptr;
  std::string url_, reply_;
  std::array<char, CURL_ERROR_SIZE> problem_{};
};

}  // namespace

std::unique_ptr<Channel> make_mail_channel(const MailSettings& mail, std::string password) {
  return std::make_unique<MailChannel>(mail, std::move(password));
}

Attempt try_mail_login(const MailSettings& mail, const std::string& password) {
  return MailChannel(mail, password).log_in();
}

}  // namespace chokepoint
