#include "compiler/zones.h"

#include <gtest/gtest.h>

#include "compiler/dates.h"

namespace tactful {
namespace {

std::int32_t offset_at(const char* zone, const char* utc) {
  WrittenTime time;
  EXPECT_TRUE(read_time(utc, time));
  std::int32_t offset = 0;
  for (const ZoneChange& change : zone_changes(find_zone(zone), 0, 0))
    if (change.from_ms <= time.local_ms) offset = change.offset_minutes;
  return offset;
}

TEST(Zones, KnowWhenTheClocksChange) {
  EXPECT_EQ(offset_at("Europe/Berlin", "2026-03-29T00:59"), 60);
  EXPECT_EQ(offset_at("Europe/Berlin", "2026-03-29T01:00"), 120);
  EXPECT_EQ(offset_at("Europe/Berlin", "2040-10-28T01:00"), 60);
  EXPECT_EQ(offset_at("America/New_York", "2026-11-01T05:59"), -240);
  EXPECT_EQ(offset_at("America/New_York", "2026-11-01T06:00"), -300);
  EXPECT_EQ(offset_at("Australia/Lord_Howe", "2026-01-01"), 660);
  EXPECT_EQ(offset_at("Australia/Lord_Howe", "2026-07-01"), 630);
  EXPECT_EQ(offset_at("Asia/Kolkata", "2026-07-01"), 330);
  EXPECT_EQ(offset_at("Asia/Calcutta", "2026-07-01"), 330);
  EXPECT_EQ(offset_at("Pacific/Kiritimati", "2026-07-01"), 840);
  EXPECT_EQ(offset_at("America/Sao_Paulo", "2026-01-01"), -180);
  EXPECT_EQ(offset_at("UTC", "2026-01-01"), 0);
}

TEST(Zones, AscendByNameSoThatSearchFindsEach) {
  const auto names = zone_names();
  for (std::uint32_t i = 0; i < names.size(); ++i) EXPECT_EQ(find_zone(names[i]), i) << names[i];
  EXPECT_EQ(find_zone("Europe/Nowhere"), kNone);
  EXPECT_EQ(find_zone(""), kNone);
}

TEST(Zones, GiveOneOffsetAtLeastWhateverTheYear) {
  for (const int year : {0, 1970, 2020, 2035, 2040, 2199})
    EXPECT_GE(zone_changes(find_zone("Europe/Berlin"), year, year + 10).size(), 1u) << year;
}

TEST(Dates, CountDaysOfTheCalendar) {
  EXPECT_EQ(days_from_date(1970, 1, 1), 0);
  EXPECT_EQ(days_from_date(2000, 3, 1), 11017);
  EXPECT_EQ(days_from_date(2026, 9, 1) * kDayMs, 1788220800000);
}

TEST(Dates, RefuseDaysThatNeverWere) {
  WrittenTime time;
  for (const char* text : {"2026-02-29", "2100-02-29", "2026-00-01", "2026-13-01", "2026-1-1", "26-01-01",
                           "2026-01-01T24:01", "2026-01-01 08:00", "1969-12-31", "2026-04-31", ""})
    EXPECT_FALSE(read_time(text, time)) << text;
  for (const char* text : {"2028-02-29", "2000-02-29", "2026-01-01T24:00", "2199-12-31"})
    EXPECT_TRUE(read_time(text, time)) << text;
}

}  // namespace
}  // namespace tactful
