#include "targeting/signals.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tactful {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 3'600'000, kDay = 86'400'000;

int days_in(int year, int month) {
  static constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kLengths[month - 1] + (month == 2 && leap);
}

// Milliseconds of a UTC date, by counting months: slow, and another way than the code under test takes.
std::int64_t at(int year, int month, int day, int hour = 0, int minute = 0) {
  std::int64_t days = day - 1;
  for (int y = 1970; y <= year; ++y)
    for (int m = 1; m <= 12 && (y < year || m < month); ++m) days += days_in(y, m);
  return days * kDay + hour * kHour + minute * kMinute;
}

std::string signal(std::uint32_t number, std::int64_t now, int offset = 0, int hemisphere = 1) {
  std::uint8_t bytes[32];
  ValueWriter out(bytes, sizeof bytes);
  derived_signal(number, local_time(now, offset), static_cast<std::int8_t>(hemisphere), out);
  const Value value(bytes);
  EXPECT_EQ(value.bytes().size, out.size());
  if (value.is_null()) return "null";
  if (value.is_number()) return std::to_string(static_cast<int>(value.number()));
  return {reinterpret_cast<const char*>(value.text().data), value.text().size};
}
constexpr std::uint32_t kSeason = 0, kMonth = 1, kWeekday = 2, kHourOfDay = 3, kDate = 4;

double days_to(std::uint32_t season, std::int64_t now, int offset = 0, int hemisphere = 1) {
  std::uint8_t bytes[9];
  ValueWriter out(bytes, sizeof bytes);
  days_to_season(season, local_time(now, offset), static_cast<std::int8_t>(hemisphere), out);
  return Value(bytes).number(-1);
}

TEST(LocalTime, AgreesWithCountingDaysThroughFourCenturies) {
  std::int64_t day = 0;
  for (int year = 1970; year < 2372; ++year)
    for (int month = 1; month <= 12; ++month)
      for (int d = 1; d <= days_in(year, month); ++d, ++day) {
        const LocalTime t = local_time(day * kDay + 5 * kHour, 0);
        ASSERT_EQ(t.year, year);
        ASSERT_EQ(t.month, month);
        ASSERT_EQ(t.day, d);
        ASSERT_EQ(t.weekday, (day + 3) % 7 + 1);
      }
}

TEST(LocalTime, KnowsTheLeapDay) {
  EXPECT_EQ(signal(kDate, at(2028, 2, 28) + kDay), "2028-02-29");
  EXPECT_EQ(signal(kDate, at(2028, 2, 28) + 2 * kDay), "2028-03-01");
  EXPECT_EQ(signal(kDate, at(2027, 2, 28) + kDay), "2027-03-01");
  EXPECT_EQ(signal(kDate, at(2100, 2, 28) + kDay), "2100-03-01");
  EXPECT_EQ(signal(kSeason, at(2028, 2, 29)), "winter");
}

TEST(LocalTime, TurnsTheYearByTheVisitorsClock) {
  const std::int64_t eve = at(2026, 12, 31, 23, 59);
  EXPECT_EQ(signal(kDate, eve), "2026-12-31");
  EXPECT_EQ(signal(kDate, eve + kMinute), "2027-01-01");
  EXPECT_EQ(signal(kDate, eve, 60), "2027-01-01");
  EXPECT_EQ(signal(kMonth, eve, 60), "1");
  EXPECT_EQ(signal(kDate, eve + kHour, -300), "2026-12-31");
}

TEST(LocalTime, HoldsFromOneEndOfTheWorldToTheOther) {
  const std::int64_t noon = at(2026, 10, 4, 12);  // a Sunday
  EXPECT_EQ(signal(kDate, noon, 14 * 60), "2026-10-05");
  EXPECT_EQ(signal(kWeekday, noon, 14 * 60), "1");
  EXPECT_EQ(signal(kHourOfDay, noon, 14 * 60), "2");
  EXPECT_EQ(signal(kDate, noon, -12 * 60), "2026-10-04");
  EXPECT_EQ(signal(kHourOfDay, noon, -12 * 60), "0");
  EXPECT_EQ(signal(kDate, 0, -12 * 60), "1969-12-31");
  EXPECT_EQ(signal(kWeekday, 0, -12 * 60), "3");
  EXPECT_EQ(signal(kHourOfDay, noon, 345), "17");  // Nepal
  EXPECT_EQ(signal(kDate, 8'640'000'000'000'000), "275760-09-13");
}

TEST(Season, IsMeteorologicalAndOppositeInTheSouth) {
  const char* const north[] = {"winter", "winter", "spring", "spring", "spring", "summer",
                               "summer", "summer", "autumn", "autumn", "autumn", "winter"};
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(signal(kSeason, at(2026, month, 15), 0, 1), north[month - 1]);
    EXPECT_EQ(signal(kSeason, at(2026, month, 15), 0, -1), north[(month + 5) % 12]);
    EXPECT_EQ(signal(kSeason, at(2026, month, 15), 0, 0), "null");
  }
}

TEST(DaysToSeason, CountsToItsFirstDay) {
  EXPECT_EQ(days_to(3, at(2026, 11, 30)), 1);
  EXPECT_EQ(days_to(3, at(2026, 12, 1)), 0);
  EXPECT_EQ(days_to(3, at(2027, 2, 28)), 0);
  EXPECT_EQ(days_to(0, at(2027, 2, 28)), 1);
  EXPECT_EQ(days_to(0, at(2028, 2, 28)), 2);       // a leap day between
  EXPECT_EQ(days_to(0, at(2026, 12, 1)), 90);      // across the year's end
  EXPECT_EQ(days_to(2, at(2026, 12, 1), 0, -1), 90);
  EXPECT_EQ(days_to(3, at(2026, 5, 31), 0, -1), 1);
  EXPECT_EQ(days_to(3, at(2026, 11, 30, 23), 60), 0);
  EXPECT_EQ(days_to(3, at(2026, 6, 1), 0, 0), -1) << "null in the tropics";
}

// A pack with one zone: central Europe in 2026 and 2027.
class ScheduleTest : public ::testing::Test {
 protected:
  ScheduleTest() {
    changes_ = {{at(2025, 10, 26, 1), 60, 0}, {spring_, 120, 0}, {autumn_, 60, 0}, {at(2027, 3, 28, 1), 120, 0}};
    put(k_zones, &zone_, 1);
    put(k_zone_changes, changes_.data(), static_cast<std::uint32_t>(changes_.size()));
    put(k_periods, periods_, 2);
  }
  template <class T>
  void put(SectionIndex section, const T* records, std::uint32_t count) {
    pack_.sections[section] = {reinterpret_cast<const std::uint8_t*>(records), count};
  }

  bool holds(std::int64_t now, int offset = 0) {
    changes_at_ = -1;
    const bool result = schedule_holds(pack_, schedule_, now, offset, changes_at_);
    EXPECT_GT(changes_at_, now);
    return result;
  }
  // The next change by trying every minute.
  std::int64_t change_by_trying(std::int64_t now, int offset, std::int64_t limit) {
    std::int64_t ignored;
    const bool first = schedule_holds(pack_, schedule_, now, offset, ignored);
    for (std::int64_t t = now - now % kMinute + kMinute; t < limit; t += kMinute)
      if (schedule_holds(pack_, schedule_, t, offset, ignored) != first) return t;
    return INT64_MAX;
  }

  const std::int64_t spring_ = at(2026, 3, 29, 1), autumn_ = at(2026, 10, 25, 1);
  Zone zone_{kNone, 0, 4};
  std::vector<ZoneChange> changes_;
  const Period periods_[2] = {{at(2026, 11, 23), at(2026, 12, 1)}, {at(2027, 11, 22), at(2027, 11, 30)}};
  Pack pack_{};
  Schedule schedule_{INT64_MIN, INT64_MAX, kNone, 0, 0, 127, 0};
  std::int64_t changes_at_ = 0;
};

TEST_F(ScheduleTest, OpenEndsHoldForEver) {
  EXPECT_TRUE(holds(at(2026, 10, 5)));
  EXPECT_EQ(changes_at_, INT64_MAX);
}

TEST_F(ScheduleTest, DatesAreTheVisitorsOwn) {
  schedule_.from_local_ms = at(2026, 9, 1);
  schedule_.until_local_ms = at(2026, 12, 1);
  EXPECT_FALSE(holds(at(2026, 8, 31, 21, 59), 120));
  EXPECT_EQ(changes_at_, at(2026, 8, 31, 22));
  EXPECT_TRUE(holds(at(2026, 8, 31, 22), 120));
  EXPECT_EQ(changes_at_, at(2026, 11, 30, 22));
  EXPECT_TRUE(holds(at(2026, 12, 1, 11, 59), -12 * 60));
  EXPECT_FALSE(holds(at(2026, 12, 1, 12), -12 * 60));
  EXPECT_EQ(changes_at_, INT64_MAX);
}

TEST_F(ScheduleTest, ANamedZoneCountsItsOwnClock) {
  schedule_.zone = 0;
  schedule_.from_local_ms = at(2026, 7, 1);
  EXPECT_FALSE(holds(at(2026, 6, 30, 21, 59), -600));
  EXPECT_TRUE(holds(at(2026, 6, 30, 22), -600));
  EXPECT_EQ(zone_offset(pack_, 0, at(2020, 1, 1)), 60) << "the first change holds before it too";
  EXPECT_EQ(zone_offset(pack_, 0, spring_ - 1), 60);
  EXPECT_EQ(zone_offset(pack_, 0, spring_), 120);
  EXPECT_EQ(zone_offset(pack_, 0, at(2030, 1, 1)), 120);
}

TEST_F(ScheduleTest, HoursWrapMidnightAndKeepTheEveningsWeekday) {
  schedule_.from_minute = 22 * 60;
  schedule_.until_minute = 2 * 60;
  schedule_.weekdays = 1 << 4;  // Friday
  const std::int64_t friday = at(2026, 10, 9);
  EXPECT_FALSE(holds(friday + 1 * kHour));
  EXPECT_FALSE(holds(friday + 21 * kHour));
  EXPECT_EQ(changes_at_, friday + 22 * kHour);
  EXPECT_TRUE(holds(friday + 22 * kHour));
  EXPECT_EQ(changes_at_, friday + 26 * kHour);
  EXPECT_TRUE(holds(friday + 25 * kHour));
  EXPECT_FALSE(holds(friday + 26 * kHour));
  EXPECT_EQ(changes_at_, friday + 7 * kDay + 22 * kHour);
}

TEST_F(ScheduleTest, TheHourThatIsLeftOutBeginsWithTheNext) {
  schedule_.zone = 0;
  schedule_.from_minute = 150;  // 02:30 does not exist in the night of spring
  schedule_.until_minute = 240;
  EXPECT_FALSE(holds(spring_ - 1));
  EXPECT_EQ(changes_at_, spring_);
  EXPECT_TRUE(holds(spring_));
  EXPECT_EQ(changes_at_, spring_ + kHour);
}

TEST_F(ScheduleTest, TheHourThatComesTwiceHoldsTwice) {
  schedule_.zone = 0;
  schedule_.from_minute = 120;
  schedule_.until_minute = 150;  // 02:00 to 02:30, in summer time and again in winter time
  EXPECT_FALSE(holds(autumn_ - 2 * kHour));
  EXPECT_EQ(changes_at_, autumn_ - kHour);
  EXPECT_TRUE(holds(autumn_ - kHour));
  EXPECT_EQ(changes_at_, autumn_ - 30 * kMinute);
  EXPECT_FALSE(holds(autumn_ - 30 * kMinute));
  EXPECT_EQ(changes_at_, autumn_);
  EXPECT_TRUE(holds(autumn_));
  EXPECT_EQ(changes_at_, autumn_ + 30 * kMinute);
}

TEST_F(ScheduleTest, TheNextChangeIsTheOneFoundByTryingEveryMinute) {
  struct Case {
    std::uint16_t from, until;
    std::uint32_t weekdays;
    Ref zone;
  };
  for (const Case& c : {Case{540, 1080, 127, 0}, Case{540, 1080, 0x1f, kNone}, Case{1320, 360, 0x60, 0}, Case{0, 0, 0x15, 0},
                        Case{130, 170, 127, 0}, Case{1439, 1, 127, kNone}, Case{150, 120, 127, 0}}) {
    schedule_ = {at(2026, 3, 27, 9, 30), at(2026, 4, 2, 17), c.zone, c.from, c.until, c.weekdays, 0};
    for (std::int64_t now = at(2026, 3, 26); now < at(2026, 4, 4); now += 97 * kMinute) {
      holds(now, 60);
      const std::int64_t tried = change_by_trying(now, 60, at(2026, 4, 12));
      EXPECT_EQ(changes_at_, tried) << c.from << " " << c.until << " " << now;
    }
  }
}

TEST_F(ScheduleTest, PeriodsEndWithTheirLastDay) {
  EXPECT_FALSE(in_period(pack_, 0, 2, at(2026, 11, 22, 23, 59)));
  EXPECT_TRUE(in_period(pack_, 0, 2, at(2026, 11, 23)));
  EXPECT_TRUE(in_period(pack_, 0, 2, at(2026, 11, 30, 23, 59)));
  EXPECT_FALSE(in_period(pack_, 0, 2, at(2026, 12, 1)));
  EXPECT_TRUE(in_period(pack_, 0, 2, at(2027, 11, 29)));
  EXPECT_FALSE(in_period(pack_, 0, 1, at(2027, 11, 29)));
  EXPECT_FALSE(in_period(pack_, 0, 0, at(2026, 11, 25)));
}

}  // namespace
}  // namespace tactful
