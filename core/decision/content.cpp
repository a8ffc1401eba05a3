#include "decision/answer.h"

namespace tactful {
namespace {

// What stands for `{name}`: the label of a dimension's leading value, or a stated attribute.
Bytes filling(Moment& moment, Bytes name) noexcept {
  const Bytes kPrefix = "attribute.";
  if (name.size > kPrefix.size && name.part(0, kPrefix.size) == kPrefix)
    return moment.given(name.part(kPrefix.size)).text();
  const Ref dimension = moment.pack.find_dimension(name);
  if (dimension == kNone) return {};
  const Ref top = moment.interest(dimension).top_value();
  if (top == kNone) return {};
  const DimensionValue& value = moment.pack.values()[top];
  return moment.pack.string(value.label == kNone ? value.name : value.label);
}

std::uint32_t find(Bytes text, std::uint32_t from, std::uint8_t byte) noexcept {
  while (from < text.size && text[from] != byte) ++from;
  return from;
}

// Writes the text with its holes filled, in two passes: the length comes before the bytes.
void fill(Moment& moment, Bytes text, ValueWriter& out) noexcept {
  std::uint32_t length = 0;
  for (int pass = 0; pass < 2; ++pass) {
    const auto emit = [&](Bytes part) {
      if (pass == 0) length += part.size;
      else out.put(part);
    };
    for (std::uint32_t at = 0; at < text.size;) {
      const std::uint32_t open = find(text, at, '{');
      const std::uint32_t close = find(text, open, '}');
      if (close == text.size) {
        emit(text.part(at));
        break;
      }
      emit(text.part(at, open - at));
      const Bytes hole = text.part(open + 1, close - open - 1);
      const std::uint32_t bar = find(hole, 0, '|');
      const Bytes known = filling(moment, hole.part(0, bar));
      emit(!known.empty() || bar == hole.size ? known : hole.part(bar + 1));
      at = close + 1;
    }
    if (pass == 0) {
      out.put(static_cast<std::uint8_t>(Tag::kString));
      out.length(length);
    }
  }
}

// NOLINTNEXTLINE(misc-no-recursion): the verifier bounds the depth
void copy(Moment& moment, Value value, ValueWriter& out) noexcept {
  if (value.is_string()) return fill(moment, value.text(), out);
  if (!value.is_object() && !value.is_array()) return out.value(value);
  out.put(static_cast<std::uint8_t>(value.tag()));
  out.length(value.count());
  for (Items it(value); it.next();) {
    if (value.is_object()) out.key(it.key());
    copy(moment, it.value(), out);
  }
}

}  // namespace

void write_content(Moment& moment, const Variant& variant, ValueWriter& out) noexcept {
  const Value content(moment.pack.contents().data + variant.content);
  if (variant.flags & kVariantTemplates)
    copy(moment, content, out);
  else
    out.value(content);
}

}  // namespace tactful
