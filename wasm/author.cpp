// What authors load: the C ABI of core/tactful_author.h and a heap for its
// callers' buffers. The list of exports is wasm/author-exports.txt; nothing is imported.
#include <cstdint>
#include <cstdlib>

#include "tactful_author.h"

extern "C" {

/// Memory for a caller's buffer, 8-aligned, until tactful_author_free; 0 when there is no more.
void* tactful_author_alloc(std::uint32_t bytes) { return std::malloc(bytes); }
void tactful_author_free(void* memory) { std::free(memory); }
}
