// The folders of tests/cases/compile: what is said of their files, word for word. With TACTFUL_UPDATE=1 the
// expectations are written instead; read the difference before it is committed.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/random.h"
#include "compiler/files.h"
#include "compiler/text.h"

namespace tactful {
namespace {

using testing::Case;

std::vector<std::string> case_names() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(testing::source_dir() / "tests/cases/compile"))
    if (entry.is_directory()) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string said(const CompileResult& result) {
  std::string out;
  for (const Diagnostic& d : result.diagnostics) out += format(d);
  for (const Reading& r : result.reading) out += r.slot + "/" + r.variant + ": " + r.text + "\n";
  return out;
}

void expect_same(const std::filesystem::path& path, const std::string& actual) {
  if (std::getenv("TACTFUL_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  EXPECT_EQ(testing::read_text(path), actual) << path;
}

class CompileCases : public ::testing::TestWithParam<std::string> {};

TEST_P(CompileCases, SaysWhatIsExpected) {
  const Case example = testing::example(GetParam().c_str());
  const CompileResult result = example.compile();
  expect_same(example.folder / "expected.txt", said(result));
  EXPECT_EQ(result.ok, !result.pack.empty());
  const std::filesystem::path pack = example.folder / "expected.pack";
  if (std::filesystem::exists(pack)) expect_same(pack, std::string(result.pack.begin(), result.pack.end()));
}

// Bytes dropped, doubled or replaced by what means something in JSON.
TEST_P(CompileCases, SurvivesAnyChangeOfItsTexts) {
  Case example = testing::example(GetParam().c_str());
  Random random(hash64(bytes_of(GetParam())));
  constexpr std::string_view kBytes = "{}[]\",:0-e\\$.nt ";
  for (int round = 0; round < 60; ++round) {
    Case changed = example;
    for (SourceFile& file : changed.files) {
      for (std::uint32_t n = random.below(3); n != 0; --n) {
        const std::size_t at = random.below(static_cast<std::uint32_t>(file.text.size()));
        const std::uint32_t kind = random.below(3);
        if (kind == 0) file.text.erase(at, 1 + random.below(9));
        if (kind == 1) file.text.insert(at, file.text.substr(at, random.below(40)));
        if (kind == 2) file.text[at] = kBytes[random.below(static_cast<std::uint32_t>(kBytes.size()))];
      }
    }
    const CompileResult result = changed.compile();
    EXPECT_EQ(result.ok, !result.pack.empty());
    for (const Diagnostic& d : result.diagnostics) EXPECT_NE(d.id, "internal");
  }
}

INSTANTIATE_TEST_SUITE_P(Folders, CompileCases, ::testing::ValuesIn(case_names()), [](const auto& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace tactful
