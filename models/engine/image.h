// Plain data to bytes and back: strings, numbers, containers of them, and structs that name their
// fields, either in a member fields(archive) or in a free fields(archive, value) beside this
// header's users. The bytes are for the same program on the same machine; whoever keeps them must
// know (model_cache.h does) that they are whole and this program's own.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace chokepoint {

template <class T>
concept FlatData = std::is_trivially_copyable_v<T>;
template <class T>
concept HasFields = requires(T& value, int& archive) {
  value.fields(archive);
};

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
  explicit ImageReader(std::string_view bytes) : rest_(bytes) {}
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

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace chokepoint
