#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "author/value_json.h"
#include "compiler/compile.h"
#include "tactful.h"

namespace tactful::testing {

using nlohmann::json;

constexpr double kDay = 86'400'000;
/// Monday 2026-10-05 00:00 UTC: autumn, far from any clock change.
constexpr double kStart = 1'791'158'400'000;

/// A site, its campaigns and one visitor, spoken to in JSON through the C ABI, as strangers do.
class World {
 public:
  explicit World(const json& site, const json& campaign = nullptr) {
    std::vector<SourceFile> files{{"site.json", site.dump()}};
    if (!campaign.is_null()) files.push_back({"campaign.json", campaign.dump()});
    CompileResult result = compile(files);
    EXPECT_FALSE(result.pack.empty()) << text(result);
    open(result.pack);
  }
  explicit World(const std::vector<std::uint8_t>& pack) { open(pack); }

  int event(double t, const std::string& name, const json& params = json::object(),
            const json& signals = nullptr) {
    json in{{"event", name}, {"params", params}};
    if (!signals.is_null()) in["signals"] = signals;
    const auto bytes = encode(in);
    return tactful_event(engine_, t, bytes.data(), size(bytes));
  }
  /// `n` views of one item, a minute apart from `t` on.
  void view(double t, const json& item, int n = 1) {
    for (int i = 0; i < n; ++i)
      event(t + i * 60'000, "view_item", {{"items", json::array({item})}});
  }
  json decide(double t, json in = json::object()) {
    if (!in.contains("slot")) in["slot"] = "home-hero";
    return ask(tactful_decide, t, in);
  }
  json plan(double t, json in = json::object()) {
    in["slot"] = "home-hero";
    return ask(tactful_plan, t, in)["plan"];
  }
  json explain(double t, json in = json::object()) {
    in["slot"] = "home-hero";
    return ask(tactful_explain, t, in);
  }
  /// The answer of any query; `{"status": n}` on an error.
  template <class Query>
  json ask(Query query, double t, const json& in) {
    const auto bytes = encode(in);
    std::uint32_t length = 0;
    int status = query(engine_, t, bytes.data(), size(bytes), nullptr, 0, &length);
    if (status != TACTFUL_BUFFER_TOO_SMALL) return {{"status", status}};
    std::vector<std::uint8_t> out(length);
    status = query(engine_, t, bytes.data(), size(bytes), out.data(), length, &length);
    if (status != TACTFUL_OK) return {{"status", status}};
    EXPECT_EQ(encoded_size({out.data(), length}), length);
    std::string text;
    append_json(Value(out.data()), text);
    return json::parse(text);
  }
  std::vector<std::uint8_t> save() {
    std::vector<std::uint8_t> out(TACTFUL_PROFILE_MAX);
    std::uint32_t length = 0;
    EXPECT_EQ(tactful_save(engine_, out.data(), size(out), &length), TACTFUL_OK);
    out.resize(length);
    return out;
  }
  int restore(const std::vector<std::uint8_t>& bytes) {
    return tactful_restore(engine_, bytes.data(), size(bytes));
  }
  void seed(std::uint64_t seed) {
    tactful_set_seed(engine_, static_cast<std::uint32_t>(seed >> 32),
                     static_cast<std::uint32_t>(seed));
  }
  void forget() { tactful_forget(engine_); }
  tactful_engine* engine() { return engine_; }

 private:
  static std::uint32_t size(const std::vector<std::uint8_t>& v) {
    return static_cast<std::uint32_t>(v.size());
  }
  static std::vector<std::uint8_t> encode(const json& in) {
    std::vector<std::uint8_t> out;
    EXPECT_EQ(encode_json(in.dump(), out), JsonError::kNone);
    return out;
  }
  static std::string text(const CompileResult& result) {
    std::string out;
    for (const Diagnostic& d : result.diagnostics) out += d.id + " at " + d.pointer + ": " + d.found + "; " + d.expected + "\n";
    return out;
  }
  void open(const std::vector<std::uint8_t>& pack) {
    pack_.resize((pack.size() + 7) / 8);
    std::memcpy(pack_.data(), pack.data(), pack.size());
    memory_.resize(tactful_engine_size() / 8 + 1);
    const int status =
        tactful_create(memory_.data(), reinterpret_cast<const std::uint8_t*>(pack_.data()),
                       static_cast<std::uint32_t>(pack.size()), &engine_);
    EXPECT_EQ(status, TACTFUL_OK) << tactful_status_text(status);
  }

  std::vector<std::uint64_t> pack_, memory_;
  tactful_engine* engine_ = nullptr;
};

}  // namespace tactful::testing
