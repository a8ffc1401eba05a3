// The circumstances part of core/tactful_author.h.
#include <new>

#include "author/circumstances.h"
#include "tactful_author.h"
#include "targeting/conditions.h"

extern "C" {

struct tactful_circumstances {
  std::string json;
};

tactful_circumstances* tactful_circumstances_create(const std::uint8_t* bytes, std::uint32_t len) {
  tactful::Pack pack;
  if (tactful::open_pack({bytes, len}, pack) != tactful::kOk || !tactful::verify_conditions(pack)) return nullptr;
  return new (std::nothrow) tactful_circumstances{tactful::circumstances(pack)};
}

void tactful_circumstances_destroy(tactful_circumstances* circumstances) { delete circumstances; }

const std::uint8_t* tactful_circumstances_json(const tactful_circumstances* circumstances, std::uint32_t* len) {
  *len = static_cast<std::uint32_t>(circumstances->json.size());
  return reinterpret_cast<const std::uint8_t*>(circumstances->json.data());
}
}
