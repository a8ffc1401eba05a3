#pragma once
#include <unordered_map>

#include "compiler/campaign.h"

namespace tactful {

/// Most items of all feeds together.
constexpr std::size_t kMostItems = 2000;

/// The items that variants choose from. What pages fetch holds of each item only what some variant shows, and what it is in the
/// dimensions by which some variant chooses: `{"v":1,"items":[{"id":…,"title":…,"link":…,"price":…,"image":{…},"about":{DIMENSION:[VALUE,…]}}]}`.
class Catalogue {
 public:
  /// The draft's slots are read.
  Catalogue(const Draft& draft, Report& report);

  /// Reads a feed file: `{"items": [{"id", "title", "link", "image", "price", "about"}, …]}`; every mistake is reported.
  void read(const Json& feed, const Place& place);

  /// The catalogue's text, empty when no variant shows an item. Reported: that a variant does and there is no feed.
  std::string text();

 private:
  void item(const Json& json, const Place& place);
  void about(const Json& json, const Place& place, Json& out);
  void value(const Json& json, const Place& place, std::uint32_t dimension, Json& out);
  bool shows(std::string_view key) const;

  const Draft& draft_;
  Report& report_;
  const DraftVariant* user_ = nullptr;  // the first that shows an item
  std::vector<std::string> shows_;
  std::vector<bool> by_;  // dimension: some variant chooses by it
  std::unordered_map<std::string, std::string> seen_;  // id to where
  std::unordered_map<std::string, bool> unlisted_;
  Json items_ = Json::array();
};

}  // namespace tactful
