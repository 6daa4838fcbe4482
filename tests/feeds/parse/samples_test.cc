// Every sample in tests/data/feeds, each of which holds a quirk and says why, against what is to be read in
// it (tests/golden/feeds/<sample>.txt). EIGHTBELLS_UPDATE_GOLDEN=1 writes the golden files again, to be
// reviewed as a diff.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "feeds/parse/parse_feed.h"
#include "feeds/text/dates.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

class Dump {
 public:
  void line(const char* name, const std::string& value) {
    if (value.empty()) return;
    std::string escaped;
    for (const char c : value) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    out_.append(name).append(": ").append(escaped).append("\n");
  }
  void line(const char* name, const std::vector<std::string>& values) {
    for (const std::string& value : values) line(name, value);
  }
  void line(const char* name, const std::optional<Instant>& value) {
    if (value) line(name, format_utc(*value));
  }
  void flag(const char* name, bool value) {
    if (value) line(name, std::string("yes"));
  }
  void rule() { out_ += "---\n"; }
  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  std::string out_;
};

std::string join(const std::vector<int>& numbers) {
  std::string out;
  for (const int number : numbers) out.append(out.empty() ? "" : " ").append(std::to_string(number));
  return out;
}

std::string dump(const Feed& feed) {
  Dump out;
  out.line("format", feed.format);
  out.line("title", feed.title);
  out.line("link", feed.link);
  out.line("language", feed.language);
  out.line("built", feed.built);
  if (feed.poll_after) out.line("poll after", std::to_string(feed.poll_after->count() / 60000) + " min");
  out.line("skip hours", join(feed.skip_hours));
  out.line("skip days", join(feed.skip_days));
  out.flag("damaged", feed.damaged);
  for (const Entry& entry : feed.entries) {
    out.rule();
    out.line("id", entry.id);
    out.line("title", entry.title);
    out.line("link", entry.link);
    out.line("author", entry.author);
    out.line("published", entry.published);
    out.line("updated", entry.updated);
    out.line("language", entry.language);
    out.line("category", entry.categories);
    out.line("summary", entry.summary);
    out.line("content", entry.content);
    out.line("reference", entry.references);
    out.flag("repost", entry.is_repost);
    out.flag("reply", entry.is_reply);
  }
  return out.text();
}

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(testing::data_file("feeds")))
    names.push_back(file.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class Samples : public ::testing::TestWithParam<std::string> {};

TEST_P(Samples, AreReadAsTheirGoldenFilesSay) {
  const auto feed = parse_feed(testing::read_file(testing::data_file("feeds/" + GetParam())), {});
  const std::string got = feed ? dump(*feed) : "error: " + feed.error().message + "\n";
  const fs::path golden = testing::golden_file("feeds/" + GetParam() + ".txt");
  if (std::getenv("EIGHTBELLS_UPDATE_GOLDEN") != nullptr) {
    fs::create_directories(golden.parent_path());
    testing::write_file(golden, got);
  }
  EXPECT_EQ(testing::read_file(golden), got);
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Feeds, Samples, ::testing::ValuesIn(sample_names()), test_name);

}  // namespace
}  // namespace eightbells
