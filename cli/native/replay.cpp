// build/native/tactful-replay: `tactful replay` without Node, the oracle that wasm and the no-wasm fallback are compared
// with. Same words, same answers; no --engine, and --write-pack FILE besides.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "files.h"
#include "runner.h"

namespace {

using Json = nlohmann::ordered_json;
using Bytes = std::vector<std::uint8_t>;

constexpr const char* kUsage =
    "usage: tactful-replay --campaign FILE… [--model FILE] [--seed S] [--write-pack FILE] [--restart] < LOG\n";

struct Options {
  std::vector<std::string> campaign;
  std::string model, seed, write_pack;
  bool seeded = false, restart = false;
};

[[noreturn]] void end(int code, const std::string& message) { end_with(code, "tactful replay", message); }

struct Word {
  std::string text;
  bool option;
};

/// The words, `--name=value` as two: what stands behind the sign is a value whatever it looks like.
std::vector<Word> split(int argc, char** argv) {
  std::vector<Word> words;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool option = word.rfind("--", 0) == 0;
    const std::size_t equals = option ? word.find('=') : std::string::npos;
    words.push_back({word.substr(0, equals), option});
    if (equals != std::string::npos) words.push_back({word.substr(equals + 1), false});
  }
  return words;
}

Options parse(int argc, char** argv) {
  Options options;
  std::string* open = nullptr;  // the option whose value comes next
  bool files = false;
  for (const auto& [word, option] : split(argc, argv)) {
    if (open != nullptr && !option) {
      *open = word;
      open = nullptr;
      continue;
    }
    if (open != nullptr || (!option && !files)) end(2, "what is \"" + word + "\" for?\n" + kUsage);
    if (!option) {
      options.campaign.push_back(word);
      continue;
    }
    files = word == "--campaign";
    if (word == "--model") open = &options.model;
    if (word == "--seed") open = &options.seed;
    if (word == "--write-pack") open = &options.write_pack;
    options.seeded = options.seeded || word == "--seed";
    options.restart = options.restart || word == "--restart";
    if (!files && open == nullptr && word != "--restart") end(2, "unknown option \"" + word + "\"\n" + kUsage);
  }
  if (open != nullptr) end(2, std::string("the last option needs a value\n") + kUsage);
  if (options.campaign.empty()) end(2, std::string("--campaign names no FILE\n") + kUsage);
  return options;
}

Json named(const std::string& path) { return {{"name", path}, {"text", read_text(path, "tactful replay")}}; }

/// The report of a compilation; its pack into `pack`.
Json compile(const Json& request, Bytes& pack) {
  const std::string text = request.dump(-1, ' ', false, Json::error_handler_t::replace);
  tactful_compile* const compilation =
      tactful_compile_create(reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<std::uint32_t>(text.size()));
  std::uint32_t len = 0;
  const std::uint8_t* bytes = tactful_compile_pack(compilation, &len);
  pack.assign(bytes, bytes + len);
  bytes = tactful_compile_report(compilation, &len);
  Json report = Json::parse(bytes, bytes + len);
  tactful_compile_destroy(compilation);
  return report;
}

/// A path that a file names, from where we stand.
std::string beside(const std::string& file, const std::string& path) {
  const std::size_t slash = file.rfind('/');
  return path[0] == '/' || slash == std::string::npos ? path : file.substr(0, slash + 1) + path;
}

/// The pack that the files give, or the one pack among them as it is.
Bytes read_pack(const Options& options) {
  if (options.campaign.size() == 1 && options.model.empty()) {
    const std::string text = read_file(options.campaign[0], "tactful replay");
    if (text.rfind("TACT", 0) == 0) return {text.begin(), text.end()};
  }
  Json request;
  for (const std::string& path : options.campaign) request["files"].push_back(named(path));
  if (!options.model.empty()) request["model"] = named(options.model);
  // Who brings a model of their own wants to see what it does, all of it.
  request["fullModel"] = !options.model.empty();
  Bytes pack;
  Json report = compile(request, pack);
  if (!request.contains("model") && report.contains("model")) {
    request["model"] = named(beside(report["modelNamedIn"], report["model"]));
    report = compile(request, pack);
  }
  if (report["ok"] == true) return pack;
  std::string all;
  for (const Json& each : report["diagnostics"]) all += each["text"].get<std::string>() + "\n";
  end(1, all + "nothing was replayed");
}

void write_out(const std::uint8_t* bytes, std::uint32_t len, int to) {
  while (len != 0) {
    const ssize_t written = ::write(to, bytes, len);
    if (written <= 0) end(1, "the answers cannot be written");
    bytes += written;
    len -= static_cast<std::uint32_t>(written);
  }
}

/// Runs all steps of a piece, handing answers over before they grow large.
void run_piece(tactful_replay* replay, Runner& runner) {
  constexpr std::size_t kEnough = 1 << 20;
  std::uint32_t count = 0, inputs_len = 0;
  const tactful_replay_step* const steps = tactful_replay_steps(replay, &count);
  const std::uint8_t* const inputs = tactful_replay_inputs(replay, &inputs_len);
  std::vector<tactful_replay_result> results;
  Bytes answers;
  const auto hand_over = [&] {
    tactful_replay_write(replay, results.data(), static_cast<std::uint32_t>(results.size()), answers.data());
    results.clear();
    answers.clear();
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    results.push_back(runner.run(steps[i], inputs, answers));
    if (answers.size() > kEnough) hand_over();
  }
  hand_over();
}

int replay_log(const Options& options, const Bytes& pack) {
  Runner runner(pack, options.restart);
  if (const std::int32_t status = runner.open(); status != TACTFUL_OK)
    end(1, std::string("the pack cannot be used: ") + tactful_status_id(status));
  const auto* const seed = reinterpret_cast<const std::uint8_t*>(options.seed.data());
  tactful_replay* const replay =
      tactful_replay_create(options.seeded ? seed : nullptr, static_cast<std::uint32_t>(options.seed.size()));
  Bytes piece(1 << 18);
  std::uint32_t len = 0;
  for (bool last = false; !last;) {
    const ssize_t size = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (size < 0) end(1, "the log cannot be read");
    last = size == 0;
    tactful_replay_read(replay, piece.data(), static_cast<std::uint32_t>(size), last);
    run_piece(replay, runner);
    const std::uint8_t* const lines = tactful_replay_output(replay, &len);
    write_out(lines, len, STDOUT_FILENO);
  }
  const std::uint8_t* const summary = tactful_replay_summary(replay, &len);
  write_out(summary, len, STDERR_FILENO);
  const bool well = tactful_replay_bad_lines(replay) == 0;
  tactful_replay_destroy(replay);
  return well ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  const Bytes pack = read_pack(options);
  if (!options.write_pack.empty()) {
    std::ofstream file(options.write_pack, std::ios::binary);
    file.write(reinterpret_cast<const char*>(pack.data()), static_cast<std::streamsize>(pack.size()));
    if (!file.flush()) end(1, options.write_pack + " cannot be written");
  }
  return replay_log(options, pack);
}
