// Two hundred answers with the entries they were written from: a hundred true, a hundred with one planted
// falsehood.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <iostream>
#include <map>
#include <sstream>

#include "config/aliases.h"
#include "config/load.h"
#include "daemon/editor/grounding.h"
#include "daemon/editor/vocabulary.h"
#include "tests/daemon/editor/stories_for_test.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using namespace eightbells::testing;

struct Count {
  int all = 0;
  int refused = 0;
};

TEST(GroundingSet, CatchesThePlantsAndLetsTheCleanPass) {
  const AliasTable table = *load_aliases(data_directory() / "aliases.toml");
  const AliasIndex aliases(&table);
  std::map<std::string, Count> counts;  // by what was planted; "": nothing
  Count plants;
  std::istringstream lines(read_file(data_file("grounding.jsonl")));
  for (std::string line; std::getline(lines, line);) {
    const auto pair = boost::json::parse(line).as_object();
    const auto field = [&](const char* name) { return std::string(pair.at(name).as_string()); };
    Candidate member = candidate("", field("text"), field("url"), field("author"));
    member.entry.author = field("author");
    member.entry.published = parse_rfc3339(field("published"));
    const Evidence evidence({&member}, aliases);
    auto reason = evidence.unsupported(field("title"), field("language"));
    if (!reason) reason = evidence.unsupported(field("summary"), field("language"));
    const std::string plant = pair.at("plant").is_null() ? "" : field("plant");
    ++counts[plant].all;
    if (reason) ++counts[plant].refused;
    if (!plant.empty()) ++plants.all;
    if (!plant.empty() && reason) ++plants.refused;
    if (plant.empty() && reason)
      std::cout << "clean, but refused: " << *reason << "\n  " << field("summary") << "\n";
    if (!plant.empty() && !reason) std::cout << "missed: " << field("changed") << "\n";
  }
  const Count clean = counts[""];
  ASSERT_EQ(clean.all, 100);
  ASSERT_EQ(plants.all, 100);
  std::cout << "plants caught: " << plants.refused << " of " << plants.all;
  for (const auto& [plant, count] : counts)
    if (!plant.empty()) std::cout << ", " << plant << " " << count.refused << "/" << count.all;
  std::cout << "; clean refused: " << clean.refused << " of " << clean.all << "\n";
  EXPECT_GE(plants.refused * 100, plants.all * 95);
  EXPECT_LE(clean.refused * 100, clean.all * 5);
}

}  // namespace
}  // namespace eightbells
