// The compile part of core/tactful_author.h.
#include <new>

#include "compiler/compile.h"
#include "compiler/json.h"
#include "tactful_author.h"

namespace {

using namespace tactful;

struct Handle {
  std::vector<std::uint8_t> pack;
  std::string report;
};

bool read_file(const Json* json, SourceFile& out) {
  if (json == nullptr) return false;
  const Json *name = find_member(*json, "name"), *text = find_member(*json, "text");
  if (name == nullptr || text == nullptr || !name->is_string() || !text->is_string()) return false;
  out = {std::string(text_of(*name)), std::string(text_of(*text))};
  return true;
}

bool is_set(const Json& request, std::string_view key) {
  const Json* value = find_member(request, key);
  return value != nullptr && *value == true;
}

CompileResult run(const Json& request) {
  std::vector<SourceFile> files;
  SourceFile model;
  CompileOptions options;
  bool good = true;
  if (const Json* list = find_member(request, "files"); list != nullptr && list->is_array()) {
    for (const Json& entry : *list) good = read_file(&entry, files.emplace_back()) && good;
  }
  if (const Json* given = find_member(request, "model"); given != nullptr && !given->is_null()) {
    good = read_file(given, model) && good;
    options.model = &model;
  }
  options.full_model = is_set(request, "fullModel");
  options.read_back = is_set(request, "readBack");
  if (good && !files.empty()) return compile(files, options);
  CompileResult refused;
  Diagnostic mistake;
  mistake.id = "bad-request";
  mistake.file = "tactful_compile_create";
  mistake.expected = "{\"files\": [{\"name\": NAME, \"text\": TEXT}, …]}";
  refused.diagnostics.push_back(std::move(mistake));
  return refused;
}

Json to_json(const Diagnostic& d) {
  Json out = Json::object();
  out["file"] = d.file;
  out["line"] = d.line;
  out["column"] = d.column;
  out["severity"] = d.warning ? "warning" : "error";
  out["id"] = d.id;
  out["pointer"] = d.pointer;
  out["expected"] = d.expected;
  out["found"] = d.found;
  out["hint"] = d.hint;
  out["text"] = format(d);
  return out;
}

std::string report_of(const CompileResult& result) {
  Json out = Json::object();
  out["ok"] = result.ok;
  if (!result.model.empty()) {
    out["model"] = result.model;
    out["modelNamedIn"] = result.model_named_in;
  }
  out["diagnostics"] = Json::array();
  for (const Diagnostic& d : result.diagnostics) out["diagnostics"].push_back(to_json(d));
  out["reading"] = Json::array();
  for (const Reading& r : result.reading)
    out["reading"].push_back(Json::object({{"slot", r.slot}, {"variant", r.variant}, {"text", r.text}}));
  if (!result.catalogue.empty()) out["catalogue"] = result.catalogue;
  out["sizes"] = Json::array();
  for (const auto& [part, bytes] : result.sizes) out["sizes"].push_back(Json::array({part, bytes}));
  // Text that is not UTF-8 comes from no file that parsed, but may from a file's name.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Handle* of(const tactful_compile* compile) { return reinterpret_cast<const Handle*>(compile); }

}  // namespace

extern "C" {

tactful_compile* tactful_compile_create(const std::uint8_t* json, std::uint32_t json_len) {
  auto* handle = new (std::nothrow) Handle;
  if (handle == nullptr) return nullptr;
  const std::string_view text(reinterpret_cast<const char*>(json), json_len);
  CompileResult result = run(Json::parse(text, nullptr, false));
  handle->report = report_of(result);
  handle->pack = std::move(result.pack);
  return reinterpret_cast<tactful_compile*>(handle);
}

void tactful_compile_destroy(tactful_compile* compile) { delete of(compile); }

const std::uint8_t* tactful_compile_pack(const tactful_compile* compile, std::uint32_t* len) {
  *len = static_cast<std::uint32_t>(of(compile)->pack.size());
  return of(compile)->pack.data();
}

const std::uint8_t* tactful_compile_report(const tactful_compile* compile, std::uint32_t* len) {
  *len = static_cast<std::uint32_t>(of(compile)->report.size());
  return reinterpret_cast<const std::uint8_t*>(of(compile)->report.data());
}
}
