// tactful_event on any bytes as an encoded event, several in a row with times of their own, then every query and saving. The first
// byte of each event is its length, the second how much time passes.
#include "fuzz_shop.h"

using namespace tactful;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::Shop shop;
  tactful_forget(shop.engine);
  double t = fuzz::kNow;
  while (size > 2) {
    const std::size_t length = data[0] < size - 2 ? data[0] : size - 2;
    const std::uint8_t step = data[1];
    t += step < 200 ? step * 1000.0 : (step - 200) * 3'600'000.0 * 10;
    // Exactly as long as it is, so that a byte read beyond it is found.
    const std::vector<std::uint8_t> event(data + 2, data + 2 + length);
    tactful_event(shop.engine, t, event.data(), static_cast<std::uint32_t>(length));
    data += 2 + length;
    size -= 2 + length;
  }
  shop.ask(t);
  shop.save_and_take_back();
  return 0;
}
