#include "tools/chokepoint/batch.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/input_file.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using Work = std::function<Result<ordered_json>(const json&)>;

struct Answer {
  std::string line, problem;  // one of the two, or both
};

Answer answer(const std::string& text, const Work& work) {
  const auto input = json::parse(text, nullptr, false);
  if (!input.is_object()) return {"", "not a JSON object"};
  ordered_json out = ordered_json::object();
  if (const auto id = input.find("id"); id != input.end()) out["id"] = *id;
  Result<ordered_json> result = Error{};
  try {
    result = work(input);
  } catch (const json::exception&) {  // a field of the wrong type
    result = Error{Error::Kind::Malformed, "a field is not of the type it should be", ""};
  }
  if (!result) {
    out["error"] = result.error().line();
    return {out.contains("id") ? json_line(out) : "", result.error().line()};
  }
  for (auto& [key, value] : result->items()) out[key] = std::move(value);
  return {json_line(out), ""};
}

// Hands out lines, and prints the answers in the order of the lines.
class Batch {
 public:
  explicit Batch(std::istream& in) : in_(in) {}

  void work_through(const Work& work) {
    for (;;) {
      std::string text;
      std::size_t number = 0;
      {
        const std::scoped_lock lock(reading_);
        if (!std::getline(in_, text)) return;
        number = ++read_;
      }
      const bool blank = text.find_first_not_of(" \t\r") == std::string::npos;
      put(number, blank ? Answer{} : answer(text, work));
    }
  }
  bool failed() const { return failed_; }

 private:
  void put(std::size_t number, Answer made) {
    std::unique_lock lock(writing_);
    // A slow line must not let the answers behind it pile up without bound.
    room_.wait(lock, [&] { return number < written_ + 512; });
    waiting_.emplace(number, std::move(made));
    while (!waiting_.empty() && waiting_.begin()->first == written_ + 1) {
      print(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      ++written_;
    }
    room_.notify_all();
  }

  void print(const Answer& a) {
    if (!a.problem.empty()) {
      failed_ = true;
      std::fprintf(stderr, "chokepoint: line %zu: %s\n", written_ + 1, a.problem.c_str());
    }
    if (a.line.empty()) return;
    std::fwrite(a.line.data(), 1, a.line.size(), stdout);
    std::fputc('\n', stdout);
  }

  std::istream& in_;
  std::mutex reading_, writing_;
  std::condition_variable room_;
  std::map<std::size_t, Answer> waiting_;
  std::size_t read_ = 0, written_ = 0;
  bool failed_ = false;
};

}  // namespace

int run_batch(const std::string& path, const Work& work) {
  auto in = open_input(path);
  if (!in) {
    complain(in.error().line());
    return kUsage;
  }
  Batch batch(*in);
  std::vector<std::jthread> threads(std::max(1U, std::thread::hardware_concurrency()));
  for (auto& t : threads) t = std::jthread([&] { batch.work_through(work); });
  threads.clear();
  return batch.failed() ? kPartly : kOk;
}

}  // namespace chokepoint::cli
