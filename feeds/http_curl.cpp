// The real Fetcher: one curl_multi loop on one thread. Redirects are followed here and not in
// libcurl, so that every hop waits its turn at its own domain, is checked for its scheme and
// address, and is remembered with its status.
#include <algorithm>
#include <list>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include <libpsl.h>

#include "feeds/http.h"
#include "feeds/http_queue.h"
#include "feeds/http_transfer.h"

namespace chokepoint {
namespace {

using std::chrono::milliseconds;

// Requests taken from `next` beyond those in flight, so that one slow domain does not hide the
// others behind it.
constexpr std::size_t kLookAhead = 20'000;
constexpr milliseconds kLongestWait{250};  // how late our own clock (first byte) may be

struct PslFree {
  void operator()(psl_ctx_t* psl) const { psl_free(psl); }
};

class CurlFetcher : public Fetcher {
 public:
  explicit CurlFetcher(FetchOptions options)
      : options_(std::move(options)), queue_(options_.per_domain, options_.spacing) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_ALL); });
    multi_.reset(curl_multi_init());
    psl_.reset(psl_latest(nullptr));
    if (!multi_) throw std::runtime_error("libcurl does not start");
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options_.parallel) * 2);
  }

  // A transfer that an exception left behind must leave the multi handle before both go.
  ~CurlFetcher() override {
    for (auto& [easy, transfer] : active_) curl_multi_remove_handle(multi_.get(), easy);
  }
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;

  void run(const Next& next, const OnResponse& on_response) override {
    on_response_ = &on_response;
    bool more = true;
    for (;;) {
      if (more) more = take(next);
      start_what_may();
      if (active_.empty() && queue_.size() == 0) {
        // A response may have led to new requests after `next` had said no.
        more = take(next);
        if (queue_.size() == 0) break;
        continue;
      }
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      const bool any = collect();
      stop_the_silent();
      if (any) more = true;
      if (!any) wait();
    }
    on_response_ = nullptr;
  }

 private:
  using Job = std::unique_ptr<Transfer>;

  std::string domain_of(const std::string& host) const {
    const char* found = psl_ ? psl_registrable_domain(psl_.get(), host.c_str()) : nullptr;
    return found == nullptr ? host : found;
  }

  // False when `next` had nothing more.
  bool take(const Next& next) {
    while (queue_.size() < kLookAhead) {
      auto request = next();
      if (!request) return false;
      auto job = std::make_unique<Transfer>();
      job->response.tag = request->tag;
      job->response.url = request->url;
      job->options = &options_;
      job->request = *std::move(request);
      enqueue(std::move(job), std::string{});
    }
    return true;
  }

  // `redirect` is the next hop's address; empty for the first hop.
  void enqueue(Job job, const std::string& redirect) {
    auto target = parse_target(redirect.empty() ? job->request.url : redirect);
    if (!target) {
      job->response.error = target.error();
      if (!redirect.empty()) job->response.error->what = "redirects to what is not http or https";
      return answer(*job);
    }
    job->target = *std::move(target);
    job->target.domain = domain_of(job->target.host);
    const auto domain = job->target.domain;
    const auto spacing = job->request.min_spacing;
    queue_.push(domain, std::move(job), spacing);
  }

  void answer(Transfer& t) {
    auto& r = t.response;
    if (r.final_url.empty()) r.final_url = r.url;
    if (r.error) r.error->where = loggable_url(r.url);
    (*on_response_)(std::move(r));
  }

  Easy handle() {
    if (!spare_.empty()) {
      auto easy = std::move(spare_.back());
      spare_.pop_back();
      return easy;
    }
    Easy easy{curl_easy_init()};
    if (!easy) throw std::runtime_error("libcurl does not start");
    prepare_handle(easy.get(), options_);
    return easy;
  }

  void start_what_may() {
    const auto now = std::chrono::steady_clock::now();
    while (static_cast<int>(active_.size()) < options_.parallel) {
      auto job = queue_.pop(now);
      if (!job) return;
      auto easy = handle();
      start_hop(**job, easy.get(), now);
      curl_multi_add_handle(multi_.get(), easy.get());
      auto* key = easy.get();
      active_.emplace(key, Active{*std::move(job), std::move(easy)});
    }
  }

  // Hands over what has ended; true if anything had.
  bool collect() {
    bool any = false;
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      finish(message->easy_handle, message->data.result);
      any = true;
    }
    return any;
  }

  void finish(CURL* easy, CURLcode code) {
    const auto found = active_.find(easy);
    auto [job, owned] = std::move(found->second);
    active_.erase(found);
    curl_multi_remove_handle(multi_.get(), easy);
    queue_.done(job->target.domain);
    const auto end = end_hop(*job, code);
    job->easy = nullptr;
    spare_.push_back(std::move(owned));
    if (end.redirect_to.empty())
      answer(*job);
    else
      enqueue(std::move(job), end.redirect_to);
  }

  // libcurl has no clock for "connected, and then nothing".
  void stop_the_silent() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_look_) return;
    next_look_ = now + kLongestWait;
    std::vector<CURL*> silent;
    for (const auto& [easy, active] : active_)
      if (!active.job->header_done && now - active.job->started > options_.limits.first_byte)
        silent.push_back(easy);
    for (auto* easy : silent) {
      active_.at(easy).job->stopped = "no answer within the time for a first byte";
      finish(easy, CURLE_ABORTED_BY_CALLBACK);
    }
  }

  void wait() {
    auto longest = kLongestWait;
    if (const auto turn = queue_.next_turn();
        turn && static_cast<int>(active_.size()) < options_.parallel) {
      const auto until = std::chrono::ceil<milliseconds>(*turn - std::chrono::steady_clock::now());
      longest = std::clamp(until, milliseconds{0}, kLongestWait);
    }
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(longest.count()), nullptr);
  }

  struct Active {
    Job job;
    Easy easy;
  };

  FetchOptions options_;
  std::unique_ptr<psl_ctx_t, PslFree> psl_;
  std::unique_ptr<CURLM, CurlMultiFree> multi_;
  PoliteQueue<Job> queue_;
  std::unordered_map<CURL*, Active> active_;
  std::vector<Easy> spare_;
  Moment next_look_{};
  const OnResponse* on_response_ = nullptr;
};

}  // namespace

std::unique_ptr<Fetcher> make_fetcher(FetchOptions options) {
  return std::make_unique<CurlFetcher>(std::move(options));
}

}  // namespace chokepoint
