// open_pack on any bytes, and the engine on whatever it accepts. Magic, length and checksum are repaired, or
// nothing behind them would ever be reached.
#include <cstdlib>

#include "../core/pack/walk.h"
#include "tactful.h"

using namespace tactful;

namespace {

// {"slot": NAME} or the like, as the engine's input.
struct Question {
  std::uint8_t bytes[512];
  std::uint32_t size;

  Question(Bytes key, Bytes name) {
    ValueWriter out(bytes, sizeof bytes);
    out.object(1);
    out.key(key);
    out.string(name.part(0, 256));
    size = out.size();
  }
};

void ask(tactful_engine* engine, const Pack& pack) {
  static std::uint8_t answer[1 << 16];
  std::uint32_t len = 0;
  constexpr double kNow = 1791158400000;
  for (std::uint32_t i = 0; i < pack.slots().size && i < 4; ++i) {
    const Question question("slot", pack.string(pack.slots()[i].name));
    tactful_decide(engine, kNow, question.bytes, question.size, answer, sizeof answer, &len);
    tactful_plan(engine, kNow, question.bytes, question.size, answer, sizeof answer, &len);
  }
  for (std::uint32_t i = 0; i < pack.dimensions().size && i < 4; ++i) {
    const Question question("dimension", pack.string(pack.dimensions()[i].name));
    tactful_affinity(engine, kNow, question.bytes, question.size, answer, sizeof answer, &len);
  }
  tactful_slots(engine, answer, sizeof answer, &len);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  testing::AlignedBytes bytes(data, size);
  if (size >= sizeof(PackHeader)) {
    PackHeader header = load<PackHeader>(bytes.data());
    header.magic = kPackMagic;
    header.major = kPackMajor;
    header.required_features &= kPackFeatures;
    header.length = static_cast<std::uint32_t>(size);
    store(bytes.data(), header);
    bytes.repair_checksum();
  }
  Pack pack;
  if (open_pack(bytes.view(), pack) == kOk) testing::walk(pack);
  void* memory = std::aligned_alloc(8, (tactful_engine_size() + 7) & ~7u);
  tactful_engine* engine = nullptr;
  if (tactful_create(memory, bytes.data(), static_cast<std::uint32_t>(size), &engine) == TACTFUL_OK) ask(engine, pack);
  std::free(memory);
  return 0;
}
