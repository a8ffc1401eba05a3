#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "author/fit_data.h"
#include "author/fit_search.h"

namespace tactful {

/// A value must have been spoken of by this many visitors to be named in a model: it is published.
constexpr std::uint32_t kLeastVisitors = 5;
/// Destinations that are kept of a value's transitions.
constexpr std::size_t kMostDestinations = 20;

/// What the log speaks of, before any pack lists it: the names of text values and the spread of numbers.
class Vocabulary {
 public:
  /// `pack`: of the site and its campaigns alone.
  Vocabulary(const Visits& visits, const Pack& pack);
  /// A model that names every value that enough visitors spoke of, and bands that divide the
  /// numbers into three parts of equal size.
  std::string model() const;
  /// The model's bands.
  void write_bands(std::string& out) const;

 private:
  struct Named {
    std::uint64_t hash;
    std::string name;
    std::uint64_t events;
    std::uint32_t visitors, last_visitor;
  };
  struct Column {
    std::string name;
    bool number;
    std::unordered_map<std::uint64_t, std::size_t> places;
    std::vector<Named> values;
    std::vector<double> numbers;
  };
  std::vector<Column> columns_;
};

/// What is counted of visits: how often each value comes, what follows on it, what heroes about it
/// were shown and clicked.
class Counts {
 public:
  explicit Counts(const Pack& pack) : pack_(pack), all_(pack.dimensions().size), values_(pack.values().size) {}
  void add(const FitData& data, const FitData::Visitor& visitor);

  /// The model file, as JSON.
  std::string model(const Weights& weights, const Vocabulary& vocabulary) const;

 private:
  struct OfValue {
    double events = 0, clicks = 0, impressions = 0;
    double left = 0;  // how often something followed
    std::unordered_map<Ref, double> next;
  };
  void follow(const FitData& data, const FitData::Event& from, const FitData::Event& to);
  void promote(const FitData& data, const FitData::Event& event);
  void promoted(Value item, std::vector<Ref>& about) const;

  void write_averages(std::string& out) const;
  void write_transitions(std::string& out) const;
  void write_base_rates(std::string& out) const;
  /// How often a value is followed by itself.
  double stay() const;
  std::string_view name_of(Ref value) const;
  /// A dimension's values, the commonest first.
  std::vector<Ref> commonest(const Dimension& dimension) const;
  std::vector<std::pair<Ref, double>> destinations(const OfValue& value) const;

  const Pack& pack_;
  std::vector<double> all_;  // events by dimension, those about unlisted values too
  std::vector<OfValue> values_;
};

}  // namespace tactful
