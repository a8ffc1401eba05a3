// The fit part of core/tactful_author.h.
#include <new>

#include "author/fit.h"
#include "author/object_builder.h"
#include "tactful_author.h"

namespace {

using tactful::Fit;

Fit* of(tactful_fit* fit) { return reinterpret_cast<Fit*>(fit); }
const Fit* of(const tactful_fit* fit) { return reinterpret_cast<const Fit*>(fit); }

const std::uint8_t* shown(const std::string& text, std::uint32_t* len) {
  *len = static_cast<std::uint32_t>(text.size());
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string_view text_of(const std::uint8_t* text, std::uint32_t len) { return tactful::as_text({text, len}); }

}  // namespace

extern "C" {

tactful_fit* tactful_fit_create(void) { return reinterpret_cast<tactful_fit*>(new (std::nothrow) Fit); }

void tactful_fit_destroy(tactful_fit* fit) { delete of(fit); }

void tactful_fit_add_file(tactful_fit* fit, const std::uint8_t* name, std::uint32_t name_len, const std::uint8_t* text,
                          std::uint32_t text_len) {
  of(fit)->add_file({std::string(text_of(name, name_len)), std::string(text_of(text, text_len))});
}

void tactful_fit_read(tactful_fit* fit, const std::uint8_t* text, std::uint32_t len, std::int32_t last) {
  of(fit)->read(text_of(text, len), last != 0);
}

double tactful_fit_step(tactful_fit* fit) { return of(fit)->step(); }

const std::uint8_t* tactful_fit_model(const tactful_fit* fit, std::uint32_t* len) { return shown(of(fit)->model(), len); }

const std::uint8_t* tactful_fit_report(const tactful_fit* fit, std::uint32_t* len) {
  return shown(of(fit)->refusal().empty() ? of(fit)->report() : of(fit)->refusal(), len);
}
}
