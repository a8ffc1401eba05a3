// Any text as a site's log: replay lines, GA4's export or CSV, in one piece and in two, which must give the same events.
#include <cstdlib>
#include <cstring>

#include "author/visits.h"

using namespace tactful;

namespace {

bool same(const Visits& a, const Visits& b) {
  if (a.events().size() != b.events().size() || a.visitors() != b.visitors() || a.bad_lines() != b.bad_lines()) return false;
  for (std::size_t i = 0; i < a.events().size(); ++i) {
    const Bytes one = a.input(a.events()[i]).bytes(), other = b.input(b.events()[i]).bytes();
    if (one != other || a.events()[i].t_ms != b.events()[i].t_ms) return false;
    if (encoded_size({one.data, a.events()[i].in_len}) != a.events()[i].in_len) return false;
  }
  return true;
}

}  // namespace

// The first byte says where the text is cut in two.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = text.size() * data[0] / 255;
  Visits whole, pieces;
  whole.read(text, true);
  pieces.read(text.substr(0, cut), false);
  pieces.read(text.substr(cut), true);
  whole.finish();
  pieces.finish();
  if (!same(whole, pieces)) std::abort();
  return 0;
}
