#pragma once
#include <string>
#include <string_view>

namespace tactful {

/// Longest line in bytes that is worth reading.
constexpr std::size_t kMaxLine = 16u << 20;

/// Whether a line says nothing.
inline bool is_blank(std::string_view line) noexcept { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// Cuts the pieces of a text, which may end anywhere, into its lines.
class Lines {
 public:
  /// Calls `take` with each line that ends in this piece, without its line end; with `last` also
  /// with what follows the last line end, if there is anything. A line of more than kMaxLine bytes
  /// is given cut, but still longer than that. A view is good during the call.
  template <class Take>
  void read(std::string_view piece, bool last, Take take) {
    for (std::size_t end; (end = piece.find('\n')) != std::string_view::npos; piece.remove_prefix(end + 1)) {
      if (rest_.empty()) {
        take(piece.substr(0, end));
        continue;
      }
      keep(piece.substr(0, end));
      take(std::string_view(rest_));
      rest_.clear();
    }
    keep(piece);
    if (!last || rest_.empty()) return;
    take(std::string_view(rest_));
    rest_.clear();
  }

 private:
  void keep(std::string_view part) {
    if (rest_.size() <= kMaxLine) rest_ += part.substr(0, kMaxLine + 1);
  }
  std::string rest_;  // of a line that a piece cut
};

}  // namespace tactful
