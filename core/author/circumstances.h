#pragma once
#include <string>

#include "pack/pack.h"

namespace tactful {

/// What a pack's slots depend on at a page load, as JSON, for who plans ahead without a page (`tactful snippet --first`):
///
///   {"slots": [{"slot": NAME, "default": VARIANT,
///               "signals": [{"name": PATH, "texts": [...], "numbers": [...], "opaque": true}, ...]}, ...]}
///
/// `signals` are those that conditions of the slot read and every page load gives anew, time apart, each with what it is
/// compared with. `opaque`: in some way other than by being equal, or by order of numbers, so that values which are named
/// nowhere need not all be alike.
std::string circumstances(const Pack& pack);

}  // namespace tactful
