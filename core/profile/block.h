#pragma once
#include "base/bytes.h"

/// The profile's one block, as it lies in memory and as it is stored: docs/profile-format.md.
/// Little-endian; every record is a multiple of four bytes, so a saved profile is a copy.
namespace tactful::block {

constexpr std::uint32_t kProfileMagic = 0x50434154;  // "TACP"
constexpr std::uint16_t kProfileMajor = 1;
constexpr std::uint16_t kProfileMinor = 0;

/// Numbers of facts.def, which are also the places of their tallies.
enum FactNumber : std::uint8_t {
#define X(number, name) kFact_##name = number,
#include "profile/facts.def"
#undef X
  kFacts,
};

constexpr std::uint32_t kNever = 0xffffffff;              ///< no time (in seconds)
constexpr std::int64_t kTimeMax = 8'640'000'000'000'000;  ///< as ECMAScript's
constexpr std::int32_t kOffsetMax = 1440;                 ///< minutes
constexpr double kTallyMax = 1e15;
constexpr std::uint32_t kNameMax = 64;  ///< bytes

/// The two scales of evidence. A sum counts views in 2^-bits, as of the start of the half-life that
/// its newest evidence lies in (half-lives counted from the profile's first event).
struct Scale {
  std::uint32_t half_life_s;
  std::uint32_t bits;
};
constexpr std::uint32_t kFast = 0, kSlow = 1, kScales = 2;
constexpr Scale kScale[kScales] = {{300, 20}, {31'536'000, 12}};

/// A dimension that some value is kept of; known by its hash because packs come and go.
struct KeptDimension {
  std::uint32_t hash_low, hash_high;
};

enum KeptFlag : std::uint8_t {
  kLiked = 1,
  kDisliked = 2,
  kNamed = 4,      ///< not in the pack; its name is kept
  kLooked = 8,     ///< viewed in this visit
  kMet = 16,       ///< bought, and nothing has shown a new wish for it since
  kCartStep = 32,  ///< the upper three bits count pieces in the cart, kCartMost at most
};
constexpr std::int32_t kCartMost = 7;

/// A value with evidence. The one whose hash is its dimension's own stands for all that is not
/// kept by itself ("other").
struct Kept {
  std::uint32_t hash_low, hash_high;
  std::uint32_t sums[kScales];
  std::uint32_t newest_s;    ///< newest evidence, seconds since the first event
  std::uint16_t first_look;  ///< in kLookUnit_s; meaningful while looks is not 0
  std::uint16_t views;       ///< view_item events
  std::uint8_t dimension;    ///< place among the kept dimensions
  std::uint8_t flags;
  std::uint8_t looks;   ///< since bought: visits that viewed it (low half; a long one counts twice), views (high)
  std::uint8_t others;  ///< events beside views
};
constexpr std::uint32_t kPageMax = 8;  ///< values
constexpr std::uint32_t kDay_s = 86'400;
constexpr std::uint32_t kVisitGap_s = 1'800;  ///< without an event: the visit is over
constexpr std::uint32_t kLookUnit_s = 7200;
constexpr std::uint32_t kWeighing = 2;      ///< visits from which on a value is being considered
constexpr std::uint32_t kLongLook_s = 120;  ///< three views so long into a visit count as another visit

/// A purchase that something follows from: a rest, a value due again, complements.
struct Bought {
  std::uint32_t hash_low, hash_high;
  std::uint32_t bought_s;
};

/// The record of one of our own heroes.
struct Shown {
  std::uint32_t hash_low, hash_high;
  std::uint32_t seen_s[8];    ///< the latest impressions, newest first, kNever where fewer
  std::uint32_t dismissed_s;  ///< or kNever
  std::uint16_t slot;         ///< low bits of its hash
  std::uint16_t impressions, clicks, unclicked;
};

/// A value that lost its place: 24 bits of its hash, 8 of its weight in views. It gets that weight
/// back when it comes again, or values that come rarely but for ever could never settle.
using Faint = std::uint32_t;

enum Part : std::uint8_t { kDimensions, kValues, kPurchases, kHeroes, kFaints, kNames, kParts };
constexpr std::uint8_t kRecordSize[kParts] = {sizeof(KeptDimension), sizeof(Kept),  sizeof(Bought),
                                              sizeof(Shown),         sizeof(Faint), 1};

struct ProfileState {
  std::uint64_t site_hash;
  std::uint64_t seed;
  std::int64_t base_ms;    ///< the first event, -1 before it; all seconds count from here
  std::int64_t newest_ms;  ///< the newest event, -1 before one
  /// By fact number, whole numbers; activeSeconds in milliseconds, money in hundredths, 0 for facts
  /// that are computed.
  double tallies[kFacts];
  std::uint32_t visit_s;      ///< when this visit began
  std::uint32_t before_s;     ///< when the visit before it ended, or kNever
  std::uint32_t purchase_s;   ///< the newest purchase, or kNever
  std::uint32_t transaction;  ///< its id's hash: a page loaded twice buys once
  std::uint8_t hours[24];     ///< visits begun in each local hour
  std::int16_t utc_offset;
  std::int8_t hemisphere;
  std::uint8_t page_size;
  std::uint32_t page[kPageMax];  ///< low halves of the hashes of what the page is about
  std::uint16_t ends[kParts];    ///< where each part ends, bytes of `data`
};
static_assert(sizeof(KeptDimension) == 8 && sizeof(Kept) == 28 && sizeof(Bought) == 12 && sizeof(Shown) == 52);
static_assert(sizeof(ProfileState) == 264);

/// What comes before the state in stored form.
struct ProfileHeader {
  std::uint32_t magic;
  std::uint16_t major, minor;
  std::uint32_t length;    ///< of all stored bytes
  std::uint32_t checksum;  ///< checksum32 of all that follows
};
static_assert(sizeof(ProfileHeader) == 16);

TACTFUL_INLINE std::uint64_t joined(std::uint32_t low, std::uint32_t high) noexcept {
  return static_cast<std::uint64_t>(high) << 32 | low;
}
template <class Record>
TACTFUL_INLINE std::uint64_t hash_of(const Record& r) noexcept {
  return joined(r.hash_low, r.hash_high);
}
template <class Record>
TACTFUL_INLINE void set_hash(Record& r, std::uint64_t hash) noexcept {
  r.hash_low = static_cast<std::uint32_t>(hash);
  r.hash_high = static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace tactful::block
