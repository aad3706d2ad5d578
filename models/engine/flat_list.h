// A list of plain values that nobody changes any more. Copies share it, and one that was read from
// an image that is kept in memory is a stretch of the image itself.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace chokepoint {

template <class T>
class FlatList {
 public:
  FlatList() = default;
  explicit FlatList(std::vector<T> values) {
    const auto own = std::make_shared<const std::vector<T>>(std::move(values));
    data_ = own->data();
    size_ = own->size();
    owner_ = own;
  }
  // `data` lives as long as its owner.
  FlatList(std::shared_ptr<const void> owner, const T* data, std::size_t size)
      : owner_(std::move(owner)), data_(data), size_(size) {}

  const T& operator[](std::size_t i) const { return data_[i]; }
  const T* data() const { return data_; }
  std::size_t size() const { return size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

 private:
  std::shared_ptr<const void> owner_;
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace chokepoint
