#pragma once
#include "decision/decide.h"

namespace tactful {

/// A value as people read it, in pieces: its label, or the bounds of a band, which `alone` do not say of what.
class Label {
 public:
  Label(const Pack& pack, std::uint32_t dimension, Ref value, bool alone) noexcept {
    const Dimension& d = pack.dimensions()[dimension];
    const DimensionValue& v = pack.values()[value];
    const Bytes name = pack.string(v.name);
    if (!(d.flags & kDimensionNumber) || d.value_count < 2) {
      add(v.label == kNone ? name : pack.string(v.label));
      return;
    }
    if (alone) {
      add(pack.string(d.name));
      add(" ");
    }
    // A band is called by its lower bound.
    const bool first = value == d.value_first, last = value + 1 == d.value_first + d.value_count;
    if (first) add("under ");
    if (!first) add(name);
    if (!first) add(last ? Bytes(" and up") : Bytes(" to "));
    if (!last) add(pack.string(pack.values()[value + 1].name));
  }
  void write(Bytes before, Bytes behind, ValueWriter& out) const noexcept {
    std::uint32_t size = before.size + behind.size;
    for (std::uint32_t i = 0; i < count_; ++i) size += pieces_[i].size;
    out.put(static_cast<std::uint8_t>(Tag::kString));
    out.length(size);
    out.put(before);
    for (std::uint32_t i = 0; i < count_; ++i) out.put(pieces_[i]);
    out.put(behind);
  }

 private:
  void add(Bytes piece) noexcept { pieces_[count_++] = piece; }

  Bytes pieces_[5];
  std::uint32_t count_ = 0;
};

/// One sentence for the visitor: why they are shown this. It names what they looked at here, the season and the way they came, and nothing
/// else: not what was derived from their history, nor what the site stated about them.
void write_sentence(Moment& moment, const Slot& slot, const Decision& d, ValueWriter& out) noexcept;

}  // namespace tactful
