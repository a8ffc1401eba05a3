#pragma once
#include <memory>
#include <string>
#include <vector>

#include "author/fit_model.h"
#include "compiler/compile.h"

namespace tactful {

/// Fewest predictions that a fit is worth: below it the untuned model is the better guess.
constexpr std::uint64_t kLeastPredictions = 1000;
/// Fewest visitors who came to something after something.
constexpr std::uint32_t kLeastFollowed = 100;

/// Fits a site's model file to its own log, by likelihood: averages, transitions, bands and base
/// rates are counted, weights searched. What is fitted is what runs: the core's own profile and shares
/// foretell each event from those before it.
///
///   fit.add_file(…); fit.read(…); while (fit.step() < 1) show progress;
///
/// The weights are searched on visitors other than those whose averages they stand on, and what was
/// gained is told on a fifth of the visitors that neither has seen. Deterministic: the same files and
/// log give the same bytes everywhere.
///
/// cost    tries read at most 60,000 events each, so a large log costs its reading and counting
class Fit {
 public:
  /// A site or campaign file.
  void add_file(SourceFile file) { files_.push_back(std::move(file)); }
  /// The next piece of the log, as Visits::read takes it; after the last file.
  void read(std::string_view text, bool last);

  /// Does the next part of the work, about a second of it. Share done so far; 1 at the end.
  double step();

  /// Not empty: there is no model, because of this.
  const std::string& refusal() const noexcept { return refusal_; }
  /// The model file, as JSON.
  const std::string& model() const noexcept { return model_; }
  /// What was gained, for people.
  const std::string& report() const noexcept { return report_; }

 private:
  enum class Stage : std::uint8_t { kRead, kSearch, kFinish, kDone };

  /// A compiled pack, and the view of it.
  struct Compiled {
    std::vector<std::uint8_t> bytes;
    Pack pack;
  };
  std::unique_ptr<Compiled> compiled(const std::string& model);
  void prepare();
  bool large_enough();
  void begin();
  void finish();
  Counts counted(bool searched, bool held_back) const;
  /// How many lines of the log are none, as a sentence; empty when all are.
  std::string unread() const;

  std::vector<SourceFile> files_;
  Visits visits_;
  Stage stage_ = Stage::kRead;
  std::unique_ptr<Vocabulary> vocabulary_;
  std::unique_ptr<Compiled> own_;       // the files' own pack, without a model
  std::unique_ptr<Compiled> listed_;    // every value, nothing counted
  std::unique_ptr<Compiled> averaged_;  // what was counted of some of the visitors
  std::unique_ptr<FitData> data_;
  std::unique_ptr<Search> search_;
  std::string refusal_, model_, report_;
};

}  // namespace tactful
