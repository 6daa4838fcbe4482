// The labelled windows beside the checkout, where they are: the figures must not fall.
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/stories/cluster.h"
#include "feeds/base/utf8.h"
#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

struct Row {
  Candidate candidate;
  std::string label;
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '\t');) out.push_back(cell);
  return out;
}

// id, window, ts_ms, title, url, publisher or body, category, story.
std::map<std::string, std::vector<Row>> windows_of(const std::filesystem::path& file) {
  std::map<std::string, std::vector<Row>> out;
  std::istringstream in(testing::read_file(file));
  std::string line;
  std::getline(in, line);
  const bool bodies = cells(line).at(5) == "body3";
  while (std::getline(in, line)) {
    const auto row = cells(line);
    Row each;
    each.candidate = testing::candidate(bodies ? "" : row.at(5), row.at(3), row.at(4),
                                        bodies ? row.at(5) : "", Instant(Millis(std::stoll(row.at(2)))));
    each.candidate.entry.id = row.at(0);
    each.label = row.at(7);
    out[row.at(1)].push_back(each);
  }
  return out;
}

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_han(next_code_point(text, at))) return true;
  }
  return false;
}

struct Pairs {
  double right = 0;
  double said = 0;
  double labelled = 0;
  double right_across = 0;
  double labelled_across = 0;
  double f1() const { return 2 * right / (said + labelled); }
};

Pairs pairs_of(const std::filesystem::path& file) {
  Pairs out;
  for (const auto& [window, rows] : windows_of(file)) {
    std::vector<Candidate> candidates;
    for (const Row& row : rows) candidates.push_back(row.candidate);
    std::vector<std::size_t> story(rows.size());
    const auto stories = cluster(candidates, testing::shipped_aliases(), {});
    for (std::size_t i = 0; i < stories.size(); ++i) {
      for (const std::size_t member : stories[i].members) story[member] = i;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const bool gold = rows[i].label == rows[j].label;
        const bool ours = story[i] == story[j];
        const bool across = has_han(rows[i].candidate.entry.title) != has_han(rows[j].candidate.entry.title);
        out.right += gold && ours;
        out.said += ours;
        out.labelled += gold;
        out.right_across += gold && ours && across;
        out.labelled_across += gold && across;
      }
    }
  }
  return out;
}

TEST(Gold, RealWindowsOfAiNewsAreClusteredAsPeopleDo) {
  SKIP_WITHOUT_SHARED(shared);
  const Pairs pairs = pairs_of(shared / "stories/gold_ai.tsv");
  EXPECT_GE(pairs.f1(), 0.93);
  EXPECT_GE(pairs.right / pairs.said, 0.93);
  EXPECT_GE(pairs.right_across / pairs.labelled_across, 0.60);
}

TEST(Gold, TheSameRulesCarryOverToOtherTexts) {
  SKIP_WITHOUT_SHARED(shared);
  EXPECT_GE(pairs_of(shared / "stories/ecbplus.tsv").f1(), 0.81);
  EXPECT_GE(pairs_of(shared / "stories/uci_resampled.tsv").f1(), 0.65);
  EXPECT_GE(pairs_of(shared / "stories/newst.tsv").f1(), 0.55);
  EXPECT_GE(pairs_of(shared / "stories/tweetst.tsv").f1(), 0.58);
}

}  // namespace
}  // namespace eightbells
