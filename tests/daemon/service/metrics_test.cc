#include "daemon/service/metrics.h"

#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "config/load.h"
#include "tests/support/memory_store.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

constexpr Instant kNow{Millis(1'767'744'010'500)};

// A strict reader of the text format: every sample belongs to the family announced before it, names and numbers are well-formed,
// no family comes twice.
std::map<std::string, double> read_strictly(const std::string& text) {
  static const std::regex kSample(R"(^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="(?:[^"\\\n]|\\.)*"\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)$)");
  std::map<std::string, double> out;
  std::set<std::string> families;
  std::string family;
  std::istringstream lines(text);
  EXPECT_TRUE(text.empty() || text.back() == '\n');
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("# HELP ", 0) == 0) {
      family = line.substr(7, line.find(' ', 7) - 7);
      EXPECT_TRUE(families.insert(family).second) << family << " comes twice";
      continue;
    }
    if (line.rfind("# TYPE ", 0) == 0) {
      EXPECT_EQ(line, "# TYPE " + family + " gauge");
      continue;
    }
    std::smatch match;
    EXPECT_TRUE(std::regex_match(line, match, kSample)) << line;
    if (match.empty()) continue;
    EXPECT_EQ(match[1], family);
    out[match[1].str() + match[2].str()] = std::stod(match[3]);
  }
  return out;
}

TEST(Metrics, TellSourcesTheBellAndTheModelInTheTextFormat) {
  testing::MemoryStore store;
  Settings settings = default_settings();
  Source source;
  source.key = "feed:https://example.com/";
  source.name = "Example \"quoted\"";
  settings.sources = {source};
  ASSERT_TRUE(store.put("editor", "last", R"({"requests":3,"tokens":900,"edited":2,"cache_hits":1,"fallbacks":{"http 500":1}})", kNow));
  const BellFigures bell{{1, 1, 0, 0, 7, {}, {}}, Millis(1250), 2, 11, 1};
  const auto text = metrics_text(settings, store, bell, kNow);
  ASSERT_TRUE(text);
  const auto samples = read_strictly(*text);
  EXPECT_EQ(samples.at("eightbells_sources{health=\"unknown\"}"), 1);
  EXPECT_EQ(samples.at("eightbells_sources{health=\"ok\"}"), 0);
  EXPECT_EQ(samples.at("eightbells_collect_duration_seconds"), 1.25);
  EXPECT_EQ(samples.at("eightbells_collect_new_entries"), 7);
  EXPECT_EQ(samples.at("eightbells_digests_written"), 2);
  EXPECT_EQ(samples.at("eightbells_digests_late"), 1);
  EXPECT_EQ(samples.at("eightbells_editor_tokens"), 900);
  EXPECT_EQ(samples.at("eightbells_editor_fallbacks{reason=\"http 500\"}"), 1);
}

TEST(Metrics, AreWrittenWholeWhereTheSettingsSayAndNowhereElse) {
  const testing::ScratchDirectory scratch;
  testing::MemoryStore store;
  DiskFiles files;
  Settings settings = default_settings();
  ASSERT_TRUE(write_metrics(settings, store, files, {}, kNow));
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
  settings.metrics_file = scratch.path() / "eightbells.prom";
  ASSERT_TRUE(write_metrics(settings, store, files, {}, kNow));
  EXPECT_FALSE(read_strictly(testing::read_file(settings.metrics_file)).empty());
}

}  // namespace
}  // namespace eightbells
