// build/native/tactful-match: `tactful match` without Node. stdin NDJSON {"condition", "attributes", "groups"}, stdout
// true, false or {"error": id} a line.
#include <cstdint>
#include <cstdio>
#include <vector>

#include "tactful_author.h"

int main(int argc, char**) {
  if (argc > 1) {
    std::fprintf(stderr, "usage: tactful-match < LINES\n");
    return 2;
  }
  tactful_match* const match = tactful_match_create();
  if (match == nullptr) return 1;
  std::vector<std::uint8_t> piece(1 << 16);
  for (bool last = false; !last;) {
    const std::size_t size = std::fread(piece.data(), 1, piece.size(), stdin);
    last = size == 0;
    if (std::ferror(stdin)) {
      std::fprintf(stderr, "tactful match: standard input cannot be read\n");
      return 1;
    }
    tactful_match_read(match, piece.data(), static_cast<std::uint32_t>(size), last);
    std::uint32_t len = 0;
    const std::uint8_t* const answers = tactful_match_output(match, &len);
    if (std::fwrite(answers, 1, len, stdout) != len) return 1;
  }
  tactful_match_destroy(match);
  return std::fflush(stdout) == 0 ? 0 : 1;
}
