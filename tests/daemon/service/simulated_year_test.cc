// A long time in a short one: the real store, passes, editor and files; only the clock and the network are
// made up. What the process holds must not grow after the first week. Two weeks of 40 sources here; the year
// of 500 sources: tests/bench/simulated_year.
//
// EIGHTBELLS_SIMULATED_WINDOWS, _SOURCES, and _KEEP (days; 0: for ever) say how much.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "config/load.h"
#include "daemon/collect/collect.h"
#include "daemon/editor/extractive.h"
#include "daemon/service/bell.h"
#include "daemon/service/retention.h"
#include "daemon/store/sqlite_store.h"
#include "feeds/fetch/http_client.h"
#include "feeds/text/dates.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr Instant kBegin{Millis(1'767'744'000'000)};  // 2026-01-07T00:00:00Z
constexpr Millis kWindow = 4 * kHour;
constexpr int kWindowsOfAWeek = 42;
constexpr std::size_t kListed = 15;  // entries in a feed

// Beside what the first week held: the database's cache of 16 MiB, which fills as the database grows, and a
// margin for the allocator.
constexpr std::int64_t kAllowedGrowth = (16 + 8) << 20;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryIsOurs = false;  // the sanitizer keeps what was freed
#else
constexpr bool kMemoryIsOurs = true;
#endif

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

// "VmRSS" now, "VmHWM" at the most so far.
std::int64_t memory_of_this_process(const std::string& name) {
  std::ifstream in("/proc/self/status");
  for (std::string word; in >> word;) {
    std::int64_t kib = 0;
    if (word == name + ":" && in >> kib) return kib << 10;
  }
  return 0;
}

std::int64_t mib(std::int64_t bytes) { return bytes >> 20; }

std::int64_t bytes_of_database(const fs::path& state) {
  std::int64_t bytes = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code none;
    const auto size = fs::file_size(state / (std::string(kDatabaseName) + part), none);
    if (!none) bytes += static_cast<std::int64_t>(size);
  }
  return bytes;
}

// Each source tells of two things a day, as real ones did in the replayed past (1.6): words of a made-up
// language, so that titles differ as real ones do; a third of what is told was told by another source before.
// Half of the sources know 304; one answer in 200 fails.
class InventedSources final : public HttpClient {
 public:
  InventedSources(boost::asio::io_context& io, const Clock& clock) : io_(io), clock_(clock) {}

  void fetch(HttpRequest request, Handler done) override {
    Result<HttpResponse> answer = answer_to(request);
    boost::asio::post(
        io_, [done = std::move(done), answer = std::move(answer)]() mutable { done(std::move(answer)); });
  }
  void cancel_all() override {}

 private:
  struct Feed {
    std::deque<std::string> items;  // newest first
    int count = 0;
  };

  Result<HttpResponse> answer_to(const HttpRequest& request) {
    if (chance_() % 200 == 0) return fail(ErrorKind::network, "cannot connect");
    Feed& feed = feeds_[request.url];
    unsigned fresh = chance_() % 5 == 0 ? 1 + chance_() % 2 : 0;
    if (feed.count == 0) fresh = 1;
    for (; fresh > 0; --fresh) add_item(feed, request.url);
    const std::string tag = fmt::format("\"{}\"", feed.count);
    if (request.url.size() % 2 == 0 && find_header(request.headers, "If-None-Match") == tag)
      return HttpResponse{304, request.url, {{"ETag", tag}}, "", {}};
    std::string body = "<rss version=\"2.0\"><channel><title>" + request.url + "</title>";
    for (const auto& item : feed.items) body += item;
    return HttpResponse{200,
                        request.url,
                        {{"ETag", tag}, {"Content-Type", "application/rss+xml"}},
                        body + "</channel></rss>",
                        {}};
  }

  std::string word() {
    static const char* const kSyllables[] = {"ba", "do", "ker", "li", "mon", "na",
                                             "pe", "ri", "sto", "ta", "ul",  "ven"};
    // Common words come often, rare ones seldom, as in any language.
    const unsigned rank =
        static_cast<unsigned>(std::exp((chance_() % 10'000) / 10'000.0 * std::log(20'000.0)));
    std::string out;
    for (unsigned rest = rank + 11; rest > 0; rest /= 12) out += kSyllables[rest % 12];
    return out;
  }
  std::string words(unsigned count) {
    std::string out = word();
    for (; count > 1; --count) out += " " + word();
    return out;
  }

  struct Event {
    std::string title, text;
  };
  const Event& next_event() {
    const bool again = !events_.empty() && chance_() % 3 == 0;
    if (again) return events_[events_.size() - 1 - chance_() % std::min<std::size_t>(events_.size(), 100)];
    events_.push_back({words(8), words(25) + ". " + words(25) + "."});
    if (events_.size() > 300) events_.pop_front();
    return events_.back();
  }

  void add_item(Feed& feed, const std::string& url) {
    const Event& event = next_event();
    feed.items.push_front(
        fmt::format("<item><guid>{0}-{1}</guid><title>{2}</title><link>{0}/{1}</link><pubDate>{3}</pubDate>"
                    "<description>{4} {5}.</description></item>",
                    url, ++feed.count, event.title, format_utc(clock_.now() - kHour), event.text, words(6)));
    if (feed.items.size() > kListed) feed.items.pop_back();
  }

  boost::asio::io_context& io_;
  const Clock& clock_;
  std::mt19937 chance_{7};
  std::deque<Event> events_;
  std::map<std::string, Feed> feeds_;
};

std::shared_ptr<const Settings> settings_for(int sources, int days_kept) {
  Settings made = default_settings();
  made.timezone = "UTC";
  made.language = "en";
  made.keep_entries = days_kept * kDay;
  made.keep_digests = days_kept > 0 ? kKeepDigestsAtLeast : Millis(0);
  for (int i = 0; i < sources; ++i) {
    Source source;
    source.name = fmt::format("Source {}", i);
    source.address = fmt::format("https://source{}.example/feed", i);
    source.key = "feed:" + source.address;
    made.sources.push_back(source);
  }
  return std::make_shared<const Settings>(std::move(made));
}

// What the daemon does from bell to bell, on one thread.
class SimulatedDaemon {
 public:
  SimulatedDaemon(const std::shared_ptr<const Settings>& settings, const fs::path& state)
      : settings_(settings),
        http_(io_, clock_),
        store_(open_sqlite_store(state / kDatabaseName).value()),
        bell_(Bell::open(settings, state, *store_, files_).value()),
        collector_(io_, http_, *store_, clock_, settings) {}

  Result<std::size_t> window(int number) {
    clock_.set(kBegin + number * kWindow + Millis(10));
    CollectReport report;
    collector_.collect(CollectWhich::bell, nullptr, [&](CollectReport done) {
      report = std::move(done);
      io_.stop();
    });
    io_.restart();
    io_.run();
    const auto paths = bell_->write_due(report, editor_, clock_.now());
    if (!paths) return tl::unexpected(paths.error());
    if (auto done = tidy_up(); !done) return tl::unexpected(done.error());
    return paths->size();
  }

 private:
  Result<void> tidy_up() {
    const auto reference = begin_removals(*store_, clock_.now());
    if (!reference) return tl::unexpected(reference.error());
    for (int removed = 1; removed > 0;) {
      const auto done = remove_old(*settings_, *store_, *reference, 200);
      if (!done) return tl::unexpected(done.error());
      removed = *done;
    }
    for (int indexed = 1; indexed > 0;) {
      const auto done = store_->index_pending(500);
      if (!done) return tl::unexpected(done.error());
      indexed = *done;
    }
    return {};
  }

  std::shared_ptr<const Settings> settings_;
  boost::asio::io_context io_;
  FixedClock clock_{kBegin};
  InventedSources http_;
  std::unique_ptr<Store> store_;
  DiskFiles files_;
  std::unique_ptr<Bell> bell_;
  ExtractiveEditor editor_;
  Collector collector_;
};

TEST(SimulatedTime, NothingGrowsAfterTheFirstWeek) {
  const int windows = number_from("EIGHTBELLS_SIMULATED_WINDOWS", 2 * kWindowsOfAWeek);
  const int sources = number_from("EIGHTBELLS_SIMULATED_SOURCES", 40);
  const int kept = number_from("EIGHTBELLS_SIMULATED_KEEP", 40);
  const testing::ScratchDirectory scratch;
  SimulatedDaemon daemon(settings_for(sources, kept), scratch.path());
  const auto began = std::chrono::steady_clock::now();
  std::int64_t after_a_week = 0;
  std::size_t written = 0;
  for (int window = 1; window <= windows; ++window) {
    const auto paths = daemon.window(window);
    ASSERT_TRUE(paths) << paths.error().message;
    written += *paths;
    if (window == kWindowsOfAWeek) after_a_week = memory_of_this_process("VmHWM");
    if (window % kWindowsOfAWeek != 0) continue;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    fmt::print("week {}: {} MiB resident, peak {} MiB, database {} MiB, {:.0f} s\n", window / kWindowsOfAWeek,
               mib(memory_of_this_process("VmRSS")), mib(memory_of_this_process("VmHWM")),
               mib(bytes_of_database(scratch.path())), took.count());
    std::fflush(stdout);
  }
  const std::int64_t peak = memory_of_this_process("VmHWM");
  fmt::print("{} windows of {} sources: peak {} MiB, of the first week {} MiB\n", windows, sources, mib(peak),
             mib(after_a_week));
  EXPECT_EQ(written, static_cast<std::size_t>(windows));
  if (kMemoryIsOurs && windows > kWindowsOfAWeek) {
    EXPECT_LT(peak - after_a_week, kAllowedGrowth);
  }
}

}  // namespace
}  // namespace eightbells
