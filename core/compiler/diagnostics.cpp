#include "compiler/diagnostics.h"

#include <algorithm>

#include "compiler/json.h"

namespace tactful {
namespace {

constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);

struct LineColumn {
  std::uint32_t line, column;
};

LineColumn line_column(std::string_view text, std::size_t offset) {
  LineColumn at{1, 1};
  // Editors show no byte order mark, and count none.
  for (std::size_t i = text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++at.column;
    }
  }
  return at;
}

void append_line(std::string& out, std::string_view word, const std::string& text) {
  if (text.empty()) return;
  out += "\n  ";
  out += word;
  out += text;
}

// Letters and digits in lower case: what is left when nobody cares how words are joined.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '-' || c == '_' || c == ' ') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// Insertions, deletions, substitutions and swaps of neighbours between two texts.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string format(const Diagnostic& d) {
  std::string out = d.file;
  if (d.line != 0) out += ":" + std::to_string(d.line) + ":" + std::to_string(d.column);
  out += d.warning ? ": warning[" : ": error[";
  out += d.id + "]";
  if (!d.pointer.empty()) out += " at " + d.pointer;
  append_line(out, "expected ", d.expected);
  append_line(out, "found: ", d.found);
  append_line(out, "hint: ", d.hint);
  return out + "\n";
}

std::string Place::pointer() const {
  if (parent_ == nullptr) return std::string(key_);
  std::string out = parent_->pointer() + "/";
  if (index_ != kUnknown) return out + std::to_string(index_);
  for (const char c : key_) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

// Errors and warnings are counted apart and by file, so that neither warnings nor another file's
// mistakes crowd out an error.
Report::Entry* Report::add(const Place& place, std::string_view key, bool warning, std::string_view id,
                           Message message) {
  if (!warning) ++errors_;
  if (std::find(muted_.begin(), muted_.end(), id) != muted_.end()) return nullptr;
  Counts& counts = counts_[&place.file()];
  if ((warning ? counts.warnings : counts.errors)++ >= kMaxDiagnostics) return nullptr;
  Diagnostic d;
  d.warning = warning;
  d.id = id;
  d.file = place.file().name;
  d.pointer = place.pointer();
  d.expected = std::move(message.expected);
  d.found = std::move(message.found);
  d.hint = std::move(message.hint);
  entries_.push_back({std::move(d), &place.file(), std::string(key), kUnknown});
  return &entries_.back();
}

void Report::error_at_byte(const Place& place, std::size_t offset, std::string_view id, Message message) {
  if (Entry* entry = add(place, {}, false, id, std::move(message))) entry->offset = offset;
}

Diagnostic Report::more_mistakes(const SourceFile& file, const Counts& counts) {
  const auto beyond = [](std::size_t n) { return n > kMaxDiagnostics ? n - kMaxDiagnostics : 0; };
  const auto words = [](std::size_t n, const char* what) {
    return n == 0 ? std::string() : std::to_string(n) + " more " + what + (n == 1 ? "" : "s");
  };
  const std::size_t errors = beyond(counts.errors), warnings = beyond(counts.warnings);
  Diagnostic more;
  more.warning = errors == 0;
  more.id = "more-mistakes";
  more.file = file.name;
  more.found = words(errors, "error") + (errors != 0 && warnings != 0 ? ", " : "") + words(warnings, "warning");
  more.hint = "mend these first";
  return more;
}

std::vector<Diagnostic> Report::take(std::vector<const SourceFile*> files) {
  for (Entry& entry : entries_) {
    if (std::find(files.begin(), files.end(), entry.file) == files.end()) files.push_back(entry.file);
    if (entry.offset == kUnknown) entry.offset = locate(entry.file->text, entry.diagnostic.pointer, entry.key, entry.occurrence);
    const LineColumn at = line_column(entry.file->text, entry.offset);
    entry.diagnostic.line = at.line;
    entry.diagnostic.column = at.column;
  }
  std::vector<Diagnostic> out;
  for (const SourceFile* file : files) {
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    for (Entry& entry : entries_)
      if (entry.file == file) out.push_back(std::move(entry.diagnostic));
    std::stable_sort(out.begin() + first, out.end(), [](const Diagnostic& a, const Diagnostic& b) {
      return a.line != b.line ? a.line < b.line : a.column < b.column;
    });
    const Counts& counts = counts_[file];
    if (std::max(counts.errors, counts.warnings) > kMaxDiagnostics) out.push_back(more_mistakes(*file, counts));
  }
  entries_.clear();
  counts_.clear();
  return out;
}

std::string_view closest(std::string_view written, const std::vector<std::string_view>& candidates) {
  const std::string wanted = bare(written);
  const std::size_t limit = wanted.size() < 4 ? 1 : wanted.size() < 7 ? 2 : 3;
  std::size_t best = limit + 1;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    const std::string other = bare(candidate);
    if (other.size() > wanted.size() + limit || wanted.size() > other.size() + limit) continue;
    const std::size_t distance = edit_distance(wanted, other);
    // Nothing of a short word may be left of what was written, or anything is close to it.
    if (distance < best && distance < other.size()) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

bool is_one_edit(std::string_view a, std::string_view b) {
  const std::string x = bare(a), y = bare(b);
  return x.size() <= y.size() + 1 && y.size() <= x.size() + 1 && edit_distance(x, y) <= 1;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string_view>& candidates) {
  const std::string_view found = closest(written, candidates);
  return found.empty() ? std::string() : "did you mean " + quote_text(found) + "?";
}

std::string one_of(const std::vector<std::string_view>& candidates) {
  constexpr std::size_t kMost = 12;
  if (candidates.empty()) return "nothing";
  std::string out = candidates.size() == 1 ? "" : "one of: ";
  for (std::size_t i = 0; i < candidates.size() && i < kMost; ++i) {
    if (i != 0) out += ", ";
    out += candidates[i];
  }
  return candidates.size() > kMost ? out + ", …" : out;
}

}  // namespace tactful
