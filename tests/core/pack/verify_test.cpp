// open_pack on everything that is not a sound pack.
#include <gtest/gtest.h>

#include <cstddef>

#include "base/hash.h"
#include "base/random.h"
#include "compiler/files.h"
#include "pack/walk.h"

namespace tactful {
namespace {

using testing::AlignedBytes;

const std::vector<std::uint8_t>& sound_pack() {
  static const auto* pack = new std::vector<std::uint8_t>(testing::example("design-example").compile().pack);
  return *pack;
}

Status open(const AlignedBytes& bytes) {
  Pack pack;
  const Status status = open_pack(bytes.view(), pack);
  if (status == kOk) testing::walk(pack);
  return status;
}

Status open_changed(std::size_t at, std::uint8_t byte, bool repair = true) {
  AlignedBytes bytes(sound_pack().data(), sound_pack().size());
  bytes.data()[at] = byte;
  if (repair) bytes.repair_checksum();
  return open(bytes);
}

Section section_of(std::uint32_t id, std::size_t& entry) {
  const auto header = load<PackHeader>(sound_pack().data());
  for (std::uint32_t i = 0; i < header.section_count; ++i) {
    entry = sizeof(PackHeader) + i * sizeof(Section);
    const auto section = load<Section>(sound_pack().data() + entry);
    if (section.id == id) return section;
  }
  ADD_FAILURE() << "no section " << id;
  return {};
}

Status open_with_u32(std::size_t at, std::uint32_t value) {
  AlignedBytes bytes(sound_pack().data(), sound_pack().size());
  store(bytes.data() + at, value);
  bytes.repair_checksum();
  return open(bytes);
}

TEST(PackVerifier, OpensASoundPack) { EXPECT_EQ(open(AlignedBytes(sound_pack().data(), sound_pack().size())), kOk); }

TEST(PackVerifier, RejectsEveryCut) {
  for (std::size_t size = 0; size < sound_pack().size(); ++size) {
    AlignedBytes bytes(sound_pack().data(), size);
    EXPECT_NE(open(bytes), kOk) << size;
    if (size >= sizeof(PackHeader)) {
      store(bytes.data() + offsetof(PackHeader, length), static_cast<std::uint32_t>(size));
      bytes.repair_checksum();
      open(bytes);
    }
  }
}

TEST(PackVerifier, RejectsEveryFlippedBit) {
  for (std::size_t at = 0; at < sound_pack().size(); ++at)
    // The minor version changes nothing: any is read.
    for (int bit = 0; bit < 8 && at / 2 != offsetof(PackHeader, minor) / 2; ++bit)
      EXPECT_NE(open_changed(at, static_cast<std::uint8_t>(sound_pack()[at] ^ 1 << bit), false), kOk) << at;
}

TEST(PackVerifier, IsSafeWhateverAByteBecomes) {
  Random random(1);
  for (std::size_t at = sizeof(PackHeader); at < sound_pack().size(); ++at)
    for (const int byte : {0, 1, 0x7f, 0x80, 0xff, static_cast<int>(random.below(256))})
      open_changed(at, static_cast<std::uint8_t>(byte));
}

TEST(PackVerifier, IsSafeWithManyBytesChanged) {
  Random random(2);
  for (int round = 0; round < 20000; ++round) {
    AlignedBytes bytes(sound_pack().data(), sound_pack().size());
    for (std::uint32_t i = 1 + random.below(6); i != 0; --i)
      bytes.data()[sizeof(PackHeader) +
                   random.below(static_cast<std::uint32_t>(sound_pack().size() - sizeof(PackHeader)))] =
          static_cast<std::uint8_t>(random.below(256));
    bytes.repair_checksum();
    open(bytes);
  }
}

TEST(PackVerifier, TellsForeignNewerAndDamagedApart) {
  EXPECT_EQ(open_changed(0, 'X'), kPackForeign);
  EXPECT_EQ(open_changed(offsetof(PackHeader, major), 2), kPackTooNew);
  EXPECT_EQ(open_changed(offsetof(PackHeader, major), 0), kPackTooNew);
  EXPECT_EQ(open_changed(offsetof(PackHeader, required_features) + 3, 0x80), kPackTooNew);
  EXPECT_EQ(open_changed(offsetof(PackHeader, length), 1), kPackDamaged);
  EXPECT_EQ(open_changed(offsetof(PackHeader, checksum), sound_pack()[offsetof(PackHeader, checksum)] ^ 1, false),
            kPackDamaged);
}

TEST(PackVerifier, ReadsAPackOfANewerMinorVersion) { EXPECT_EQ(open_changed(offsetof(PackHeader, minor), 9), kOk); }

TEST(PackVerifier, SkipsSectionsItDoesNotKnow) {
  std::size_t entry = 0;
  const auto header = load<PackHeader>(sound_pack().data());
  section_of(load<Section>(sound_pack().data() + sizeof(PackHeader) + (header.section_count - 1) * sizeof(Section)).id,
             entry);
  EXPECT_EQ(open_with_u32(entry, 999), kOk);
}

TEST(PackVerifier, RejectsSectionsOutOfOrderOutOfPlaceOrOutOfShape) {
  std::size_t entry = 0;
  const Section slots = section_of(20, entry);
  EXPECT_EQ(open_with_u32(entry, 19), kPackDamaged);
  EXPECT_EQ(open_with_u32(entry + 4, slots.offset + 4), kPackDamaged) << "not 8-aligned";
  EXPECT_EQ(open_with_u32(entry + 4, static_cast<std::uint32_t>(sound_pack().size()) + 8), kPackDamaged);
  EXPECT_EQ(open_with_u32(entry + 4, 0xfffffff8), kPackDamaged);
  EXPECT_EQ(open_with_u32(entry + 8, slots.length - 4), kPackDamaged) << "half a record";
  EXPECT_EQ(open_with_u32(entry + 8, 0xffffffff), kPackDamaged);
}

TEST(PackVerifier, RejectsReferencesAndRangesPastTheEnd) {
  std::size_t entry = 0;
  const Section slots = section_of(20, entry);
  EXPECT_EQ(open_with_u32(slots.offset + offsetof(Slot, name), 0x7fffffff), kPackDamaged);
  EXPECT_EQ(open_with_u32(slots.offset + offsetof(Slot, default_variant), 3), kPackDamaged);
  EXPECT_EQ(open_with_u32(slots.offset + offsetof(Slot, variant_count), 0xffffffff), kPackDamaged);
  EXPECT_EQ(open_with_u32(slots.offset + offsetof(Slot, variant_first), 0xffffffff), kPackDamaged);
  EXPECT_EQ(open_with_u32(slots.offset + offsetof(Slot, fact_first), 0xfffffffe), kPackDamaged);
  const Section variants = section_of(21, entry);
  EXPECT_EQ(open_with_u32(variants.offset + sizeof(Variant) + offsetof(Variant, content), 1), kPackDamaged);
  const Section contents = section_of(23, entry);
  EXPECT_EQ(open_with_u32(contents.offset, 0xffffffff), kPackDamaged) << "not an encoded object";
}

TEST(PackVerifier, RejectsNumbersThatAreNone) {
  std::size_t entry = 0;
  const Section site = section_of(3, entry);
  const auto with = [&](std::size_t field, double number) {
    AlignedBytes bytes(sound_pack().data(), sound_pack().size());
    store(bytes.data() + site.offset + field, number);
    bytes.repair_checksum();
    return open(bytes);
  };
  // The doubles end the record.
  std::size_t checked = 0;
  for (std::size_t field = offsetof(Site, fast_weight); field < sizeof(Site); field += sizeof(double), ++checked) {
    EXPECT_EQ(with(field, 0.5), kOk) << field;
    for (const double none : {__builtin_nan(""), __builtin_inf(), -1.0}) EXPECT_EQ(with(field, none), kPackDamaged) << field;
  }
  EXPECT_EQ(checked, 10u);
  for (const std::size_t share : {offsetof(Site, mix), offsetof(Site, later_mix), offsetof(Site, stay), offsetof(Site, newest),
                                  offsetof(Site, satisfied)}) {
    EXPECT_EQ(with(share, 1.0), kOk) << share;
    EXPECT_EQ(with(share, 1.5), kPackDamaged) << share;
  }
}

TEST(PackVerifier, RefusesBytesThatLieBetweenWords) {
  AlignedBytes bytes(sound_pack().data(), sound_pack().size());
  Pack pack;
  EXPECT_EQ(open_pack(bytes.view().part(1), pack), kBadArgument);
  EXPECT_EQ(open_pack({}, pack), kPackForeign);
}

}  // namespace
}  // namespace tactful
