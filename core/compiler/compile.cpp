#include "compiler/compile.h"

#include "compiler/campaign.h"
#include "compiler/items.h"
#include "compiler/model.h"
#include "compiler/pack_writer.h"
#include "compiler/reading.h"
#include "compiler/site.h"
#include "targeting/conditions.h"

namespace tactful {
namespace {

// A file that is JSON, and what it holds.
struct Parsed {
  const SourceFile* file;
  Json json;
  bool site = false, campaign = false, items = false;
};

bool has_any(const Json& json, const Names& keys) {
  for (const std::string_view key : keys)
    if (key != "$schema" && find_member(json, key) != nullptr) return true;
  return false;
}

class Compilation {
 public:
  Compilation(const std::vector<SourceFile>& files, const CompileOptions& options) : files_(files), options_(options) {}

  CompileResult run() {
    parse();
    if (const Parsed* site = find_site())
      read(*site);
    else
      read_campaigns_alone();
    result_.ok = !report_.failed();
    if (result_.ok) write();
    if (!result_.ok) result_.catalogue.clear();
    std::vector<const SourceFile*> order;
    for (const SourceFile& file : files_) order.push_back(&file);
    result_.diagnostics = report_.take(std::move(order));
    return std::move(result_);
  }

 private:
  void parse() {
    for (const SourceFile& file : files_) {
      Parsed parsed{&file, {}};
      const Place place(file);
      if (!parse_json(file, report_, parsed.json) || !expect_object(parsed.json, place, report_, "an object")) continue;
      parsed.campaign = has_any(parsed.json, {"id", "slots"});
      parsed.site =
          find_member(parsed.json, "site") != nullptr || (!parsed.campaign && has_any(parsed.json, site_keys()));
      parsed.items = !parsed.site && !parsed.campaign && find_member(parsed.json, "items") != nullptr;
      if (parsed.site || parsed.campaign || parsed.items) {
        parsed_.push_back(std::move(parsed));
      } else {
        report_.error(place, "neither-site-nor-campaign",
                      {.expected = "a site file (with \"site\"), a campaign (with \"id\" and \"slots\") or a feed (with \"items\")",
                       .found = quote(parsed.json)});
      }
    }
  }

  const Parsed* find_site() {
    const Parsed* site = nullptr;
    for (const Parsed& parsed : parsed_) {
      if (!parsed.site) continue;
      if (site != nullptr) {
        const Place place(*parsed.file);
        report_.error(Place(place, "site"), "second-site",
                      {.expected = "one site file", .found = "another, after " + site->file->name});
        read_second_site(parsed);
      } else {
        site = &parsed;
      }
    }
    if (site == nullptr && !files_.empty() && !report_.failed())
      report_.error(Place(files_[0]), "no-site",
                    {.expected = "a site file among the files",
                     .hint = "name the file with \"site\" and \"dimensions\" beside the campaigns"});
    return site;
  }

  // Of no use, but its mistakes are said with the others.
  void read_second_site(const Parsed& site) {
    const Place place(*site.file);
    Draft draft;
    const Fields root(site.json, place, report_, keys_of(site), "an object");
    read_site(root, draft, report_);
    Resolver resolver(draft, report_, root.get("audiences"), root.place("audiences"));
    resolver.compile_audiences();
    if (site.campaign) read_campaign(root, draft, resolver, report_);
  }

  // Without a site its names are not known, but all else of a campaign can be checked.
  void read_campaigns_alone() {
    report_.mute({"unknown-dimension", "unknown-attribute", "unknown-audience", "unknown-group", "unknown-period",
                  "unknown-template"});
    const SourceFile none;
    Resolver resolver(draft_, report_, nullptr, Place(none));
    for (const Parsed& parsed : parsed_)
      if (parsed.campaign) read_campaign_file(parsed, resolver);
    finish_slots(draft_, report_);
  }

  void read_campaign_file(const Parsed& parsed, Resolver& resolver) {
    const Place place(*parsed.file);
    const Fields campaign(parsed.json, place, report_, keys_of(parsed), "an object");
    read_campaign(campaign, draft_, resolver, report_);
  }

  static Names keys_of(const Parsed& parsed) {
    Names keys = parsed.site ? site_keys() : campaign_keys();
    if (parsed.site && parsed.campaign) keys.insert(keys.end(), {"id", "slots"});
    return keys;
  }

  void read(const Parsed& site) {
    const Place place(*site.file);
    const Fields root(site.json, place, report_, keys_of(site), "an object");
    root.require("site");
    read_site(root, draft_, report_);
    const Json* model = open_model(root);
    const SourceFile& model_file = options_.model == nullptr ? *site.file : *options_.model;
    read_model_bands(model, Place(model_file), draft_, report_);
    Resolver resolver(draft_, report_, root.get("audiences"), root.place("audiences"));
    resolver.compile_audiences();
    for (const Parsed& parsed : parsed_) {
      if (&parsed == &site && parsed.campaign)
        read_campaign(root, draft_, resolver, report_);
      else if (parsed.campaign && !parsed.site)
        read_campaign_file(parsed, resolver);
    }
    finish_slots(draft_, report_);
    read_feeds();
    make_bands(draft_);
    if (model != nullptr) read_model(*model, Place(model_file), options_.full_model, draft_, report_);
    check_values(draft_, report_);
  }

  void read_feeds() {
    Catalogue catalogue(draft_, report_);
    for (const Parsed& parsed : parsed_)
      if (parsed.items) catalogue.read(parsed.json, Place(*parsed.file));
    result_.catalogue = catalogue.text();
  }

  // The model that the caller offers; kept in model_, because the draft points into it.
  const Json* open_model(const Fields& root) {
    result_.model = draft_.model;
    result_.model_named_in = root.here().file().name;
    if (options_.model != nullptr) return parse_json(*options_.model, report_, model_) ? &model_ : nullptr;
    if (!draft_.model.empty())
      report_.error(root.place("model"), "no-model",
                    {.expected = "the model's file beside the others",
                     .found = quote_text(draft_.model),
                     .hint = "\"tactful fit\" writes one; without a model leave the key out"});
    return nullptr;
  }

  void write() {
    result_.pack = PackWriter(draft_).write();
    const Bytes bytes{result_.pack.data(), static_cast<std::uint32_t>(result_.pack.size())};
    Pack pack;
    // What readers would refuse must not leave the compiler.
    if (open_pack(bytes, pack) != kOk || !verify_conditions(pack)) {
      report_.error(Place(files_[0]), "internal",
                    {.expected = "a pack that opens", .hint = "this is a mistake of Tactful's: please tell us"});
      result_.ok = false;
      result_.pack.clear();
      return;
    }
    result_.sizes = section_sizes(bytes);
    if (options_.read_back) result_.reading = read_back(draft_);
  }

  const std::vector<SourceFile>& files_;
  const CompileOptions& options_;
  Report report_;
  CompileResult result_;
  std::vector<Parsed> parsed_;
  Json model_;
  Draft draft_;
};

}  // namespace

CompileResult compile(const std::vector<SourceFile>& files, const CompileOptions& options) {
  return Compilation(files, options).run();
}

}  // namespace tactful
