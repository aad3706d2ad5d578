// Plain data to bytes and back: strings, numbers, containers of them, and structs that name their
// fields, either in a member fields(archive) or in a free fields(archive, value) beside this
// header's users. The bytes are for the same program on the same machine; whoever keeps them must
// know (model_cache.h does) that they are whole and this program's own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "models/engine/flat_list.h"

namespace chokepoint {

template <class T>
concept FlatData = std::is_trivially_copyable_v<T>;
template <class T>
concept HasFields = requires(T& value, int& archive) {
  value.fields(archive);
};

// Flat lists begin at multiples of this many bytes, as does the image itself.
constexpr std::size_t kImageStep = 8;

class ImageWriter {
 public:
  static constexpr bool kReads = false;
  template <class... T>
  void operator()(T&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void raw(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
  }
  void size(std::size_t n) {
    const std::uint64_t wide = n;
    raw(&wide, sizeof wide);
  }
  template <FlatData T>
  void put(T& value) {
    raw(&value, sizeof value);
  }
  template <class T>
  void put(T& value) {
    if constexpr (HasFields<T>)
      value.fields(*this);
    else
      fields(*this, value);
  }
  void put(std::string& s) {
    size(s.size());
    raw(s.data(), s.size());
  }
  template <class T>
  void put(std::vector<T>& all) {
    size(all.size());
    if constexpr (FlatData<T>)
      raw(all.data(), all.size() * sizeof(T));
    else
      for (auto& x : all) put(x);
  }
  template <FlatData T>
  void put(FlatList<T>& list) {
    static_assert(alignof(T) <= kImageStep);
    size(list.size());
    bytes_.resize((bytes_.size() + kImageStep - 1) / kImageStep * kImageStep);
    raw(list.data(), list.size() * sizeof(T));
  }
  template <class A, class B>
  void put(std::pair<A, B>& p) {
    (*this)(p.first, p.second);
  }
  template <class T>
  void put(std::optional<T>& value) {
    bool has = value.has_value();
    put(has);
    if (has) put(*value);
  }
  template <class K, class V, class... Rest>
  void put(std::map<K, V, Rest...>& map) {
    put_map(map);
  }
  template <class K, class V>
  void put(std::unordered_map<K, V>& map) {
    put_map(map);
  }
  template <class Map>
  void put_map(Map& map) {
    size(map.size());
    for (auto& [key, value] : map) {
      auto copy = key;
      (*this)(copy, value);
    }
  }

  std::string bytes_;
};

// Never reads beyond the bytes; what is missing leaves ok() false and the values at hand unfilled.
class ImageReader {
 public:
  static constexpr bool kReads = true;
  // With an `owner`, which keeps the bytes, flat lists are not copied out of them.
  explicit ImageReader(std::string_view bytes, std::shared_ptr<const void> owner = nullptr)
      : all_(bytes.size()), rest_(bytes), owner_(std::move(owner)) {}
  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  // Everything was there, and nothing is left.
  bool whole() const { return ok_ && rest_.empty(); }

 private:
  void raw(void* data, std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
    } else if (size > 0) {
      std::memcpy(data, rest_.data(), size);
      rest_.remove_prefix(size);
    }
  }
  // A count of things that take at least `each` bytes.
  std::size_t size(std::size_t each) {
    std::uint64_t n = 0;
    raw(&n, sizeof n);
    if (n > rest_.size() / each) {
      ok_ = false;
      rest_ = {};
      n = 0;
    }
    return n;
  }
  template <FlatData T>
  void get(T& value) {
    raw(&value, sizeof value);
  }
  template <class T>
  void get(T& value) {
    if constexpr (HasFields<T>)
      value.fields(*this);
    else
      fields(*this, value);
  }
  void get(std::string& s) {
    s.resize(size(1));
    raw(s.data(), s.size());
  }
  template <class T>
  void get(std::vector<T>& all) {
    if constexpr (FlatData<T>) {
      all.resize(size(sizeof(T)));
      raw(all.data(), all.size() * sizeof(T));
    } else {
      all.resize(size(1));
      for (auto& x : all) get(x);
    }
  }
  template <FlatData T>
  void get(FlatList<T>& list) {
    const auto n = size(sizeof(T));
    const auto odd = (all_ - rest_.size()) % kImageStep;
    rest_.remove_prefix(std::min(rest_.size(), odd == 0 ? 0 : kImageStep - odd));
    if (n * sizeof(T) > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return;
    }
    if (owner_ != nullptr) {
      list = FlatList<T>(owner_, reinterpret_cast<const T*>(rest_.data()), n);
      rest_.remove_prefix(n * sizeof(T));
      return;
    }
    std::vector<T> values(n);
    raw(values.data(), n * sizeof(T));
    list = FlatList<T>(std::move(values));
  }
  template <class A, class B>
  void get(std::pair<A, B>& p) {
    (*this)(p.first, p.second);
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool has = false;
    get(has);
    if (has) get(value.emplace());
  }
  template <class K, class V, class... Rest>
  void get(std::map<K, V, Rest...>& map) {
    get_map(map);
  }
  template <class K, class V>
  void get(std::unordered_map<K, V>& map) {
    get_map(map);
  }
  template <class Map>
  void get_map(Map& map) {
    for (auto n = size(1); n > 0 && ok_; --n) {
      typename Map::key_type key{};
      typename Map::mapped_type value{};
      (*this)(key, value);
      map.emplace(std::move(key), std::move(value));
    }
  }

  std::size_t all_;
  std::string_view rest_;
  std::shared_ptr<const void> owner_;
  bool ok_ = true;
};

}  // namespace chokepoint
