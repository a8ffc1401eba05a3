#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

/// For what is smaller than a call to it, whatever the compiler thinks at -Oz: a struct that is passed or
/// returned costs a frame in memory.
#define TACTFUL_INLINE __attribute__((always_inline)) inline

namespace tactful {

/// Bytes that somebody else owns. Text is always UTF-8 and never zero-terminated.
struct Bytes {
  const std::uint8_t* data = nullptr;
  std::uint32_t size = 0;

  constexpr Bytes() noexcept = default;
  TACTFUL_INLINE constexpr Bytes(const std::uint8_t* d, std::uint32_t n) noexcept : data(d), size(n) {}
  /// A string literal; `text` must outlive the view, as literals do.
  template <std::size_t N>
  TACTFUL_INLINE Bytes(const char (&text)[N]) noexcept  // NOLINT: implicit on purpose, so literals read well
      : data(reinterpret_cast<const std::uint8_t*>(text)), size(N - 1) {}

  TACTFUL_INLINE bool empty() const noexcept { return size == 0; }
  TACTFUL_INLINE std::uint8_t operator[](std::uint32_t i) const noexcept { return data[i]; }
  /// The part from `from` on, `count` bytes at most. `from` <= size.
  TACTFUL_INLINE Bytes part(std::uint32_t from, std::uint32_t count = ~0u) const noexcept {
    const std::uint32_t left = size - from;
    return {data + from, count < left ? count : left};
  }
};

inline bool operator==(Bytes a, Bytes b) noexcept {
  return a.size == b.size && (a.size == 0 || std::memcmp(a.data, b.data, a.size) == 0);
}
inline bool operator!=(Bytes a, Bytes b) noexcept { return !(a == b); }

/// Little-endian loads and stores at any alignment.
template <class T>
TACTFUL_INLINE T load(const std::uint8_t* at) noexcept {
  T out;
  std::memcpy(&out, at, sizeof(T));
  return out;
}
template <class T>
TACTFUL_INLINE void store(std::uint8_t* at, T value) noexcept {
  std::memcpy(at, &value, sizeof(T));
}

/// Appends bytes to a buffer of the caller's. Past the end it only counts, so a first call
/// with too small a buffer learns the size that is needed.
///
/// cost    O(bytes written); never allocates
class Writer {
 public:
  Writer(std::uint8_t* out, std::uint32_t cap) noexcept : out_(out), cap_(cap) {}
  void put(std::uint8_t byte) noexcept {
    if (size_ < cap_) out_[size_] = byte;
    ++size_;
  }
  void put(Bytes bytes) noexcept {
    if (size_ <= cap_ && bytes.size <= cap_ - size_ && bytes.size != 0)
      std::memcpy(out_ + size_, bytes.data, bytes.size);
    size_ += bytes.size;
  }
  /// Overwrites one byte written before (a count, say); ignored past the end.
  void patch(std::uint32_t at, std::uint8_t byte) noexcept {
    if (at < cap_) out_[at] = byte;
  }
  /// Bytes wanted so far; the buffer holds them all only when `fits()`.
  std::uint32_t size() const noexcept { return size_; }
  bool fits() const noexcept { return size_ <= cap_; }

 private:
  std::uint8_t* out_;
  std::uint32_t cap_;
  std::uint32_t size_ = 0;
};

}  // namespace tactful
