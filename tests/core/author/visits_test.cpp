#include "author/visits.h"

#include <gtest/gtest.h>

#include "author/value_json.h"

namespace tactful {
namespace {

// Each event as "visitor t input".
std::vector<std::string> read(std::string_view log, std::size_t piece = 1 << 20) {
  Visits visits;
  for (std::size_t at = 0; at < log.size(); at += piece)
    visits.read(log.substr(at, piece), at + piece >= log.size());
  visits.finish();
  std::vector<std::string> out;
  for (const Visits::Event& event : visits.events()) {
    out.push_back(visits.name(event.visitor) + " " + std::to_string(event.t_ms) + " ");
    append_json(visits.input(event), out.back());
  }
  if (visits.bad_lines() != 0)
    out.push_back("bad: " + std::to_string(visits.bad_lines()) + ", first " + std::to_string(visits.first_bad_line()));
  return out;
}

using Lines = std::vector<std::string>;

TEST(Visits, ReadsReplayLinesAndLeavesQueriesOut) {
  EXPECT_EQ(read("\n{\"visitor\":\"a\",\"t\":7,\"event\":\"view_item\",\"params\":{\"price\":3}}\n"
                 "{\"t\":8,\"decide\":\"home\"}\n{\"t\":9,\"event\":\"login\"}\nrubbish\n"),
            (Lines{R"(a 7 {"event":"view_item","params":{"price":3}})", R"(v 9 {"event":"login"})", "bad: 1, first 5"}));
}

TEST(Visits, ReadsTheRowsOfGa4sExport) {
  EXPECT_EQ(read(R"({"event_timestamp":"1700000000123456","event_name":"purchase","user_pseudo_id":"u.1",)"
                 R"("event_params":[{"key":"value","value":{"string_value":null,"double_value":12.5}},)"
                 R"({"key":"ga_session_id","value":{"int_value":"77"}},{"key":"page","value":{"string_value":"/x"}}],)"
                 R"("ecommerce":{"transaction_id":"T1"},)"
                 R"("items":[{"item_category":"trail","price":"89.5","quantity":"2","item_brand":null}]})"),
            Lines{R"(u.1 1700000000123 {"event":"purchase","params":{"items":[{"item_category":"trail","price":89.5,)"
                  R"("quantity":2}],"transaction_id":"T1","value":12.5,"ga_session_id":77,"page":"/x"}})"});
}

TEST(Visits, ReadsCsvInGa4sWords) {
  EXPECT_EQ(read("ts,user,session,type,item,category,brand,price,split\r\n"
                 "5,u,s1,view,i1,\"a, \"\"b\"\"\",Acme,9.5,dev\r\n"
                 "6,u,s1,click,,17,,,dev\r\n"
                 "x,u,s1,view,i1,a,b,1,dev\r\n"
                 "7,u,s1\r\n"),
            (Lines{R"(u 5 {"event":"view_item","params":{"session":"s1","item_id":"i1","item_category":"a, \"b\"",)"
                   R"("item_brand":"Acme","price":9.5,"split":"dev"}})",
                   R"(u 6 {"event":"select_item","params":{"session":"s1","item_category":"17","split":"dev"}})",
                   "bad: 2, first 4"}));
}

// Nothing is known of a price that is none; counted as 0 it would move the bands.
TEST(Visits, ReadsPricesAsShopsWriteThemAndLeavesOutWhatIsNone) {
  EXPECT_EQ(read("ts,user,type,price,value\n5,u,view,\"12,50 €\",free\n"),
            Lines{R"(u 5 {"event":"view_item","params":{"price":12.5}})"});
  EXPECT_EQ(
      read(
          R"({"event_timestamp":"5000","event_name":"x","user_pseudo_id":"u","event_params":[{"key":"value","value":{"int_value":"?"}},)"
          R"({"key":"price","value":{"string_value":"1.299,00 €"}}],"items":[{"price":"on request","quantity":[2]}]})"),
      Lines{R"(u 5 {"event":"x","params":{"items":[{}],"price":1299}})"});
}

TEST(Visits, TakesGa4sPlaceholderForNothing) {
  EXPECT_EQ(
      read(
          R"x({"event_timestamp":"5000","event_name":"x","user_pseudo_id":"u","event_params":[{"key":"page","value":{"string_value":"(not set)"}}],)x"
          R"x("items":[{"item_category":"(not set)","item_brand":"(none)"}]})x"),
      Lines{R"x(u 5 {"event":"x","params":{"items":[{"item_brand":"(none)"}]}})x"});
  EXPECT_EQ(read("ts,user,type,category\n5,u,view,(not set)\n"), Lines{R"(u 5 {"event":"view_item","params":{}})"});
  // As an order's number it would make one purchase of all.
  EXPECT_EQ(
      read(R"x({"event_timestamp":"5000","event_name":"purchase","user_pseudo_id":"u","ecommerce":{"transaction_id":"(not set)"}})x"),
      Lines{R"x(u 5 {"event":"purchase","params":{}})x"});
}

TEST(Visits, TakesWhoHasNoNameForNobody) {
  EXPECT_EQ(read("ts,user,type\n5,,view\n6,u,view\n"), (Lines{R"(u 6 {"event":"view_item","params":{}})", "bad: 1, first 2"}));
  EXPECT_EQ(read(R"({"event_timestamp":"5000","event_name":"x","user_pseudo_id":null})" "\n"
                 R"({"event_timestamp":"5000","event_name":"x","user_pseudo_id":""})"),
            Lines{"bad: 2, first 1"});
}

TEST(Visits, KeepsTheParametersThatAreAskedForAlone) {
  const auto kept = [](std::string_view log) {
    Visits visits;
    visits.keep({"items", "item_category", "value"});
    visits.read(log, true);
    visits.finish();
    std::string out;
    for (const Visits::Event& event : visits.events()) append_json(visits.input(event), out);
    return out;
  };
  EXPECT_EQ(kept(R"({"event_timestamp":"5000","event_name":"x","user_pseudo_id":"u","event_params":[{"key":"page_location","value":{"string_value":"/"}},)"
                 R"({"key":"value","value":{"int_value":"5"}}],"items":[{"item_name":"Shoe","item_category":"trail"}]})"),
            R"({"event":"x","params":{"items":[{"item_category":"trail"}],"value":5}})");
  EXPECT_EQ(kept("ts,user,type,category,note\n5,u,view,trail,x\n"), R"({"event":"view_item","params":{"item_category":"trail"}})");
}

TEST(Visits, SaysWhatAFirstLineLacks) {
  const auto refusal = [](std::string_view log) {
    Visits visits;
    visits.read(log, true);
    return visits.refusal();
  };
  const std::string lacks = "the log does not begin with a JSON object, and as the header of a CSV its first line names no column for: ";
  EXPECT_EQ(refusal("time,user,type\n1,u,view\n"), lacks + "ts or t");
  EXPECT_EQ(refusal("what\n"), lacks + "ts or t; user or visitor; type or event");
  EXPECT_EQ(refusal("ts;user;type\n"), lacks + "ts or t; user or visitor; type or event; columns are told apart by commas");
  EXPECT_NE(refusal("[{\"event_name\":\"x\"}]\n").find("JSON array"), std::string::npos);
  EXPECT_EQ(refusal("t,visitor,event\n"), "");
  EXPECT_EQ(refusal("{\"t\":1}\n"), "");
}

TEST(Visits, SaysWhyTheFirstLineThatItCannotReadIsNone) {
  const auto reason = [](std::string_view log) {
    Visits visits;
    visits.read(log, true);
    return std::string(visits.first_bad_reason());
  };
  EXPECT_EQ(reason("t,visitor,event\n5,u,x\n"), "");
  EXPECT_EQ(reason("t,visitor,event\n2026-01-01,u,x\nrubbish\n"), "its time is no number of milliseconds");
  for (const char* brand : {"B\xf6rg", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3"})
    EXPECT_EQ(reason("t,visitor,event,brand\n5,u,x," + std::string(brand) + "\n"), "it is no UTF-8") << brand;
  EXPECT_EQ(reason("t,visitor,event,brand\n5,u,x,B\xc3\xb6rg \xef\xbf\xbd \xf0\x9f\x98\x80\n"), "");
  EXPECT_EQ(reason("t,visitor,event\n5,u\n"), "it has more or fewer fields than the header");
  EXPECT_EQ(reason("t,visitor,event\n5,,x\n"), "it names no visitor or no event");
  EXPECT_EQ(reason("{\"t\":-1,\"event\":\"x\"}\n"), "bad-time");
}

TEST(Visits, ReadsPastAByteOrderMark) {
  const Lines expected{R"(u 5 {"event":"view_item","params":{"item_category":"a"}})"};
  for (std::size_t piece : {1u, 2u, 1000u}) {
    EXPECT_EQ(read("\xef\xbb\xbfts,user,type,category\r\n5,u,view,a\r\n", piece), expected);
    EXPECT_EQ(read("\xef\xbb\xbf{\"visitor\":\"u\",\"t\":5,\"event\":\"view_item\",\"params\":{\"item_category\":\"a\"}}\n", piece), expected);
  }
}

TEST(Visits, OrdersByVisitorAndTimeAndKeepsTheOrderOfTheLogWhereTimesAreEqual) {
  const std::string log =
      "t,visitor,event,item\n5,b,x,1\n3,a,x,2\n4,b,x,3\n3,a,x,4\n";
  const Lines expected{R"(b 4 {"event":"x","params":{"item_id":"3"}})", R"(b 5 {"event":"x","params":{"item_id":"1"}})",
                       R"(a 3 {"event":"x","params":{"item_id":"2"}})", R"(a 3 {"event":"x","params":{"item_id":"4"}})"};
  for (const std::size_t piece : {1, 3, 1000}) EXPECT_EQ(read(log, piece), expected) << piece;
}

}  // namespace
}  // namespace tactful
