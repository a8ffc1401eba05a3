#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tactful {

/// A file as its author sees it: the name is only for messages.
struct SourceFile {
  std::string name;
  std::string text;
};

/// One mistake (or warning): where, what was expected, what is there, and what to do.
struct Diagnostic {
  bool warning = false;
  std::string id;  ///< stable: docs/campaign.md lists all
  std::string file;
  std::uint32_t line = 0, column = 0;  ///< from 1; columns count code points; 0: the file as a whole
  std::string pointer;                 ///< JSON pointer, empty for the root
  std::string expected, found, hint;   ///< each may be empty
};

/// The diagnostic as the command line prints it: `file:line:column: error[id] at /pointer` and up
/// to three indented lines.
std::string format(const Diagnostic& diagnostic);

/// A place in a file while it is read: a chain on the stack, so that walking costs nothing and only
/// a mistake spells its pointer. Must not outlive the place it was made from nor the key.
class Place {
 public:
  explicit Place(const SourceFile& file) noexcept : file_(&file) {}
  /// A place noted before as a pointer, which must outlive this too.
  Place(const SourceFile& file, std::string_view pointer) noexcept : file_(&file), key_(pointer) {}
  Place(const Place& parent, std::string_view key) noexcept : file_(parent.file_), parent_(&parent), key_(key) {}
  Place(const Place& parent, std::size_t index) noexcept : file_(parent.file_), parent_(&parent), index_(index) {}

  /// A parent that ends with the statement would be gone when the pointer is spelled.
  Place(const Place&& parent, std::string_view key) = delete;
  Place(const Place&& parent, std::size_t index) = delete;

  const SourceFile& file() const noexcept { return *file_; }
  /// JSON pointer, escapes applied.
  std::string pointer() const;

 private:
  const SourceFile* file_;
  const Place* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = static_cast<std::size_t>(-1);
};

/// What is said about one mistake; each part may stay empty.
struct Message {
  std::string expected = {}, found = {}, hint = {};
};

/// Most errors, and most warnings, that are listed of one file.
constexpr std::size_t kMaxDiagnostics = 1000;

/// Collects all mistakes. Line and column are found when asked for the list, not before.
class Report {
 public:
  /// At a value.
  void error(const Place& place, std::string_view id, Message message) {
    add(place, {}, false, id, std::move(message));
  }
  void warning(const Place& place, std::string_view id, Message message) {
    add(place, {}, true, id, std::move(message));
  }
  /// At a key of an object: the pointer names the object, line and column the key (where it comes for
  /// the `occurrence`-th time, from 0).
  void error_at_key(const Place& object, std::string_view key, std::string_view id, Message message,
                    std::size_t occurrence = 0) {
    if (Entry* entry = add(object, key, false, id, std::move(message))) entry->occurrence = occurrence;
  }
  void warning_at_key(const Place& object, std::string_view key, std::string_view id, Message message) {
    add(object, key, true, id, std::move(message));
  }
  /// At a byte of the text, where a pointer alone does not tell.
  void error_at_byte(const Place& place, std::size_t offset, std::string_view id, Message message);

  /// Errors of these ids are counted but not listed: what only follows from another mistake.
  void mute(std::vector<std::string_view> ids) { muted_ = std::move(ids); }

  bool failed() const noexcept { return errors_ != 0; }
  std::size_t errors() const noexcept { return errors_; }
  /// All of them, by file (`order` first) and line, with their positions. Where a file has more than
  /// kMaxDiagnostics errors or warnings, a last entry of its says how many more there are.
  std::vector<Diagnostic> take(std::vector<const SourceFile*> order);

 private:
  struct Entry {
    Diagnostic diagnostic;
    const SourceFile* file;
    std::string key;             // line and column are this key's, if not empty
    std::size_t offset;          // known already, or npos
    std::size_t occurrence = 0;  // of the key
  };
  struct Counts {
    std::size_t errors = 0, warnings = 0;
  };
  // The entry, or null when it is not listed.
  Entry* add(const Place& place, std::string_view key, bool warning, std::string_view id, Message message);
  static Diagnostic more_mistakes(const SourceFile& file, const Counts& counts);

  std::vector<Entry> entries_;
  std::unordered_map<const SourceFile*, Counts> counts_;  // of all, listed or not
  std::vector<std::string_view> muted_;
  std::size_t errors_ = 0;
};

/// The candidate closest to what was written, if it is close enough to have been meant; else empty.
/// Case, `-` and `_` do not count.
std::string_view closest(std::string_view written, const std::vector<std::string_view>& candidates);
/// Whether one letter more, less or other, or two swapped, make one of the texts the other. Case, `-`, `_` and spaces
/// do not count.
bool is_one_edit(std::string_view a, std::string_view b);
/// `did you mean "x"?`, or nothing when nothing is close.
std::string did_you_mean(std::string_view written, const std::vector<std::string_view>& candidates);
/// `one of: a, b, c`, cut after a dozen.
std::string one_of(const std::vector<std::string_view>& candidates);

}  // namespace tactful
