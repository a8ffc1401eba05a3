// The bytes in docs/pack-format.md are those of its example. TACTFUL_UPDATE=1 writes them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "compiler/files.h"

namespace tactful {
namespace {

std::string block_of(const std::string& text, const std::string& language, std::size_t& from, std::size_t& end) {
  from = text.find("```" + language + "\n") + language.size() + 4;
  end = text.find("```", from);
  return text.substr(from, end - from);
}

std::string hex(const std::vector<std::uint8_t>& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[at >> shift & 15];
    out += ' ';
    std::string text;
    for (std::size_t i = at; i < at + 16 && i < bytes.size(); ++i) {
      out += {' ', kDigits[bytes[i] >> 4], kDigits[bytes[i] & 15]};
      text += bytes[i] > ' ' && bytes[i] < 0x7f && bytes[i] != '`' ? static_cast<char>(bytes[i]) : '.';
    }
    out += std::string(3 * (16 - text.size()), ' ') + "  " + text + "\n";
  }
  return out;
}

TEST(DocsPackFormat, ShowsTheBytesOfItsExample) {
  const auto path = testing::source_dir() / "docs/pack-format.md";
  std::string text = testing::read_text(path);
  std::size_t from = 0, end = 0;
  const CompileResult result = testing::compile_text(block_of(text, "json", from, end));
  ASSERT_TRUE(result.ok);
  const std::string shown = block_of(text, "hex", from, end), actual = hex(result.pack);
  if (std::getenv("TACTFUL_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text.replace(from, end - from, actual);
  } else {
    EXPECT_EQ(shown, actual);
  }
}

TEST(DocsCampaign, ListEachIdThatTheCasesMeet) {
  const std::string docs = testing::read_text(testing::source_dir() / "docs/campaign.md") +
                           testing::read_text(testing::source_dir() / "docs/condition-code.md");
  for (const auto& entry : std::filesystem::directory_iterator(testing::source_dir() / "tests/cases/compile"))
    for (const Diagnostic& d : testing::Case(entry.path()).compile().diagnostics)
      EXPECT_NE(docs.find("`" + d.id + "`"), std::string::npos) << d.id;
}

// The two files that docs/campaign.md shows must compile, beside each other.
TEST(DocsCampaign, ShowFilesThatCompile) {
  std::string text = testing::read_text(testing::source_dir() / "docs/campaign.md");
  std::size_t from = 0, end = 0;
  const std::string site = block_of(text, "json", from, end);
  text.erase(0, end + 3);
  const std::string campaign = block_of(text, "json", from, end);
  const CompileResult result = compile({{"site.json", site}, {"campaign.json", campaign}});
  for (const Diagnostic& d : result.diagnostics) ADD_FAILURE() << format(d);
  EXPECT_TRUE(result.ok);
}

}  // namespace
}  // namespace tactful
