// Any bytes as what is asked: decide, plan, affinity and rank of a visitor with a history, with whatever signals and attributes. An answer
// is one value; a question changes nothing.
#include "fuzz_shop.h"

using namespace tactful;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::Shop shop;
  static bool known = false;
  if (!known)
    for (std::uint32_t i = 0; i < 40; ++i) shop.view(fuzz::kNow + 3'600'000.0 * i, static_cast<std::uint8_t>('a' + i % 20));
  known = true;
  static std::uint8_t answer[1 << 16];
  std::uint8_t before[TACTFUL_PROFILE_MAX], behind[TACTFUL_PROFILE_MAX];
  std::uint32_t length = 0, again = 0;
  tactful_save(shop.engine, before, sizeof before, &length);
  // Exactly as long as it is, so that a byte read beyond it is found.
  const std::vector<std::uint8_t> in(data, data + size);
  for (const auto query : {tactful_decide, tactful_plan, tactful_affinity, tactful_rank}) {
    std::uint32_t len = 0;
    const std::int32_t status = query(shop.engine, fuzz::kNow + 2e8, in.data(), static_cast<std::uint32_t>(size), answer, sizeof answer, &len);
    if (status == TACTFUL_OK && encoded_size({answer, len}) != len) std::abort();
  }
  tactful_save(shop.engine, behind, sizeof behind, &again);
  if (length != again || std::memcmp(before, behind, length) != 0) std::abort();
  return 0;
}
