#include "daemon/digest/outputs.h"

#include <algorithm>
#include <map>
#include <utility>

#include <gtest/gtest.h>

#include "daemon/digest/publish.h"
#include "daemon/model/digest_json.h"
#include "tests/support/memory_store.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr Instant kFirstEnd{Millis(1'767'744'000'000)};  // 2026-01-07 00:00 UTC

// Files in memory; the power goes at the `power_for`-th commit.
class CountedFiles final : public Files {
 public:
  Result<void> stage(const fs::path& path, std::string_view bytes) override {
    staged[path.string()] = std::string(bytes);
    return {};
  }
  Result<void> commit(const fs::path& path) override {
    if (power_for-- == 0) return fail(ErrorKind::io, "the power went");
    files[path.string()] = staged.at(path.string());
    staged.erase(path.string());
    committed.push_back(path.string());
    return {};
  }
  Result<void> point(const fs::path& link, const fs::path& target) override {
    links[link.string()] = target.string();
    return {};
  }
  Result<std::string> read(const fs::path& path) override {
    const auto found = files.find(path.string());
    return found == files.end() ? Result<std::string>(fail(ErrorKind::not_found, "no such file"))
                                : found->second;
  }
  std::size_t sweep(const fs::path&) override { return std::exchange(staged, {}).size(); }

  int power_for = 1'000'000;
  std::map<std::string, std::string> staged, files, links;
  std::vector<std::string> committed;
};

class Outputs : public ::testing::Test {
 protected:
  Outputs() {
    profile.name = "ai";
    profile.latest = true;
    profile.formats = {"atom", "html", "json", "markdown"};
  }

  DigestOutcome outcome(int number) const {
    DigestOutcome out;
    Digest& digest = out.digest;
    digest.profile = "ai";
    digest.window = {kFirstEnd + (number - 1) * 4 * kHour, kFirstEnd + number * 4 * kHour};
    digest.written = digest.window.end + Millis(500);
    digest.zone = "UTC";
    digest.language = "en";
    digest.title = "Digest " + std::to_string(number);
    Item item;
    item.number = 1;
    item.title = "Item " + std::to_string(number);
    item.link = "https://example.com/" + std::to_string(number);
    item.categories = {number % 2 == 0 ? "Even" : "Odd"};
    digest.items = {item};
    digest.categories = item.categories;
    return out;
  }

  PublishPlace place() const { return {profile, zone, "/d", nullptr, {"Even", "Odd"}}; }

  Result<std::vector<fs::path>> publish_one(int number, Store& store, Files& files) const {
    const DigestOutcome out = outcome(number);
    return publish(out, place(), store, files, out.digest.written);
  }

  ProfileSettings profile;
  Zone zone = *Zone::find("UTC");
  testing::MemoryStore store;
  CountedFiles files;
};

TEST_F(Outputs, OneDigestIsManyFilesAndMarkdownIsTheMainOne) {
  const auto paths = publish_one(0, store, files);
  ASSERT_TRUE(paths) << paths.error().message;
  EXPECT_EQ(*paths, (std::vector<fs::path>{"/d/2026.01.07.00.md", "/d/2026.01.07.00.json",
                                           "/d/site/digests/2026.01.07.00.html", "/d/site/atom.xml"}));
  EXPECT_EQ(files.links, (std::map<std::string, std::string>{{"/d/latest.md", "2026.01.07.00.md"},
                                                             {"/d/latest.json", "2026.01.07.00.json"}}));
  for (const char* path :
       {"/d/site/index.html", "/d/site/archive.html", "/d/site/categories/even.html", "/d/site/style.css"})
    EXPECT_TRUE(files.files.count(path)) << path;
}

TEST_F(Outputs, WhereverThePowerGoesTheWindowIsFinishedWithTheSameBytes) {
  testing::MemoryStore undisturbed_store;
  CountedFiles undisturbed;
  for (int n = 0; n < 3; ++n) ASSERT_TRUE(publish_one(n, undisturbed_store, undisturbed));
  const std::size_t commits = undisturbed.committed.size();
  for (std::size_t at = 0; at < commits; ++at) {
    testing::MemoryStore one_store;
    CountedFiles one;
    one.power_for = static_cast<int>(at);
    for (int n = 0; n < 3; ++n) {
      if (publish_one(n, one_store, one)) continue;
      one.staged.clear();  // temporary files are lost too
      one.power_for = 1'000'000;
      const auto rows = one_store.unfinished();
      ASSERT_EQ(rows->size(), 1u);
      ASSERT_TRUE(finish_planned(rows->front(), place(), one_store, one, kFirstEnd + kDay));
    }
    EXPECT_EQ(one.files, undisturbed.files) << "the power went at commit " << at;
  }
}

TEST_F(Outputs, ABellWritesOnlyWhatChanges) {
  for (int n = 0; n < 4; ++n) ASSERT_TRUE(publish_one(n, store, files));
  files.committed.clear();
  ASSERT_TRUE(publish_one(4, store, files));
  std::sort(files.committed.begin(), files.committed.end());
  EXPECT_EQ(
      files.committed,
      (std::vector<std::string>{"/d/2026.01.07.16.json", "/d/2026.01.07.16.md", "/d/site/archive.html",
                                "/d/site/atom.xml", "/d/site/categories.html", "/d/site/categories/even.html",
                                "/d/site/digests/2026.01.07.12.html", "/d/site/digests/2026.01.07.16.html",
                                "/d/site/index.html", "/d/site/months/2026-01.html"}));
}

TEST_F(Outputs, WritingAnyWindowAgainChangesNothing) {
  for (int n = 0; n < 200; n += n == 3 ? 190 : 1)
    ASSERT_TRUE(publish_one(n, store, files));  // a gap of a month
  const auto before = files.files;
  for (const int n : {0, 2, 193, 199}) {
    const auto row = *store.ledger_row("ai", outcome(n).digest.window.end);
    ASSERT_TRUE(row);
    ASSERT_TRUE(write_again(*row, place(), store, files));
    EXPECT_EQ(files.files, before) << n;
  }
}

TEST_F(Outputs, ANewLookRenewsEveryPageOfTheLastThirtyDays) {
  for (int n = 0; n < 5; ++n) ASSERT_TRUE(publish_one(n, store, files));
  profile.site_title = "Another name";
  ASSERT_TRUE(publish_one(5, store, files));
  for (const auto& [path, bytes] : files.files)
    if (path.size() > 5 && path.substr(path.size() - 5) == ".html") {
      EXPECT_NE(bytes.find("Another name"), std::string::npos) << path;
    }
}

TEST_F(Outputs, APageThatWasTakenAwayIsWrittenAgain) {
  for (int n = 0; n < 5; ++n) ASSERT_TRUE(publish_one(n, store, files));
  const std::string page = files.files.at("/d/site/digests/2026.01.07.04.html");
  files.files.erase("/d/site/digests/2026.01.07.04.html");
  ASSERT_TRUE(publish_one(5, store, files));
  EXPECT_EQ(files.files.at("/d/site/digests/2026.01.07.04.html"), page);
}

TEST_F(Outputs, AProfileOfFeedsOnlyHasItsFeedBesideNothing) {
  profile.formats = {"atom"};
  const auto paths = publish_one(0, store, files);
  ASSERT_TRUE(paths);
  EXPECT_EQ(*paths, std::vector<fs::path>{"/d/atom.xml"});
  EXPECT_TRUE(files.links.empty());
  const auto row = *store.ledger_row("ai", kFirstEnd);
  EXPECT_TRUE(write_again(*row, place(), store, files));
}

TEST_F(Outputs, TheFeedHoldsTheLastTwelveDigests) {
  profile.formats = {"atom"};
  for (int n = 0; n < 15; ++n) ASSERT_TRUE(publish_one(n, store, files));
  const std::string& feed = files.files.at("/d/atom.xml");
  EXPECT_EQ(feed.find(">Item 2<"), std::string::npos);
  EXPECT_NE(feed.find(">Item 3<"), std::string::npos);
  EXPECT_LT(feed.find(">Item 14<"), feed.find(">Item 13<"));
}

TEST_F(Outputs, AnEmptyWindowThatIsSkippedHasNoPageAndIsNoNeighbour) {
  profile.empty = WhenEmpty::skip;
  ASSERT_TRUE(publish_one(0, store, files));
  DigestOutcome quiet = outcome(1);
  quiet.digest.items.clear();
  ASSERT_TRUE(publish(quiet, place(), store, files, kFirstEnd + kDay));
  ASSERT_TRUE(publish_one(2, store, files));
  EXPECT_FALSE(files.files.count("/d/site/digests/2026.01.07.04.html"));
  EXPECT_NE(files.files.at("/d/site/digests/2026.01.07.08.html").find("../digests/2026.01.07.00.html"),
            std::string::npos);
  EXPECT_EQ(files.files.at("/d/site/archive.html").find("digests/2026.01.07.04.html"), std::string::npos);
}

}  // namespace
}  // namespace eightbells
