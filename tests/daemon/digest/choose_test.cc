#include "daemon/digest/choose.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

constexpr Instant kEnd{Millis(1'800'000'000'000)};
constexpr Instant kBegin = kEnd - 4 * kHour;

Candidate published_at(Instant at) {
  Candidate candidate;
  candidate.entry.title = "A title";
  candidate.entry.published = at;
  candidate.first_seen = kEnd + Millis(3000);  // the poll follows the bell
  return candidate;
}

Candidate undated() {
  Candidate candidate = published_at(kEnd);
  candidate.entry.published.reset();
  candidate.date_trusted = false;
  return candidate;
}

std::string fate(const Candidate& candidate, const ChoiceRules& rules, const ProfileSettings& profile = {}) {
  const Choice choice = choose_candidates({candidate}, rules, profile);
  return choice.kept_out.empty() ? "chosen" : choice.kept_out.front().second;
}

ChoiceRules rules(bool latest = true, Backfill backfill = Backfill::window) {
  return {{kBegin, kEnd}, latest, 48 * kHour, backfill};
}

TEST(Choose, WhatWasPublishedBeforeTheWindowButIsUnreportedIsChosen) {
  EXPECT_EQ(fate(published_at(kBegin - 20 * kHour), rules()), "chosen");
  EXPECT_EQ(fate(published_at(kEnd - Millis(1)), rules()), "chosen");
}

TEST(Choose, WhatWasPublishedAtOrAfterTheEndBelongsToTheNextWindow) {
  EXPECT_EQ(fate(published_at(kEnd), rules()), "belongs to a later window");
}

TEST(Choose, MaxAgeIsCountedFromTheWindowsEnd) {
  EXPECT_EQ(fate(published_at(kEnd - 48 * kHour), rules()), "chosen");
  EXPECT_EQ(fate(published_at(kEnd - 48 * kHour - Millis(1)), rules()), "too old");
}

TEST(Choose, AnUndatedEntryBelongsToTheLatestWindowThatClosed) {
  EXPECT_EQ(fate(undated(), rules(true)), "chosen");
  EXPECT_EQ(fate(undated(), rules(false)), "belongs to a later window");
}

TEST(Choose, ABaselineEntryIsChosenOnlyIfPublishedSinceTheWindowBegan) {
  Candidate inside = published_at(kBegin), before = published_at(kBegin - Millis(1)), without = undated();
  inside.baseline = before.baseline = without.baseline = true;
  EXPECT_EQ(fate(inside, rules()), "chosen");
  EXPECT_EQ(fate(before, rules()), "baseline of a new source: published before this window");
  EXPECT_EQ(fate(without, rules()), "baseline of a new source: published before this window");
  EXPECT_EQ(fate(before, rules(true, Backfill::max_age)), "chosen");
  EXPECT_EQ(fate(inside, rules(true, Backfill::none)), "baseline of a new source");
}

TEST(Choose, FiltersLookForWholeLatinWordsAndForHanAnywhere) {
  Candidate candidate = published_at(kBegin);
  candidate.entry.title = "谷歌发布新款机器人 with AI inside";
  candidate.entry.content = "The airship is not meant.";
  ProfileSettings profile;
  profile.must = {"机器人", "ai"};
  EXPECT_EQ(fate(candidate, rules(), profile), "chosen");
  profile.must = {"air"};
  EXPECT_EQ(fate(candidate, rules(), profile), "filtered: lacks \"air\" (must)");
  profile.must.clear();
  profile.exclude = {"AIRSHIP"};
  EXPECT_EQ(fate(candidate, rules(), profile), "filtered: has \"AIRSHIP\" (exclude)");
  profile.exclude.clear();
  profile.any = {"drone", "无人机"};
  EXPECT_EQ(fate(candidate, rules(), profile), "filtered: has none of the words of any");
  profile.any.push_back("谷歌");
  EXPECT_EQ(fate(candidate, rules(), profile), "chosen");
}

TEST(Choose, FiltersKnowRegularExpressions) {
  Candidate candidate = published_at(kBegin);
  candidate.entry.title = "Aurora-3 发布 with 720B parameters";
  ProfileSettings profile;
  profile.must = {"/\\b\\d+B\\b/"};
  profile.any = {"/aurora-\\d/"};
  EXPECT_EQ(fate(candidate, rules(), profile), "chosen");
  profile.exclude = {"/^aurora/"};
  EXPECT_EQ(fate(candidate, rules(), profile), "filtered: has \"/^aurora/\" (exclude)");
  profile.must = {"/\\d+T/"};
  EXPECT_EQ(fate(candidate, rules(), profile), "filtered: lacks \"/\\d+T/\" (must)");
}

TEST(Choose, ADigestOfSomeSourcesTakesTheseOnly) {
  Candidate candidate = published_at(kBegin);
  candidate.source_name = "One";
  ProfileSettings profile;
  profile.sources = {"Two"};
  EXPECT_EQ(fate(candidate, rules(), profile), "not one of the digest's sources");
  profile.sources.push_back("One");
  EXPECT_EQ(fate(candidate, rules(), profile), "chosen");
}

}  // namespace
}  // namespace eightbells
