#pragma once
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pack_builder.h"
#include "profile/interest.h"

namespace tactful::testing {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
/// Monday 2026-10-05 00:00 UTC.
constexpr std::int64_t kStart = 1'791'158'400'000;

/// Writes event parameters: `Params().text("item_category", "trail").number("price", 80)`.
class Params {
 public:
  Params& text(const std::string& key, const std::string& value) { return put(key, encode(value)); }
  Params& number(const std::string& key, double value) {
    std::vector<std::uint8_t> bytes(9);
    ValueWriter(bytes.data(), 9).number(value);
    return put(key, bytes);
  }
  Params& texts(const std::string& key, const std::vector<std::string>& values) {
    std::vector<std::vector<std::uint8_t>> all;
    for (const auto& v : values) all.push_back(encode(v));
    return array(key, all);
  }
  Params& items(const std::vector<Params>& list) {
    std::vector<std::vector<std::uint8_t>> all;
    for (const auto& p : list) all.push_back(p.bytes());
    return array("items", all);
  }
  std::vector<std::uint8_t> bytes() const {
    std::vector<std::uint8_t> out(16 + body_.size());
    ValueWriter w(out.data(), static_cast<std::uint32_t>(out.size()));
    w.object(count_);
    w.put({body_.data(), static_cast<std::uint32_t>(body_.size())});
    out.resize(w.size());
    return out;
  }

 private:
  static std::vector<std::uint8_t> encode(const std::string& text) {
    std::vector<std::uint8_t> out(text.size() + 8);
    ValueWriter w(out.data(), static_cast<std::uint32_t>(out.size()));
    w.string(bytes_of(text));
    out.resize(w.size());
    return out;
  }
  Params& array(const std::string& key, const std::vector<std::vector<std::uint8_t>>& all) {
    std::vector<std::uint8_t> out(8);
    ValueWriter w(out.data(), 8);
    w.array(static_cast<std::uint32_t>(all.size()));
    out.resize(w.size());
    for (const auto& one : all) out.insert(out.end(), one.begin(), one.end());
    return put(key, out);
  }
  Params& put(const std::string& key, const std::vector<std::uint8_t>& value) {
    std::vector<std::uint8_t> head(key.size() + 8);
    ValueWriter w(head.data(), static_cast<std::uint32_t>(head.size()));
    w.key(bytes_of(key));
    body_.insert(body_.end(), head.begin(), head.begin() + w.size());
    body_.insert(body_.end(), value.begin(), value.end());
    ++count_;
    return *this;
  }
  std::vector<std::uint8_t> body_;
  std::uint32_t count_ = 0;
};

/// A pack and one visitor.
class Visitor {
 public:
  explicit Visitor(PackBuilder builder) : bytes_(std::make_shared<std::vector<std::uint64_t>>(builder.build())) {
    EXPECT_EQ(open_pack({reinterpret_cast<const std::uint8_t*>(bytes_->data()), builder.length()}, pack), kOk);
    profile.clear(pack);
  }

  Status event(std::int64_t t, const std::string& name, const Params& params = {}, const Params& signals = {}) {
    const auto p = params.bytes(), s = signals.bytes();
    return profile.event(pack, t, bytes_of(name), Value(p.data()), Value(s.data()));
  }
  /// `n` views of a value of the dimension `category`, a minute apart.
  void view(std::int64_t t, const std::string& category, int n = 1) {
    for (int i = 0; i < n; ++i)
      event(t + i * kMinute, "view_item", Params().items({Params().text("item_category", category)}));
  }
  /// As the engine asks.
  const Profile& known(std::int64_t now) const { return profile.as_of(pack, now, room_); }
  Interest interest(std::int64_t now, std::uint32_t dimension = 0) const { return {known(now), pack, dimension, now}; }
  Ref ref(const std::string& name, std::uint32_t dimension = 0) const {
    const Dimension& d = pack.dimensions()[dimension];
    for (Ref r = d.value_first; r < d.value_first + d.value_count; ++r)
      if (text(pack.string(pack.values()[r].name)) == name) return r;
    return kNone;
  }
  double share(std::int64_t now, const std::string& name, std::uint32_t dimension = 0) const {
    return interest(now, dimension).share(ref(name, dimension));
  }
  std::string top(std::int64_t now, std::uint32_t dimension = 0) const { return text(interest(now, dimension).top()); }
  /// The listed answer: names in order and their shares.
  std::vector<std::pair<std::string, double>> list(std::int64_t now, std::uint32_t n = 0,
                                                   std::uint32_t dimension = 0) const {
    std::vector<std::uint8_t> out(1 << 20);
    ValueWriter w(out.data(), static_cast<std::uint32_t>(out.size()));
    interest(now, dimension).list(n, false, w);
    EXPECT_TRUE(w.fits());
    EXPECT_EQ(encoded_size({out.data(), w.size()}), w.size());
    std::vector<std::pair<std::string, double>> all;
    for (Items it(Value(out.data())); it.next();) {
      Items pair(it.value());
      pair.next();
      const std::string name = text(pair.value().text());
      pair.next();
      all.emplace_back(name, pair.value().number());
    }
    return all;
  }
  std::string fact(std::int64_t now, std::uint32_t number) const {
    std::uint8_t out[64];
    ValueWriter w(out, sizeof out);
    known(now).fact(pack, number, now, w);
    const Value v(out);
    if (v.is_null()) return "null";
    if (v.is_string()) return text(v.text());
    std::string number_text = std::to_string(v.number());
    while (number_text.back() == '0') number_text.pop_back();
    if (number_text.back() == '.') number_text.pop_back();
    return number_text;
  }
  std::vector<std::uint8_t> save() const {
    std::vector<std::uint8_t> out(kProfileMax);
    Writer w(out.data(), kProfileMax);
    profile.save(w);
    EXPECT_TRUE(w.fits());
    out.resize(w.size());
    return out;
  }
  Status restore(const std::vector<std::uint8_t>& bytes) {
    return profile.restore(pack, {bytes.data(), static_cast<std::uint32_t>(bytes.size())});
  }
  static std::string text(Bytes b) { return {reinterpret_cast<const char*>(b.data), b.size}; }

  Pack pack;
  Profile profile;

 private:
  mutable Profile room_;
  std::shared_ptr<std::vector<std::uint64_t>> bytes_;
};

/// Categories without averages, the usual case of a site that has fitted nothing.
inline PackBuilder plain_shop(const std::vector<std::string>& categories = {"trail", "road", "boots", "socks",
                                                                            "jackets"},
                              std::uint32_t flags = 0) {
  PackBuilder b;
  TestDimension d{"category", {"item_category", "item_category2"}, {}, flags};
  for (const auto& c : categories) d.values.push_back({c});
  b.dimensions.push_back(d);
  return b;
}

}  // namespace tactful::testing
