// Any bytes as condition code, automata, and offsets: what verify_conditions accepts is evaluated of any value.
#include <cstring>
#include <vector>

#include "targeting/conditions.h"

namespace {

using namespace tactful;

struct OneValue final : AttributeSource {
  explicit OneValue(Value v) : value(v) {}
  Value read(Ref) noexcept override { return value; }
  Value value;
};

}  // namespace

// Input: the length of each part (two bytes each), then value, automata, code; two conditions share the code.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 6) return 0;
  const std::uint8_t* at = data + 6;
  std::size_t left = size - 6;
  // Copies, so that a read past the end of a part is seen.
  const auto part = [&](std::size_t want) {
    const std::size_t n = want < left ? want : left;
    std::vector<std::uint8_t> out(at, at + n);
    at += n;
    left -= n;
    return out;
  };
  const std::vector<std::uint8_t> value = part(load<std::uint16_t>(data)), automata = part(load<std::uint16_t>(data + 2)),
                                  code = part(~std::size_t{0});
  const auto end = static_cast<std::uint32_t>(code.size());
  if (encoded_size({value.data(), static_cast<std::uint32_t>(value.size())}) == 0) return 0;

  const std::uint32_t first = load<std::uint16_t>(data + 4);
  const std::uint32_t offsets[] = {0, first < end ? first : end, end};
  const Attribute attributes[2] = {};
  Pack pack{};
  pack.sections[k_condition_code] = {code.data(), end};
  pack.sections[k_condition_offsets] = {reinterpret_cast<const std::uint8_t*>(offsets), 3};
  pack.sections[k_automata] = {automata.data(), static_cast<std::uint32_t>(automata.size())};
  pack.sections[k_attributes] = {reinterpret_cast<const std::uint8_t*>(attributes), 2};
  if (!verify_conditions(pack)) return 0;
  OneValue source{Value(value.data())};
  for (Ref i = 0; i < 2; ++i) {
    holds(pack, i, source);
    each_attribute(pack, i, [](void*, Ref) {}, nullptr);
  }
  return 0;
}
