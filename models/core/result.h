// Errors as values. Bad input from the network, a feed, a page or a data file is a Result; a broken
// machine throws; a bug is an assert. The kinds are the decisions a caller makes, not a list of
// causes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace chokepoint {

struct Error {
  enum class Kind {
    Transient,  // the same call may succeed later
    Permanent,  // it will not
    Malformed,  // the input cannot be read
    Config,     // a person must change a setting or a data file
  };
  Kind kind = Kind::Permanent;
  std::string what;
  std::string where;  // file:line:column, or the URL; may be empty

  // "where: what", the one line a user sees.
  std::string line() const { return where.empty() ? what : where + ": " + what; }
};

// A value, or the Error that stands in its place. Dropping one is a compiler warning.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace chokepoint
