/* What the C and C++ libraries under author.wasm would import from a host, answered here so that its import list is
 * empty too. It has no files: every stream operation fails with EBADF, and an exit is a trap, after which the instance
 * is dropped. */
#include <stddef.h>
#include <stdint.h>

enum { kBadDescriptor = 8 };

_Noreturn void __wasi_proc_exit(uint32_t code) {
  (void)code;
  __builtin_trap();
}

void emscripten_notify_memory_growth(size_t index) { (void)index; }

uint16_t __wasi_fd_write(uint32_t fd, const void* parts, size_t count, size_t* written) {
  (void)fd, (void)parts, (void)count, (void)written;
  return kBadDescriptor;
}

uint16_t __wasi_fd_seek(uint32_t fd, int64_t offset, uint8_t whence, uint64_t* position) {
  (void)fd, (void)offset, (void)whence, (void)position;
  return kBadDescriptor;
}

uint16_t __wasi_fd_close(uint32_t fd) {
  (void)fd;
  return kBadDescriptor;
}
