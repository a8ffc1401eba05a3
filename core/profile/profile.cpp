#include "profile/profile.h"

#include "base/hash.h"

namespace tactful {

using namespace block;

void Profile::clear(const Pack& pack) noexcept {
  state_ = {};
  state_.site_hash = pack.the_site().id_hash;
  state_.base_ms = state_.newest_ms = -1;
  state_.before_s = state_.purchase_s = kNever;
  state_.hemisphere = 1;
}

std::uint32_t Profile::count(Part part) const noexcept {
  return (state_.ends[part] - begin_of(part)) / kRecordSize[part];
}

void Profile::resize(Part part, std::uint32_t at, std::int32_t bytes) noexcept {
  std::uint8_t* const from = data_ + at;
  const std::uint32_t rest = state_.ends[kParts - 1] - at;
  if (bytes > 0) {
    std::memmove(from + bytes, from, rest);
    std::memset(from, 0, static_cast<std::uint32_t>(bytes));
  } else {
    std::memmove(from, from - bytes, rest + bytes);
  }
  for (std::uint32_t p = part; p < kParts; ++p) state_.ends[p] = static_cast<std::uint16_t>(state_.ends[p] + bytes);
}

std::uint8_t* Profile::insert(Part part, std::uint32_t index) noexcept {
  const std::uint32_t at = begin_of(part) + index * kRecordSize[part];
  resize(part, at, kRecordSize[part]);
  return data_ + at;
}

void Profile::erase(Part part, std::uint32_t index) noexcept {
  resize(part, begin_of(part) + index * kRecordSize[part], -static_cast<std::int32_t>(kRecordSize[part]));
}

void Profile::save(Writer& out) const noexcept {
  const Bytes body{reinterpret_cast<const std::uint8_t*>(this),
                   static_cast<std::uint32_t>(sizeof state_) + state_.ends[kParts - 1]};
  const ProfileHeader header{kProfileMagic, kProfileMajor, kProfileMinor,
                             static_cast<std::uint32_t>(sizeof header) + body.size, checksum32(body)};
  out.put({reinterpret_cast<const std::uint8_t*>(&header), sizeof header});
  out.put(body);
}

Status Profile::restore(const Pack& pack, Bytes bytes) noexcept {
  constexpr std::uint32_t kVersionEnd = 8, kLeast = sizeof(ProfileHeader) + sizeof(ProfileState);
  if (bytes.size < kVersionEnd || load<std::uint32_t>(bytes.data) != kProfileMagic) return kProfileForeign;
  const auto major = load<std::uint16_t>(bytes.data + 4), minor = load<std::uint16_t>(bytes.data + 6);
  if (major > kProfileMajor || (major == kProfileMajor && minor > kProfileMinor)) return kProfileTooNew;
  if (major < kProfileMajor || bytes.size < kLeast || bytes.size > kProfileMax) return kProfileDamaged;
  const auto header = load<ProfileHeader>(bytes.data);
  const Bytes body = bytes.part(sizeof header);
  if (header.length != bytes.size || header.checksum != checksum32(body)) return kProfileDamaged;
  Profile fresh;
  std::memcpy(static_cast<void*>(&fresh), body.data, body.size);
  if (fresh.state_.site_hash != pack.the_site().id_hash) return kProfileForeign;
  if (fresh.state_.ends[kParts - 1] != bytes.size - kLeast || !fresh.sound()) return kProfileDamaged;
  *this = fresh;
  return kOk;
}

// What the rest of the room takes for granted, so that no bytes can lead it astray: a checksum is easily
// made right. Times beside these may be absurd; all reckoning with them is unsigned and harmless.
bool Profile::sound() noexcept {
  std::uint32_t at = 0;
  for (std::uint32_t p = 0; p < kParts; at = state_.ends[p++])
    if (state_.ends[p] < at || (state_.ends[p] - at) % kRecordSize[p] != 0) return false;
  if (state_.base_ms < -1 || state_.newest_ms < state_.base_ms || state_.newest_ms > kTimeMax ||
      state_.page_size > kPageMax)
    return false;
  for (const double tally : state_.tallies)
    if (!(tally >= 0 && tally <= kTallyMax)) return false;
  at = state_.ends[kFaints];
  for (std::uint32_t i = 0; i < count(kValues); ++i) {
    const Kept& k = kept()[i];
    if (k.dimension >= count(kDimensions) || (i != 0 && hash_of(kept()[i - 1]) >= hash_of(k))) return false;
    if (!(k.flags & kNamed)) continue;
    if (at >= state_.ends[kNames]) return false;
    at += 1u + data_[at];
  }
  for (std::uint32_t i = 0; i < count(kDimensions); ++i)
    if (find(hash_of(records<KeptDimension>(kDimensions)[i])) == nullptr) return false;
  return at == state_.ends[kNames];
}

}  // namespace tactful
