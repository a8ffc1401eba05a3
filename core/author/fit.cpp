#include "author/fit.h"

#include <algorithm>

#include "author/number.h"
#include "author/object_builder.h"
#include "profile/ingest.h"

namespace tactful {
namespace {

/// A figure of the report, on three decimals.
std::string rounded(double number) {
  std::string out;
  append_number(static_cast<double>(static_cast<std::int64_t>(number * 1000 + 0.5)) / 1000, out);
  return out;
}

double per_prediction(double sum, const Foretold& foretold) {
  return foretold.predictions == 0 ? 0 : sum / static_cast<double>(foretold.predictions);
}

/// The commonest events that bring evidence: whose weight there is enough to fit from.
std::vector<std::string> common_events(const FitData& data) {
  std::unordered_map<std::string, std::uint64_t> counts;
  std::uint64_t all = 0;
  for (const FitData::Visitor& visitor : data.visitors())
    for (std::uint32_t i = 0; i < visitor.count; ++i) {
      const Bytes name = data.input(data.events(visitor)[i]).get("event").text();
      const std::string text(reinterpret_cast<const char*>(name.data), name.size);
      if (default_weight(text) == 0) continue;
      ++counts[text];
      ++all;
    }
  std::vector<std::string> out;
  for (const auto& [name, n] : counts)
    // A view is the unit that all others are measured in.
    if (name != "view_item" && n * 100 >= all) out.push_back(name);
  std::sort(out.begin(), out.end());
  return out;
}

/// Whether all is of this century if times are not milliseconds but thousandths or thousands of one: so many units a second.
bool is_in(const std::vector<Visits::Event>& events, std::int64_t units) {
  constexpr std::int64_t kFirst_s = 946'684'800, kLast_s = 4'102'444'800;
  const auto fits = [&](const Visits::Event& event) { return event.t_ms / units >= kFirst_s && event.t_ms / units < kLast_s; };
  return !events.empty() && std::all_of(events.begin(), events.end(), fits);
}

/// A pack as if nothing had been counted: every value is as likely as any other.
class Uncounted {
 public:
  explicit Uncounted(const Pack& original) : pack_(original) {
    for (Dimension d : original.dimensions()) {
      d.flags &= ~static_cast<std::uint32_t>(kDimensionHasAverage | kDimensionHasTransitions);
      dimensions_.push_back(d);
    }
    pack_.sections[k_dimensions].data = reinterpret_cast<const std::uint8_t*>(dimensions_.data());
  }
  Uncounted(const Uncounted&) = delete;
  Uncounted& operator=(const Uncounted&) = delete;
  const Pack& pack() const { return pack_; }

 private:
  Pack pack_;
  std::vector<Dimension> dimensions_;
};

}  // namespace

std::unique_ptr<Fit::Compiled> Fit::compiled(const std::string& model) {
  const SourceFile file{"the fitted model", model};
  CompileOptions options;
  options.model = &file;
  options.full_model = true;
  CompileResult result = compile(files_, options);
  for (const Diagnostic& d : result.diagnostics)
    if (!d.warning) refusal_ += format(d);
  auto out = std::make_unique<Compiled>();
  out->bytes = std::move(result.pack);
  if (refusal_.empty() && open_pack({out->bytes.data(), static_cast<std::uint32_t>(out->bytes.size())}, out->pack) != kOk)
    refusal_ = "the compiled pack does not open";
  // Events refer to values by their places.
  if (refusal_.empty() && listed_ != nullptr && out->pack.values().size != listed_->pack.values().size)
    refusal_ = "the fitted model does not name the values of the log";
  return out;
}

void Fit::prepare() {
  own_ = compiled("{\"model\": 1}");
  if (!refusal_.empty()) return;
  std::set<std::string, std::less<>> read;
#define X(name) read.insert(#name);
  TACTFUL_KEYS(X)
#undef X
  for (const Param& param : own_->pack.params()) read.emplace(as_text(own_->pack.string(param.name)));
  visits_.keep(std::move(read));
}

void Fit::read(std::string_view text, bool last) {
  if (own_ == nullptr) prepare();
  // Files with mistakes are told at once, not after a long log.
  if (refusal_.empty()) visits_.read(text, last);
}

double Fit::step() {
  switch (stage_) {
    case Stage::kRead:
      begin();
      stage_ = refusal_.empty() ? Stage::kSearch : Stage::kDone;
      return refusal_.empty() ? 0.05 : 1;
    case Stage::kSearch:
      if (!search_->step()) stage_ = Stage::kFinish;
      return 0.05 + 0.9 * search_->progress();
    case Stage::kFinish:
      finish();
      stage_ = Stage::kDone;
      return 1;
    case Stage::kDone: break;
  }
  return 1;
}

void Fit::begin() {
  if (own_ == nullptr) prepare();
  if (!refusal_.empty()) return;
  visits_.finish();
  if (!visits_.refusal().empty()) {
    refusal_ = visits_.refusal() + "\n";
    return;
  }
  for (const auto& [units, name] : {std::pair(1, "seconds"), std::pair(1'000'000, "microseconds")}) {
    if (!is_in(visits_.events(), units)) continue;
    refusal_ = "the log's times are " + std::string(name) + ", and milliseconds are needed\n";
    return;
  }
  vocabulary_ = std::make_unique<Vocabulary>(visits_, own_->pack);
  listed_ = compiled(vocabulary_->model());
  if (!refusal_.empty()) return;
  data_ = std::make_unique<FitData>(visits_, listed_->pack);
  if (!large_enough()) return;
  const Site& untuned = own_->pack.the_site();
  const Weights weights{untuned.fast_weight, untuned.slow_most, untuned.prior_strength, untuned.mix, untuned.later_mix,
                        untuned.newest, 0, 1, untuned.satisfied, {}};
  averaged_ = compiled(counted(false, false).model(weights, *vocabulary_));
  if (refusal_.empty()) search_ = std::make_unique<Search>(*data_, averaged_->pack, common_events(*data_));
}

bool Fit::large_enough() {
  std::uint64_t predictions = 0;
  std::uint32_t followed = 0;
  for (const FitData::Visitor& visitor : data_->visitors()) {
    std::uint64_t of_visitor = 0;
    for (std::uint32_t i = 1; i < visitor.count; ++i) {
      const FitData::Event& event = data_->events(visitor)[i];
      of_visitor += FitData::is_predicted(event) && data_->is_judged(event);
    }
    predictions += of_visitor;
    followed += of_visitor != 0;
  }
  if (predictions >= kLeastPredictions && followed >= kLeastFollowed) return true;
  std::string judged;
  for (std::uint16_t d = 0; d < listed_->pack.dimensions().size; ++d)
    if (data_->is_judged(d))
      (judged += judged.empty() ? "" : ", ") += as_text(listed_->pack.string(listed_->pack.dimensions()[d].name));
  refusal_ = unread() + "the log is too small to fit a model to: " + std::to_string(followed) +
             " visitors came from one thing to another (" + (judged.empty() ? "the site file names no dimension" : "by " + judged) +
             "), " + std::to_string(predictions) + " times in all; " +
             std::to_string(kLeastFollowed) + " visitors and " + std::to_string(kLeastPredictions) +
             " times are needed. Without a fit the untuned model serves.\n";
  return false;
}

Counts Fit::counted(bool searched, bool held_back) const {
  Counts counts(listed_->pack);
  for (const FitData::Visitor& visitor : data_->visitors())
    if (visitor.share == Share::kCounted || (visitor.share == Share::kSearched && searched) ||
        (visitor.share == Share::kHeldBack && held_back))
      counts.add(*data_, visitor);
  return counts;
}

void Fit::finish() {
  const Weights& weights = search_->best();
  const auto fitted = compiled(counted(true, false).model(weights, *vocabulary_));
  if (!refusal_.empty()) return;
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  const Foretold before = foretell(*data_, Uncounted(listed_->pack).pack(), Share::kHeldBack, kAll);
  const Foretold after = foretell(*data_, fitted->pack, Share::kHeldBack, kAll);
  if (after.predictions == 0 || after.cost() >= before.cost()) {
    refusal_ = "the fitted model foretells visitors that were held back no better than the untuned one does; "
               "without a fit the untuned model serves.\n";
    return;
  }
  // What was held back taught nothing so far, and is counted now that it is no longer needed.
  model_ = counted(true, true).model(weights, *vocabulary_);
  report_ = "fitted to " + std::to_string(visits_.events().size()) + " events of " + std::to_string(visits_.visitors()) +
            " visitors\non a fifth of them, held back (" + std::to_string(after.predictions) + " predictions):\n" +
            "  log-loss of what came next      " + rounded(per_prediction(after.loss, after)) + ", untuned " +
            rounded(per_prediction(before.loss, before)) + "\n  the leading value was what came " +
            rounded(100 * per_prediction(after.leading, after)) + " %, untuned " +
            rounded(100 * per_prediction(before.leading, before)) + " %\n" +
            "  mean of 1 / place of what came  " + rounded(per_prediction(after.rank, after)) + ", untuned " +
            rounded(per_prediction(before.rank, before)) + "\n";
  report_ += unread();
}

std::string Fit::unread() const {
  if (visits_.bad_lines() == 0) return {};
  return std::to_string(visits_.bad_lines()) + " lines of the log could not be read, the first is line " +
         std::to_string(visits_.first_bad_line()) + ": " + visits_.first_bad_reason() + "\n";
}

}  // namespace tactful
