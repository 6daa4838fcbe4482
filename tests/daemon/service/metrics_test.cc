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

// A strict reader of the text format: every sample belongs to the family announced before it and to its type,
// names and numbers are well-formed, no family and no sample comes twice, and buckets add up.
class StrictReader {
 public:
  explicit StrictReader(const std::string& text) {
    EXPECT_TRUE(text.empty() || text.back() == '\n');
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("# HELP ", 0) == 0) begin_family(line);
      else if (line.rfind("# TYPE ", 0) == 0) read_type(line);
      else read_sample(line);
    }
    end_family();
  }

  [[nodiscard]] double at(const std::string& name) const {
    EXPECT_EQ(samples_.count(name), 1u) << name;
    const auto found = samples_.find(name);
    return found == samples_.end() ? -1 : found->second;
  }
  [[nodiscard]] bool empty() const { return samples_.empty(); }
  [[nodiscard]] bool has(const std::string& name) const { return samples_.count(name) > 0; }

 private:
  void begin_family(const std::string& line) {
    end_family();
    family_ = line.substr(7, line.find(' ', 7) - 7);
    type_.clear();
    EXPECT_TRUE(families_.insert(family_).second) << family_ << " comes twice";
  }
  void read_type(const std::string& line) {
    static const std::regex kType(R"(^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$)");
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, kType)) << line;
    EXPECT_EQ(match[1], family_);
    EXPECT_TRUE(type_.empty()) << line;
    type_ = match[2];
    EXPECT_EQ(type_ == "counter", family_.size() > 6 && family_.substr(family_.size() - 6) == "_total")
        << family_;
  }
  void read_sample(const std::string& line) {
    static const std::regex kSample(
        R"(^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)$)");
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, kSample)) << line;
    const double value = std::stod(match[3]);
    EXPECT_FALSE(type_.empty()) << line;
    if (type_ == "histogram") read_part(match[1].str().substr(family_.size()), value, line);
    else EXPECT_EQ(match[1], family_);
    if (type_ != "gauge") {
      EXPECT_GE(value, 0) << line;
    }
    EXPECT_TRUE(samples_.emplace(match[1].str() + match[2].str(), value).second) << line << " comes twice";
  }
  void read_part(const std::string& part, double value, const std::string& line) {
    if (part == "_bucket") {
      EXPECT_GE(value, bucket_) << line;
      EXPECT_FALSE(closed_) << line << " comes after +Inf";
      bucket_ = value;
      closed_ = line.find("{le=\"+Inf\"}") != line.npos;
    } else if (part == "_count") {
      EXPECT_EQ(value, bucket_) << line;
      counted_ = true;
    } else {
      EXPECT_EQ(part, "_sum") << line;
    }
  }
  void end_family() {
    if (type_ == "histogram") {
      EXPECT_TRUE(closed_ && counted_) << family_;
    }
    bucket_ = 0;
    closed_ = counted_ = false;
  }

  std::map<std::string, double> samples_;
  std::set<std::string> families_;
  std::string family_, type_;
  double bucket_ = 0;
  bool closed_ = false, counted_ = false;
};

class Metrics : public ::testing::Test {
 protected:
  Metrics() {
    source_.key = "feed:https://example.com/";
    source_.name = "Example \"quoted\"";
    settings_.sources = {source_};
    settings_.metrics_file = scratch_.path() / "eightbells.prom";
  }

  StrictReader write(const TurnFigures& turn, Instant now = kNow) {
    EXPECT_TRUE(write_metrics(settings_, store_, files_, turn, now));
    return StrictReader(testing::read_file(settings_.metrics_file));
  }

  testing::ScratchDirectory scratch_;
  testing::MemoryStore store_;
  DiskFiles files_;
  Settings settings_ = default_settings();
  Source source_;
};

TurnFigures turn_of(std::vector<PollTime> polls, int digests, int items, int late) {
  TurnFigures turn;
  turn.collect.polled = static_cast<int>(polls.size());
  turn.collect.new_entries = 7;
  turn.collect.polls = std::move(polls);
  turn.collecting = Millis(1250);
  turn.polled = turn.bell = true;
  turn.digests = digests;
  turn.items = items;
  turn.late = late;
  return turn;
}

TEST_F(Metrics, TellSourcesTheLastPollingAndTheModel) {
  ASSERT_TRUE(store_.put(
      "editor", "last",
      R"({"requests":3,"tokens":900,"edited":2,"cache_hits":1,"fallbacks":{"http \"500\"":1}})", kNow));
  const auto samples = write(turn_of({{Millis(5), false}}, 2, 11, 1));
  EXPECT_EQ(samples.at("eightbells_sources{health=\"unknown\"}"), 1);
  EXPECT_EQ(samples.at("eightbells_sources{health=\"ok\"}"), 0);
  EXPECT_EQ(samples.at("eightbells_collect_duration_seconds"), 1.25);
  EXPECT_EQ(samples.at("eightbells_collect_new_entries"), 7);
  EXPECT_EQ(samples.at("eightbells_last_bell_seconds"), 1'767'744'010.5);
  EXPECT_EQ(samples.at("eightbells_editor_tokens"), 900);
  EXPECT_EQ(samples.at("eightbells_editor_fallbacks{reason=\"http \\\"500\\\"\"}"), 1);
}

TEST_F(Metrics, EntriesAreCountedByTheStateOfTheirSource) {
  SourceState state;
  state.failures = 5;
  state.last_error = "no";
  state.health = Health::failing;
  Entry entry;
  entry.id = entry.title = "1";
  ASSERT_TRUE(store_.save_poll(source_, state, {entry}, kNow));
  const auto samples = write({});
  EXPECT_EQ(samples.at("eightbells_entries{health=\"failing\"}"), 1);
  EXPECT_EQ(samples.at("eightbells_entries{health=\"ok\"}"), 0);
}

TEST_F(Metrics, TotalsAddUpOverTurnsAndProcesses) {
  (void)write(turn_of({{Millis(90), false}, {Millis(2'500), true}, {Millis(500'000), true}}, 2, 11, 1));
  const auto samples = write(turn_of({{Millis(100), false}}, 1, 4, 0));
  EXPECT_EQ(samples.at("eightbells_digests_total"), 3);
  EXPECT_EQ(samples.at("eightbells_digests_late_total"), 1);
  EXPECT_EQ(samples.at("eightbells_items_total"), 15);
  EXPECT_EQ(samples.at("eightbells_polls_total"), 4);
  EXPECT_EQ(samples.at("eightbells_polls_failed_total"), 2);
  EXPECT_EQ(samples.at("eightbells_new_entries_total"), 14);
  EXPECT_EQ(samples.at("eightbells_poll_duration_seconds_bucket{le=\"0.1\"}"), 2);
  EXPECT_EQ(samples.at("eightbells_poll_duration_seconds_bucket{le=\"3\"}"), 3);
  EXPECT_EQ(samples.at("eightbells_poll_duration_seconds_bucket{le=\"120\"}"), 3);
  EXPECT_EQ(samples.at("eightbells_poll_duration_seconds_count"), 4);
  EXPECT_EQ(samples.at("eightbells_poll_duration_seconds_sum"), 502.69);
}

TEST_F(Metrics, PollsBetweenBellsCountAndLeaveTheLastBellAlone) {
  (void)write(turn_of({{Millis(90), false}}, 1, 11, 0));
  auto between = turn_of({{Millis(80), false}}, 0, 0, 0);
  between.bell = false;
  const auto samples = write(between, kNow + Millis(900'000));
  EXPECT_EQ(samples.at("eightbells_last_bell_seconds"), 1'767'744'010.5);
  EXPECT_EQ(samples.at("eightbells_digests_total"), 1);
  EXPECT_EQ(samples.at("eightbells_polls_total"), 2);
  between.polled = false;  // written again after a failure: the polls were counted
  EXPECT_EQ(write(between).at("eightbells_polls_total"), 2);
}

TEST_F(Metrics, AreWrittenNowhereUnlessTheSettingsSayWhere) {
  settings_.metrics_file.clear();
  ASSERT_TRUE(write_metrics(settings_, store_, files_, {}, kNow));
  EXPECT_TRUE(std::filesystem::is_empty(scratch_.path()));
}

}  // namespace
}  // namespace eightbells
