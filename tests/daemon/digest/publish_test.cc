#include "daemon/digest/publish.h"

#include <map>

#include <gtest/gtest.h>

#include "daemon/model/digest_json.h"
#include "tests/support/memory_store.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr Instant kEnd{Millis(1'767'744'000'000)};
constexpr Instant kNow = kEnd + Millis(10'261);

// Files in memory that fail, or pretend that the power went, at the step that a test names.
class FragileFiles final : public Files {
 public:
  Result<void> stage(const fs::path& path, std::string_view bytes) override {
    if (fails_at == "stage") return fail(ErrorKind::io, "no space left");
    staged[path.string()] = std::string(bytes);
    return {};
  }
  Result<void> commit(const fs::path& path) override {
    if (fails_at == "commit") return fail(ErrorKind::io, "the power went");
    const auto found = staged.find(path.string());
    if (found == staged.end()) return fail(ErrorKind::io, "nothing is staged");
    files[path.string()] = found->second;
    staged.erase(found);
    return {};
  }
  Result<void> point(const fs::path& link, const fs::path& target) override {
    links[link.string()] = target.string();
    return {};
  }
  Result<std::string> read(const fs::path& path) override {
    const auto found = files.find(path.string());
    return found == files.end() ? Result<std::string>(fail(ErrorKind::io, "no such file")) : found->second;
  }
  std::size_t sweep(const fs::path&) override { return std::exchange(staged, {}).size(); }

  std::string fails_at;
  std::map<std::string, std::string> staged, files, links;
};

class Publish : public ::testing::Test {
 protected:
  Publish() {
    outcome.digest.profile = "ai";
    outcome.digest.window = {kEnd - 4 * kHour, kEnd};
    outcome.digest.written = kNow;
    outcome.digest.zone = "UTC";
    outcome.digest.title = "A title";
    Item item;
    item.number = 1;
    item.title = "An item";
    item.link = "https://example.com/";
    outcome.digest.items = {item};
    profile.name = "ai";
    profile.latest = true;
  }

  PublishPlace place() { return {profile, zone, "/digests"}; }

  DigestOutcome outcome;
  ProfileSettings profile;
  Zone zone = *Zone::find("UTC");
  testing::MemoryStore store;
  FragileFiles files;
  const std::string path = "/digests/2026.01.07.00.md";
};

TEST_F(Publish, WritesTheFileTheLinkAndTheLedger) {
  const auto paths = publish(outcome, place(), store, files, kNow);
  ASSERT_TRUE(paths) << paths.error().message;
  EXPECT_EQ(*paths, std::vector<fs::path>{path});
  EXPECT_EQ(files.links["/digests/latest.md"], "2026.01.07.00.md");
  const auto row = *store.ledger_row("ai", kEnd);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state, WindowState::written);
  EXPECT_EQ(row->items, 1);
}

TEST_F(Publish, WithoutRoomOnTheDiskNothingIsClaimed) {
  files.fails_at = "stage";
  ASSERT_FALSE(publish(outcome, place(), store, files, kNow));
  EXPECT_FALSE(*store.ledger_row("ai", kEnd));
  files.fails_at.clear();
  EXPECT_TRUE(publish(outcome, place(), store, files, kNow));
}

TEST_F(Publish, AWindowThatACrashLeftHalfDoneIsFinishedWithTheSameBytes) {
  FragileFiles undisturbed;
  testing::MemoryStore other;
  ASSERT_TRUE(publish(outcome, place(), other, undisturbed, kNow));

  files.fails_at = "commit";
  ASSERT_FALSE(publish(outcome, place(), store, files, kNow));
  EXPECT_TRUE(files.files.empty());
  const auto rows = store.unfinished();
  ASSERT_EQ(rows->size(), 1u);

  files.fails_at.clear();
  files.staged.clear();  // the temporary file was lost too
  const auto paths = finish_planned(rows->front(), place(), store, files, kNow + kHour);
  ASSERT_TRUE(paths) << paths.error().message;
  EXPECT_EQ(files.files.at(path), undisturbed.files.at(path));
  EXPECT_TRUE(store.unfinished()->empty());
}

TEST_F(Publish, AWindowIsPublishedOnce) {
  ASSERT_TRUE(publish(outcome, place(), store, files, kNow));
  outcome.digest.title = "Another title";
  EXPECT_FALSE(publish(outcome, place(), store, files, kNow));
  EXPECT_EQ(files.files.at(path).find("Another"), std::string::npos);
}

TEST_F(Publish, WritingAnOldWindowAgainLeavesTheLatestLinkAlone) {
  ASSERT_TRUE(publish(outcome, place(), store, files, kNow));
  DigestOutcome later = outcome;
  later.digest.window = {kEnd, kEnd + 4 * kHour};
  ASSERT_TRUE(publish(later, place(), store, files, kNow));
  const auto row = *store.ledger_row("ai", kEnd);
  ASSERT_TRUE(write_again(*row, place(), store, files));
  EXPECT_EQ(files.links["/digests/latest.md"], "2026.01.07.04.md");
}

TEST_F(Publish, AnEmptyWindowMayBeSkippedButStandsInTheLedger) {
  outcome.digest.items.clear();
  profile.empty = WhenEmpty::skip;
  const auto paths = publish(outcome, place(), store, files, kNow);
  ASSERT_TRUE(paths);
  EXPECT_TRUE(paths->empty());
  EXPECT_TRUE(files.files.empty());
  EXPECT_TRUE(*store.ledger_row("ai", kEnd));
}

TEST(DigestDirectory, ProfilesBesideEachOtherGetFoldersOfTheirOwn) {
  Settings settings;
  ProfileSettings one, two;
  one.name = "one";
  two.name = "two";
  settings.digests = {one};
  EXPECT_EQ(digest_directory(settings, one, "/state"), "/state/digests");
  settings.digests = {one, two};
  EXPECT_EQ(digest_directory(settings, one, "/state"), "/state/digests/one");
  one.directory = "/elsewhere";
  EXPECT_EQ(digest_directory(settings, one, "/state"), "/elsewhere");
}

}  // namespace
}  // namespace eightbells
