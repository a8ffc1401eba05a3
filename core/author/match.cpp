#include "author/match.h"

#include "author/line.h"
#include "author/value_json.h"
#include "compiler/conditions.h"
#include "compiler/encode.h"
#include "compiler/text.h"
#include "targeting/conditions.h"

namespace tactful {
namespace {

// Of what is kept compiled: the conditions of ten thousand variants, asked in turn of one visitor after the other,
// stay.
constexpr std::size_t kMaxCached = 32u << 20;

Json to_json(Value value) {
  switch (value.tag()) {
    case Tag::kNull: return nullptr;
    case Tag::kFalse: return false;
    case Tag::kTrue: return true;
    case Tag::kNumber: return value.number();
    case Tag::kString: return std::string(view_of(value.text()));
    case Tag::kArray: {
      Json out = Json::array();
      for (Items it(value); it.next();) out.push_back(to_json(it.value()));
      return out;
    }
    case Tag::kObject: break;
  }
  Json out = Json::object();
  // Of a key given twice the first counts: emplace leaves what is there.
  for (Items it(value); it.next();) out.emplace(std::string(view_of(it.key())), to_json(it.value()));
  return out;
}

// The sections that a condition needs, in memory.
struct Sections final : ConditionSink {
  explicit Sections(Value groups_given) : groups_given_(groups_given) {}

  Ref attribute(std::string_view path, const Json&, const Place&) override {
    for (Ref i = 0; i < attributes.size(); ++i)
      if (view_of(pack.string(attributes[i].path)) == path) return i;
    Attribute made{};
    made.path = static_cast<Ref>(attributes.size());
    attributes.push_back(made);
    strings += path;
    string_offsets.push_back(static_cast<std::uint32_t>(strings.size()));
    point();
    return made.path;
  }
  std::uint8_t attribute_type(Ref) override { return 0; }

  // A name that is not given is an empty list.
  const Json* group(std::string_view name, const Place&) override {
    Value members = groups_given_.get(bytes_of(name));
    if (members.is_object()) members = members.get("values");
    group_ = members.is_array() ? to_json(members) : Json::array();
    return &group_;
  }
  Ref audience(std::string_view, const Place& place) override {
    report.error(place, "unknown-audience", {.expected = "a condition without audiences"});
    return kNone;
  }
  Ref string(std::string_view) override { return kNone; }
  std::uint32_t automaton(std::string_view bytes) override {
    const auto at = static_cast<std::uint32_t>(automata.size());
    automata += bytes;
    return at;
  }
  void literal(Ref, std::string_view, const Place&) override {}
  void literal(Ref, double, const Place&) override {}

  void finish() {
    code_offsets = {0, static_cast<std::uint32_t>(code.size())};
    point();
  }

  // Of the memory that this holds, about.
  std::size_t bytes() const {
    return code.capacity() + strings.capacity() + automata.capacity() + attributes.capacity() * sizeof(Attribute) +
           (string_offsets.capacity() + code_offsets.capacity()) * sizeof(std::uint32_t);
  }

  std::vector<std::uint8_t> code;
  Pack pack;
  Report report;

 private:
  template <class Container>
  void place(SectionIndex section, const Container& bytes) {
    pack.sections[section] = {reinterpret_cast<const std::uint8_t*>(bytes.data()),
                              static_cast<std::uint32_t>(bytes.size())};
  }
  void point() {
    place(k_string_offsets, string_offsets);
    place(k_string_bytes, strings);
    place(k_attributes, attributes);
    place(k_condition_offsets, code_offsets);
    place(k_condition_code, code);
    place(k_automata, automata);
  }

  Value groups_given_;  // while compiling
  Json group_;          // the one asked for last
  std::vector<std::uint32_t> string_offsets{0}, code_offsets;
  std::string strings, automata;
  std::vector<Attribute> attributes;
};

class ObjectSource final : public AttributeSource {
 public:
  ObjectSource(const Pack& pack, Value attributes) : pack_(pack), attributes_(attributes) {}
  Value read(Ref attribute) noexcept override {
    return find_path(attributes_, pack_.string(pack_.attributes()[attribute].path));
  }

 private:
  const Pack& pack_;
  Value attributes_;
};

}  // namespace

struct Match::Compiled {
  explicit Compiled(Value groups) : sections(groups) {}
  Sections sections;
  std::string error;  // empty: it compiled
};

Match::Match() = default;
Match::~Match() = default;

Match::Compiled& Match::compiled(const std::uint8_t* condition, const std::uint8_t* groups) {
  // One value follows the other without a mark, but where the first ends its bytes say.
  key_ = view_of(Value(condition).bytes());
  key_ += view_of(Value(groups).bytes());
  if (const auto known = cache_.find(key_); known != cache_.end()) return *known->second;
  auto made = std::make_unique<Compiled>(Value(groups));
  Sections& sections = made->sections;
  const SourceFile file;
  const Json json = to_json(Value(condition));
  compile_condition(json, Place(file), sections, sections.report, sections.code);
  sections.finish();
  for (const Diagnostic& d : sections.report.take({}))
    if (!d.warning && made->error.empty()) made->error = d.id;
  if (made->error.empty() && !verify_conditions(sections.pack)) made->error = "too-deep";
  const std::size_t bytes = key_.size() + sizeof(Compiled) + sections.bytes();
  if (cached_bytes_ + bytes > kMaxCached) {
    cache_.clear();
    cached_bytes_ = 0;
  }
  cached_bytes_ += bytes;
  return *(cache_[key_] = std::move(made));
}

std::string_view Match::line(std::string_view text) {
  if (text.size() > kMaxLine) return line_error_id(LineError::kTooLong);
  encoded_.clear();
  if (const JsonError error = encode_json(text, encoded_); error != JsonError::kNone)
    return line_error_id(error == JsonError::kTooDeep ? LineError::kTooDeep : LineError::kBadJson);
  const Value root(encoded_.data());
  const Value condition = root.get("condition"), attributes = root.get("attributes"), groups = root.get("groups");
  if (condition.is_null()) return line_error_id(LineError::kBadLine);
  if ((!attributes.is_null() && !attributes.is_object()) || (!groups.is_null() && !groups.is_object()))
    return line_error_id(LineError::kBadType);
  const Compiled& entry = compiled(condition.data(), groups.data());
  if (!entry.error.empty()) return entry.error;
  ObjectSource source(entry.sections.pack, attributes);
  return holds(entry.sections.pack, 0, source) ? "true" : "false";
}

void Match::answer(std::string_view text) {
  if (is_blank(text)) return;
  const std::string_view result = line(text);
  const bool decided = result == "true" || result == "false";
  if (!decided) output_ += "{\"error\":\"";
  output_ += result;
  output_ += decided ? "\n" : "\"}\n";
}

void Match::read(std::string_view text, bool last) {
  lines_.read(text, last, [this](std::string_view line) { answer(line); });
}

}  // namespace tactful
