#include "compiler/sensitive.h"

#include <gtest/gtest.h>

namespace tactful {
namespace {

TEST(Sensitive, RefusesWholeWordsHoweverTheyAreJoined) {
  for (const char* text : {"religion", "Religions", "skinColor", "skin_color", "SKIN-COLOUR", "has diabetes",
                           "Sexual Orientation", "trade unions", "HIV", "Religiös", "disabilities", "felonies", "illnesses",
                           "Diagnoses", "political parties", "hiv-positive"})
    EXPECT_TRUE(is_sensitive(text, "any reason")) << text;
}

TEST(Sensitive, TakesAReasonForWordsOfTwoMeanings) {
  for (const char* text : {"kids", "race", "nursing", "Nursing shoes", "ageGroup", "allergies", "pregnancies", "churches", "sexes"}) {
    EXPECT_TRUE(is_sensitive(text, "")) << text;
    EXPECT_FALSE(is_sensitive(text, "departments of the shop")) << text;
  }
}

TEST(Sensitive, LeavesWordsAloneThatOnlyContainOne) {
  for (const char* text : {"trail", "racing", "grace", "embrace", "skids", "region", "prunion", "packs", "black",
                           "page", "storage", "boots", "essex", "hivernal", "stories", "batteries", "dresses", "pages", "agenda",
                           ""})
    EXPECT_FALSE(is_sensitive(text, "")) << text;
}

}  // namespace
}  // namespace tactful
