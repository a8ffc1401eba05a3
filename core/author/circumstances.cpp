#include "author/circumstances.h"

#include <map>
#include <set>

#include "author/object_builder.h"
#include "compiler/json.h"
#include "targeting/condition_code.h"

namespace tactful {
namespace {

struct Compared {
  std::set<std::string> texts;
  std::set<double> numbers;
  bool opaque = false;
};

class Walk {
 public:
  explicit Walk(const Pack& pack) : pack_(pack) {}

  std::map<Ref, Compared> found;

  void condition(Ref condition) { nodes(condition_code(pack_, condition), kNone); }

 private:
  void nodes(Bytes code, Ref attribute) {
    for (const std::uint8_t* at = code.data; at != code.data + code.size;) {
      const ConditionNode node(at);
      one(node, attribute);
      at = node.end;
    }
  }

  void one(const ConditionNode& node, Ref attribute) {
    const Bytes children{node.children, static_cast<std::uint32_t>(node.end - node.children)};
    switch (node.op) {
      case ConditionOp::kAttribute: return nodes(children, node.reference);
      case ConditionOp::kCall: return condition(node.reference);
      case ConditionOp::kAll:
      case ConditionOp::kAny:
      case ConditionOp::kNot: return nodes(children, attribute);
      case ConditionOp::kType:
      case ConditionOp::kTruthy: return;
      case ConditionOp::kText:
      case ConditionOp::kSame:
      case ConditionOp::kStrict:
      case ConditionOp::kIn: return value(node.literal, found[attribute]);
      case ConditionOp::kCompare:
        if (node.literal.is_string()) found[attribute].opaque = true;
        return value(node.literal, found[attribute]);
      default:
        found[attribute].opaque = true;
        return nodes(node.op == ConditionOp::kPath || node.op == ConditionOp::kSome ? children : Bytes(), attribute);
    }
  }

  static void value(Value literal, Compared& out) {
    if (literal.is_string()) out.texts.insert(std::string(as_text(literal.text())));
    if (literal.is_number()) out.numbers.insert(literal.number(0));
    if (literal.is_array())
      for (Items it(literal); it.next();) value(it.value(), out);
  }

  const Pack& pack_;
};

}  // namespace

std::string circumstances(const Pack& pack) {
  Json slots = Json::array();
  Walk walk(pack);
  for (const Slot& slot : pack.slots()) {
    // A slot that shows nothing twice reads what those before it read; its signals tell which of that may matter.
    walk.found.clear();
    for (const Slot* s = slot.reads & kReadsSlots ? pack.slots().data : &slot; s <= &slot; ++s)
      for (const Variant& variant : pack.variants_of(*s))
        if (variant.condition != kNone) walk.condition(variant.condition);
    std::set<Ref> given;
    for (const Ref a : pack.value_sets().part(slot.signal_first, slot.signal_count)) given.insert(a);
    Json signals = Json::array();
    for (const auto& [attribute, compared] : walk.found) {
      if (given.count(attribute) == 0) continue;
      Json signal = Json::object();
      signal["name"] = std::string(as_text(pack.string(pack.attributes()[attribute].path)));
      signal["texts"] = compared.texts;
      signal["numbers"] = compared.numbers;
      if (compared.opaque) signal["opaque"] = true;
      signals.push_back(std::move(signal));
    }
    Json entry = Json::object();
    entry["slot"] = std::string(as_text(pack.string(slot.name)));
    entry["default"] = std::string(as_text(pack.string(pack.variants()[slot.default_variant].id)));
    entry["signals"] = std::move(signals);
    slots.push_back(std::move(entry));
  }
  return Json{{"slots", std::move(slots)}}.dump();
}

}  // namespace tactful
