#pragma once
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/value.h"
#include "compiler/compile.h"
#include "tactful.h"

namespace tactful::fuzz {

constexpr double kNow = 1791158400000;

/// An engine over a small shop with every kind of dimension, and what is asked of it.
class Shop {
 public:
  Shop() {
    const CompileResult result = compile({{"site.json", kSite}, {"campaign.json", kCampaign}}, {});
    if (!result.ok) std::abort();
    pack_.resize(result.pack.size() / 8 + 1);
    std::memcpy(pack_.data(), result.pack.data(), result.pack.size());
    memory_.resize(tactful_engine_size() / 8 + 1);
    if (tactful_create(memory_.data(), reinterpret_cast<const std::uint8_t*>(pack_.data()),
                       static_cast<std::uint32_t>(result.pack.size()), &engine) != TACTFUL_OK)
      std::abort();
  }

  void view(double t, std::uint8_t number) {
    std::uint8_t bytes[256];
    ValueWriter out(bytes, sizeof bytes);
    out.object(2);
    out.key("event");
    out.string("view_item");
    out.key("params");
    out.object(3);
    out.key("item_category");
    out.string({&number, 1});
    out.key("tag");
    out.string({bytes, 20});
    out.key("price");
    out.number(number);
    if (tactful_event(engine, t, bytes, out.size()) != TACTFUL_OK) std::abort();
  }

  void ask(double t) {
    static std::uint8_t answer[1 << 16];
    std::uint32_t len = 0;
    const auto in = [](Bytes key, Bytes name, std::uint8_t* bytes) {
      ValueWriter out(bytes, 64);
      out.object(1);
      out.key(key);
      out.string(name);
      return out.size();
    };
    std::uint8_t bytes[64];
    const std::uint32_t slot = in("slot", "home-hero", bytes);
    tactful_decide(engine, t, bytes, slot, answer, sizeof answer, &len);
    tactful_plan(engine, t, bytes, slot, answer, sizeof answer, &len);
    for (const Bytes dimension : {Bytes("category"), Bytes("tag"), Bytes("price")}) {
      const std::uint32_t size = in("dimension", dimension, bytes);
      tactful_affinity(engine, t, bytes, size, answer, sizeof answer, &len);
      if (encoded_size({answer, len}) != len) std::abort();
    }
  }

  /// What an engine saves, another must take back, and save again as the same bytes.
  void save_and_take_back() {
    std::uint8_t first[TACTFUL_PROFILE_MAX], second[TACTFUL_PROFILE_MAX];
    std::uint32_t size = 0, again = 0;
    if (tactful_save(engine, first, sizeof first, &size) != TACTFUL_OK || tactful_restore(engine, first, size) != TACTFUL_OK ||
        tactful_save(engine, second, sizeof second, &again) != TACTFUL_OK || size != again ||
        std::memcmp(first, second, size) != 0)
      std::abort();
  }

  tactful_engine* engine = nullptr;

 private:
  static constexpr const char* kSite =
      R"({"site": "fuzz", "currency": "EUR", "dimensions": {"category": {"labels": {"boots": "Boots", "socks": "Socks"}, "parents": {"socks": "boots"},)"
      R"( "complements": {"boots": ["socks"]}, "restDays": {"boots": 30}, "repeatAfterDays": {"socks": 60}},)"
      R"( "tag": {"values": "any"}, "price": {"type": "number", "bands": [50, 100]}}})";
  static constexpr const char* kCampaign =
      R"({"id": "c", "slots": {"home-hero": {"default": "own", "prefetch": "none", "variants": [{"id": "own"},)"
      R"( {"id": "boots", "content": {"headline": "x"}, "for": {"category": ["boots"]}, "cap": {"impressions": 3, "days": 7}},)"
      R"( {"id": "again", "content": {"headline": "y"}, "when": {"visits": {"$gt": 2}, "considering.category": "boots"}}]}}})";
  std::vector<std::uint64_t> pack_, memory_;
};

}  // namespace tactful::fuzz
