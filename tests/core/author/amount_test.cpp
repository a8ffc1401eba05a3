#include "author/amount.h"

#include <gtest/gtest.h>

namespace tactful {
namespace {

// Those of tests/web/value.test.mjs: the page reads its prices so.
TEST(ReadAmount, ReadsNumbersAsShopsWriteThem) {
  const std::pair<const char*, double> rows[] = {{"89", 89},
                                                 {"89.9", 89.9},
                                                 {"89,90", 89.9},
                                                 {"0.5", 0.5},
                                                 {".99", 0.99},
                                                 {",5", 0.5},
                                                 {"1,299.00", 1299},
                                                 {"1.299,00", 1299},
                                                 {"1,299", 1299},
                                                 {"1.299", 1.299},
                                                 {"12.345", 12.345},
                                                 {"1,299,000", 1299000},
                                                 {"1.299.000", 1299000},
                                                 {"1,299,000.5", 1299000.5},
                                                 {"1.299.000,5", 1299000.5},
                                                 {"1 299,00", 1299},
                                                 {"1\u00a0299", 1299},
                                                 {"1\u202f299,95", 1299.95},
                                                 {"1'299.50", 1299.5},
                                                 {"1’299.–", 1299},
                                                 {"€ 89,90", 89.9},
                                                 {"89,90 €", 89.9},
                                                 {"$1,299.00 USD", 1299},
                                                 {"EUR 129,-", 129},
                                                 {"from 12.50 to 20.00", 12.5},
                                                 {"Rs.999", 999},
                                                 {"Rs.1,299.50", 1299.5},
                                                 {"S/.89.90", 89.9},
                                                 {"kr.499", 499},
                                                 {"₹1,29,900", 129900},
                                                 {"from .99", 0.99},
                                                 {"-5", -5},
                                                 {"-1.299,50", -1299.5},
                                                 {"0", 0},
                                                 {"007", 7}};
  for (const auto& [text, number] : rows) EXPECT_EQ(read_amount(text), number) << text;
}

TEST(ReadAmount, IsNoneWhereThereIsNone) {
  for (const char* text : {"", "free", "-", ".", ",-", "€", "NaN", "Infinity"}) EXPECT_FALSE(read_amount(text)) << text;
  EXPECT_FALSE(read_amount(std::string(400, '9')));
}

}  // namespace
}  // namespace tactful
