#include "author/visits.h"

#include <algorithm>
#include <utility>

#include "author/amount.h"
#include "author/line.h"
#include "author/object_builder.h"
#include "author/value_json.h"
#include "base/text.h"

namespace tactful {
namespace {

/// A moment: a number, or a text that is one. BigQuery writes 64-bit integers as texts, CSV has only texts.
double moment_of(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  return encode_json(text, bytes) == JsonError::kNone ? Value(bytes.data()).number(-1) : -1;
}
double moment_of(Value value) { return value.is_string() ? moment_of(as_text(value.text())) : value.number(-1); }

bool is_count(std::string_view name) { return name == "price" || name == "value" || name == "quantity"; }

/// What GA4 puts where a text is missing.
bool is_missing(std::string_view text) { return text.empty() || text == "(not set)"; }

using NameSet = std::set<std::string, std::less<>>;
bool is_kept(const NameSet& kept, std::string_view name) { return kept.empty() || kept.find(name) != kept.end(); }

/// A parameter as it is in the page. Of a count that cannot be read nothing is known: it is left out.
void add_text(ObjectBuilder& params, std::string_view key, std::string_view text) {
  if (is_missing(text)) return;
  if (!is_count(key)) return params.pair(key, text);
  if (const auto amount = read_amount(text)) params.pair(key, *amount);
}
void add_value(ObjectBuilder& params, std::string_view key, Value value) {
  if (value.is_string()) return add_text(params, key, as_text(value.text()));
  if (value.is_number() || !is_count(key)) params.pair(key, value);
}

/// GA4 stores a parameter under the name of its type: {"string_value": …} or one of the others.
void add_param(ObjectBuilder& params, std::string_view key, Value typed) {
  const Value text = typed.get("string_value");
  if (text.is_string()) return add_value(params, key, text);
  for (const char* name : {"int_value", "double_value", "float_value"}) {
    const Value number = typed.get(as_bytes(name));
    if (number.is_null()) continue;
    if (const auto read = number.is_string() ? read_amount(as_text(number.text())) : number.number())
      params.pair(key, *read);
    return;
  }
}

void add_items(Value items, const NameSet& kept, std::vector<std::uint8_t>& out) {
  // The export's lists of items are short; one of more than 127 is cut.
  const std::uint32_t count = std::min(items.count(), 127u);
  out.push_back(static_cast<std::uint8_t>(Tag::kArray));
  out.push_back(static_cast<std::uint8_t>(count));
  Items it(items);
  for (std::uint32_t i = 0; i < count && it.next(); ++i) {
    ObjectBuilder item(out);
    for (Items member(it.value()); member.next();)
      if (is_kept(kept, as_text(member.key()))) add_value(item, as_text(member.key()), member.value());
  }
}

/// A spreadsheet may have saved it in another encoding, and its letters would be lost on the way.
bool is_utf8(std::string_view text) {
  const Bytes bytes = as_bytes(text);
  for (const std::uint8_t *at = bytes.data, *const end = at + bytes.size; at != end;) {
    const Decoded d = decode(at, end);
    const std::uint32_t code_point = d.code_point();
    // In as many bytes as it needs, no half of a surrogate pair, none beyond the last.
    static constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000}, kMost[] = {0, 0x7f, 0x7ff, 0xffff, 0x10ffff};
    if (code_point < kLeast[d.size()] || code_point > kMost[d.size()] || (code_point >= 0xd800 && code_point < 0xe000)) return false;
    at += d.size();
  }
  return true;
}

/// Fields of a CSV line (RFC 4180, but no line ends inside quotes).
std::vector<std::string> split_csv(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

/// What a column of ours is called in GA4's words; its own name if it is none of ours.
std::string_view param_of(std::string_view column) {
  if (column == "item") return "item_id";
  if (column == "category") return "item_category";
  if (column == "brand") return "item_brand";
  return column;
}

enum class Role : std::uint8_t { kVisitor, kTime, kEvent, kParam };

Role role_of(std::string_view column) {
  if (column == "visitor" || column == "user") return Role::kVisitor;
  if (column == "t" || column == "ts") return Role::kTime;
  return column == "event" || column == "type" ? Role::kEvent : Role::kParam;
}

std::string_view event_of(std::string_view type) {
  if (type == "view") return "view_item";
  if (type == "click") return "select_item";
  return type;
}

}  // namespace

void Visits::read(std::string_view text, bool last) {
  lines_.read(text, last, [this](std::string_view line) { take_line(line); });
}

void Visits::take_line(std::string_view line) {
  ++line_;
  // A byte order mark, as spreadsheets write it, is no part of the first column's name.
  if (line_ == 1 && line.substr(0, 3) == "\xef\xbb\xbf") line.remove_prefix(3);
  if (is_blank(line)) return;
  if (form_ == Form::kUnknown) {
    form_ = Form::kCsv;
    if (line.find_first_not_of(" \t") == line.find('{'))
      form_ = line.find("\"event_name\"") == std::string_view::npos ? Form::kReplay : Form::kBigQuery;
    if (form_ == Form::kCsv) {
      return read_header(line);
    }
  }
  const std::size_t before = inputs_.size();
  const char* const reason = form_ == Form::kReplay     ? take_replay(line)
                             : form_ == Form::kBigQuery ? take_big_query(line)
                                                        : take_csv(line);
  if (reason == nullptr) return;
  inputs_.resize(before);
  if (bad_lines_++ != 0) return;
  first_bad_line_ = line_;
  first_bad_reason_ = reason;
}

void Visits::read_header(std::string_view line) {
  if (line[line.find_first_not_of(" \t")] == '[') {
    refusal_ = "the log is a JSON array; one object a line is needed (jq -c '.[]' makes that of it)";
    return;
  }
  columns_ = split_csv(line);
  static constexpr std::pair<Role, const char*> kNeeded[] = {
      {Role::kTime, "ts or t"}, {Role::kVisitor, "user or visitor"}, {Role::kEvent, "type or event"}};
  std::string lacking;
  for (const auto& [role, names] : kNeeded) {
    const Role wanted = role;
    if (std::none_of(columns_.begin(), columns_.end(),
                     [&](const std::string& column) { return role_of(column) == wanted; }))
      lacking += (lacking.empty() ? "" : "; ") + std::string(names);
  }
  if (lacking.empty()) return;
  refusal_ = "the log does not begin with a JSON object, and as the header of a CSV its first line names no column for: " + lacking;
  if (columns_.size() == 1 && line.find_first_of(";\t") != std::string_view::npos) refusal_ += "; columns are told apart by commas";
}

const char* Visits::take_replay(std::string_view text) {
  Line line;
  const LineError error = read_line(text, scratch_, line);
  if (error != LineError::kNone) return line_error_id(error);
  if (line.op != Op::kEvent) return nullptr;
  const std::size_t in = inputs_.size();
  line.append_input(inputs_);
  return add(as_text(line.visitor), line.t_ms, in);
}

const char* Visits::take_big_query(std::string_view text) {
  scratch_.clear();
  if (encode_json(text, scratch_) != JsonError::kNone) return line_error_id(LineError::kBadJson);
  const Value row(scratch_.data());
  const Value visitor = row.get("user_pseudo_id"), name = row.get("event_name");
  const double t_us = moment_of(row.get("event_timestamp"));
  if (visitor.text().empty() || name.text().empty() || t_us < 0) return "it lacks a visitor, an event or a time";

  const std::size_t in = inputs_.size();
  ObjectBuilder event(inputs_);
  event.pair("event", name);
  event.key("params");
  ObjectBuilder params(inputs_);
  const Value items = row.get("items");
  if (items.count() != 0 && params.key("items")) add_items(items, kept_, inputs_);
  const Value ecommerce = row.get("ecommerce");
  add_value(params, "transaction_id", ecommerce.get("transaction_id"));
  for (Items it(row.get("event_params")); it.next();)
    if (const std::string_view key = as_text(it.value().get("key").text()); is_kept(kept_, key))
      add_param(params, key, it.value().get("value"));
  return add(as_text(visitor.text()), static_cast<double>(static_cast<std::int64_t>(t_us / 1000)), in);
}

const char* Visits::take_csv(std::string_view text) {
  if (!is_utf8(text)) return "it is no UTF-8";
  const std::vector<std::string> fields = split_csv(text);
  if (fields.size() != columns_.size()) return "it has more or fewer fields than the header";
  std::string_view visitor, type;
  double t_ms = -1;
  scratch_.clear();
  ObjectBuilder params(scratch_);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view column = param_of(columns_[i]), field = fields[i];
    switch (role_of(column)) {
      case Role::kVisitor:
        visitor = field;
        break;
      case Role::kTime:
        t_ms = moment_of(field);
        break;
      case Role::kEvent:
        type = event_of(field);
        break;
      case Role::kParam:
        if (is_kept(kept_, column)) add_text(params, column, field);
        break;
    }
  }
  // Who has no name is not one visitor.
  if (type.empty() || visitor.empty()) return "it names no visitor or no event";
  const std::size_t in = inputs_.size();
  ObjectBuilder event(inputs_);
  event.pair("event", type);
  event.pair("params", Value(scratch_.data()));
  return add(visitor, t_ms, in);
}

const char* Visits::add(std::string_view visitor, double t_ms, std::size_t in) {
  if (!(t_ms >= 0 && t_ms <= 8.64e15)) return "its time is no number of milliseconds";
  const auto [at, added] = numbers_.try_emplace(std::string(visitor), visitors());
  if (added) names_.push_back(&at->first);
  events_.push_back({at->second, static_cast<std::uint32_t>(inputs_.size() - in), in, static_cast<std::int64_t>(t_ms)});
  return nullptr;
}

void Visits::finish() {
  std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
    return a.visitor != b.visitor ? a.visitor < b.visitor : a.t_ms < b.t_ms;
  });
}

}  // namespace tactful
