// tactful_restore on any bytes, and the engine on whatever it accepts: events, queries, saving. Magic, version, length, site and
// checksum are repaired, or nothing behind them would ever be reached. What an accepted profile saves must be taken back.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/hash.h"
#include "fuzz_shop.h"
#include "profile/block.h"

using namespace tactful;

namespace {

void repair(std::vector<std::uint8_t>& bytes, std::uint64_t site_hash) {
  block::ProfileHeader header{block::kProfileMagic, block::kProfileMajor, block::kProfileMinor,
                              static_cast<std::uint32_t>(bytes.size()), 0};
  store(bytes.data() + sizeof header, site_hash);
  header.checksum = checksum32({bytes.data() + sizeof header, static_cast<std::uint32_t>(bytes.size() - sizeof header)});
  store(bytes.data(), header);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::Shop shop;
  std::vector<std::uint8_t> bytes(data, data + size);
  if (size >= sizeof(block::ProfileHeader) + sizeof(std::uint64_t)) repair(bytes, hash64("fuzz"));
  tactful_forget(shop.engine);
  if (tactful_restore(shop.engine, bytes.data(), static_cast<std::uint32_t>(size)) != TACTFUL_OK) return 0;
  shop.ask(fuzz::kNow);
  // Full or nearly so, it must give values up and still hold together.
  for (std::uint32_t i = 0; i < 40; ++i) shop.view(fuzz::kNow + 1000.0 * i, static_cast<std::uint8_t>(i));
  shop.ask(fuzz::kNow + 86'400'000.0 * 100);
  shop.save_and_take_back();
  return 0;
}
