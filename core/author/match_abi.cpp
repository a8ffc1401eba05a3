// The match part of core/tactful_author.h.
#include <new>

#include "author/match.h"
#include "tactful_author.h"

namespace {

struct Handle {
  tactful::Match match;
  std::string shown;  // what the last output call answered
};

Handle* of(tactful_match* match) { return reinterpret_cast<Handle*>(match); }

}  // namespace

extern "C" {

tactful_match* tactful_match_create(void) { return reinterpret_cast<tactful_match*>(new (std::nothrow) Handle); }

void tactful_match_destroy(tactful_match* match) { delete of(match); }

void tactful_match_read(tactful_match* match, const std::uint8_t* text, std::uint32_t len, std::int32_t last) {
  of(match)->match.read({reinterpret_cast<const char*>(text), len}, last != 0);
}

const std::uint8_t* tactful_match_output(tactful_match* match, std::uint32_t* len) {
  Handle& handle = *of(match);
  handle.shown.swap(handle.match.output());
  handle.match.output().clear();
  *len = static_cast<std::uint32_t>(handle.shown.size());
  return reinterpret_cast<const std::uint8_t*>(handle.shown.data());
}
}
