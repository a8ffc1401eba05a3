// What a page loads: the C ABI of core/tactful.h and a bump allocator, nothing else. The list of
// exports is wasm/exports.txt; the import list is empty, which is what makes promise 1 checkable.
#include <cstddef>
#include <cstdint>

#include "tactful.h"

extern "C" {

extern std::uint8_t __heap_base;

/// Memory for the engine, the pack and the buffers of calls: `bytes` of it, 8-aligned, zeroed,
/// never given back (a page loads one pack and drops the instance with the page). 0 when the
/// browser gives no more.
std::uint8_t* tactful_alloc(std::uint32_t bytes) {
  static std::uintptr_t next = reinterpret_cast<std::uintptr_t>(&__heap_base);
  const std::uintptr_t at = (next + 7) & ~std::uintptr_t{7};
  const std::uintptr_t have = __builtin_wasm_memory_size(0) << 16;
  if (bytes > 0x7fffffff - at) return nullptr;
  if (at + bytes > have &&
      __builtin_wasm_memory_grow(0, (at + bytes - have + 0xffff) >> 16) == ~std::size_t{0})
    return nullptr;
  next = at + bytes;
  return reinterpret_cast<std::uint8_t*>(at);
}
}
