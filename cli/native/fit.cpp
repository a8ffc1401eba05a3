// build/native/tactful-fit: `tactful fit` without Node, for logs of millions of events. The log comes on standard input.
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "files.h"
#include "tactful_author.h"

namespace {

constexpr const char* kProgram = "tactful fit";

const std::uint8_t* bytes_of(const std::string& text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint32_t size_of(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

void read_log(tactful_fit* fit) {
  std::vector<std::uint8_t> piece(1 << 18);
  for (bool last = false; !last;) {
    const ssize_t size = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (size < 0) end_with(1, kProgram, "the log cannot be read");
    last = size == 0;
    tactful_fit_read(fit, piece.data(), static_cast<std::uint32_t>(size), last);
  }
}

// All of the work, with a bar where somebody watches.
void work(tactful_fit* fit) {
  constexpr int kCells = 30;
  const std::string full(kCells, '#');
  const bool watched = ::isatty(STDERR_FILENO) != 0;
  for (double done = 0; done < 1;) {
    done = tactful_fit_step(fit);
    const int cells = static_cast<int>(kCells * done), percent = static_cast<int>(100 * done);
    if (watched) std::fprintf(stderr, "\r[%.*s%*s] %d %%", cells, full.c_str(), kCells - cells, "", percent);
  }
  if (watched) std::fputs("\r\x1b[K", stderr);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) end_with(2, kProgram, "usage: tactful-fit MODEL FILE… < LOG");
  tactful_fit* const fit = tactful_fit_create();
  for (int i = 2; i < argc; ++i) {
    const std::string name = argv[i], text = read_text(name, kProgram);
    tactful_fit_add_file(fit, bytes_of(name), size_of(name), bytes_of(text), size_of(text));
  }
  read_log(fit);
  work(fit);
  std::uint32_t len = 0;
  const auto* report = reinterpret_cast<const char*>(tactful_fit_report(fit, &len));
  const std::string said(report, len);
  const auto* model = reinterpret_cast<const char*>(tactful_fit_model(fit, &len));
  if (len == 0) end_with(1, kProgram, "no model was written\n" + said);
  std::ofstream file(argv[1], std::ios::binary);
  if (!file.write(model, len).flush()) end_with(1, kProgram, std::string(argv[1]) + " cannot be written");
  std::fputs(said.c_str(), stdout);
  tactful_fit_destroy(fit);
  return 0;
}
