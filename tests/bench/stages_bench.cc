// The stages one by one, each on made feeds. Where a figure has an argument it is the size of the work, and
// the last lines of a family give its growth.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "config/aliases.h"
#include "config/load.h"
#include "daemon/collect/batch_saver.h"
#include "daemon/render/render.h"
#include "daemon/store/sqlite_store.h"
#include "daemon/stories/cluster.h"
#include "daemon/stories/rank.h"
#include "feeds/parse/parse_feed.h"
#include "feeds/text/dates.h"
#include "feeds/text/html_text.h"
#include "feeds/text/url.h"
#include "tests/bench/feed_maker.h"

namespace eightbells::bench {
namespace {

constexpr Instant kNow{Millis(1'767'744'010'000)};  // 2026-01-07T00:00:10Z

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void count_items(benchmark::State& state, std::size_t items) {
  state.SetItemsProcessed(static_cast<std::int64_t>(items) * state.iterations());
}

// ---- documents ----

void parse_documents(benchmark::State& state, FeedShape shape, bool known) {
  std::vector<std::string> documents;
  std::size_t bytes = 0;
  for (int i = 0; i < 20; ++i) {
    documents.push_back(make_feed(i, shape, kNow).bytes);
    bytes += documents.back().size();
  }
  ParseOptions options;
  options.base_url = "https://example.com/feed";
  if (known) options.is_known = [](std::string_view, std::uint64_t) { return true; };
  for (auto _ : state) {
    for (const auto& document : documents) benchmark::DoNotOptimize(parse_feed(document, options));
  }
  count_bytes(state, bytes);
}
BENCHMARK_CAPTURE(parse_documents, rss_escaped, FeedShape::rss, false);
BENCHMARK_CAPTURE(parse_documents, rss_escaped_known, FeedShape::rss, true);
BENCHMARK_CAPTURE(parse_documents, rss_content, FeedShape::rss_content, false);
BENCHMARK_CAPTURE(parse_documents, rss_content_known, FeedShape::rss_content, true);
BENCHMARK_CAPTURE(parse_documents, atom, FeedShape::atom, false);
BENCHMARK_CAPTURE(parse_documents, atom_known, FeedShape::atom, true);
BENCHMARK_CAPTURE(parse_documents, json, FeedShape::json, false);
BENCHMARK_CAPTURE(parse_documents, json_known, FeedShape::json, true);

// The same 10,000 entries in documents of more and more: the cost of an entry must not depend on how many
// stand in one document. (One document again and again would be learnt by heart by the branch predictor when
// it is small.)
void parse_growth(benchmark::State& state) {
  constexpr std::int64_t kEntries = 10'000;
  std::vector<std::string> documents;
  Numbers numbers(5);
  for (std::int64_t i = 0; i < kEntries; ++i) {
    if (i % state.range(0) == 0) documents.emplace_back("<rss><channel><title>Growth</title>");
    documents.back() += "<item><guid>" + std::to_string(i) + "</guid><title>" +
                        make_words(numbers, false, 8) + "</title><description><![CDATA[" +
                        make_html(numbers, false, 1000) + "]]></description></item>";
    if ((i + 1) % state.range(0) == 0) documents.back() += "</channel></rss>";
  }
  ParseOptions options;
  options.base_url = "https://example.com/feed";
  options.max_entries = kEntries;
  for (auto _ : state) {
    for (const auto& document : documents) benchmark::DoNotOptimize(parse_feed(document, options));
  }
  count_items(state, kEntries);
}
BENCHMARK(parse_growth)->RangeMultiplier(10)->Range(10, 10'000);

void html_text(benchmark::State& state, bool chinese) {
  Numbers numbers(7);
  const std::string html = make_html(numbers, chinese, 100'000);
  for (auto _ : state) benchmark::DoNotOptimize(html_to_text(html));
  count_bytes(state, html.size());
}
BENCHMARK_CAPTURE(html_text, latin, false);
BENCHMARK_CAPTURE(html_text, chinese, true);

void dates(benchmark::State& state) {
  static constexpr std::array<std::string_view, 5> kDates = {
      "Wed, 07 Jan 2026 08:00:10 GMT", "2026-01-07T08:00:10Z", "2026-01-07T08:00:10.123+08:00",
      "7 January 2026 08:00 EST", "Wed, 7 Jan 26 08:00 +0100"};
  for (auto _ : state) {
    for (const auto text : kDates) benchmark::DoNotOptimize(parse_date(text));
  }
  count_items(state, kDates.size());
}
BENCHMARK(dates);

void urls(benchmark::State& state) {
  static constexpr std::array<std::string_view, 4> kUrls = {
      "https://www.example.com/2026/01/07/a-title-of-a-post/?utm_source=rss&utm_medium=feed#comments",
      "http://example.org:80/a/../b/./c?b=2&a=1", "https://x.com/somebody/status/2008000000000000000?s=20",
      "https://m.youtube.com/watch?v=abcdefghijk&feature=share&t=10"};
  for (auto _ : state) {
    for (const auto url : kUrls) benchmark::DoNotOptimize(canonical_url(url));
  }
  count_items(state, kUrls.size());
}
BENCHMARK(urls);

// ---- the store ----

struct Poll {
  Source source;
  std::vector<Entry> entries;
};

std::vector<Poll> make_polls(int sources) {
  std::vector<Poll> polls;
  ParseOptions options;
  for (int i = 0; i < sources; ++i) {
    Poll poll;
    poll.source.address = "https://www.site-" + std::to_string(i) + ".example/feed";
    poll.source.key = "feed:" + poll.source.address;
    poll.source.name = poll.source.address;
    poll.entries = parse_feed(make_feed(i, kNow).bytes, options)->entries;
    polls.push_back(std::move(poll));
  }
  return polls;
}

std::size_t entries_in(const std::vector<Poll>& polls) {
  std::size_t count = 0;
  for (const auto& poll : polls) count += poll.entries.size();
  return count;
}

// A database in a directory of its own, which goes with it.
class ScratchStore {
 public:
  ScratchStore() {
    static int number = 0;
    directory_ = std::filesystem::temp_directory_path() /
                 ("eightbells-bench-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(directory_);
    store_ = open_sqlite_store(directory_ / "eightbells.db").value();
  }
  ~ScratchStore() {
    close();
    std::filesystem::remove_all(directory_);
  }
  ScratchStore(const ScratchStore&) = delete;
  ScratchStore& operator=(const ScratchStore&) = delete;
  Store& operator*() { return *store_; }
  void close() { store_.reset(); }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<Store> store_;
};

// In batches as BatchSaver makes them.
void save_all(benchmark::State& state, Store& store, const std::vector<Poll>& polls) {
  SourceState after;
  after.first_success = kNow;
  std::size_t in_batch = 0;
  int fresh = 0;
  for (const Poll& poll : polls) {
    if (in_batch == 0) static_cast<void>(store.begin_batch());
    const auto saved = store.save_poll(poll.source, after, poll.entries, kNow);
    if (!saved) return state.SkipWithError("not saved");
    fresh += saved->fresh;
    if (++in_batch < kBatchPolls && fresh < kBatchEntries) continue;
    static_cast<void>(store.commit_batch());
    in_batch = 0;
    fresh = 0;
  }
  static_cast<void>(store.commit_batch());
}

// With its closing, which copies from the log what no checkpoint has copied yet: a small round would look
// cheaper than it is.
void store_new(benchmark::State& state) {
  const auto polls = make_polls(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    state.PauseTiming();
    auto scratch = std::make_unique<ScratchStore>();
    state.ResumeTiming();
    save_all(state, **scratch, polls);
    scratch->close();
    state.PauseTiming();
    scratch.reset();
    state.ResumeTiming();
  }
  count_items(state, entries_in(polls));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(store_new)
    ->RangeMultiplier(10)
    ->Range(10, 1000)
    ->Complexity(benchmark::oN)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(store_new)->Arg(10'000)->Iterations(1)->Unit(benchmark::kMillisecond);

void store_known(benchmark::State& state) {
  const auto polls = make_polls(100);
  ScratchStore store;
  save_all(state, *store, polls);
  for (auto _ : state) save_all(state, *store, polls);
  count_items(state, entries_in(polls));
}
BENCHMARK(store_known);

// What is asked for an entry before its text is read.
void store_knows(benchmark::State& state) {
  const auto polls = make_polls(100);
  ScratchStore store;
  save_all(state, *store, polls);
  for (auto _ : state) {
    for (const auto& poll : polls) {
      for (const auto& entry : poll.entries)
        if (!(*store).knows(poll.source.key, entry.id, entry.written).value_or(false))
          state.SkipWithError("not known");
    }
  }
  count_items(state, entries_in(polls));
}
BENCHMARK(store_knows);

void store_changed(benchmark::State& state) {
  auto polls = make_polls(100);
  ScratchStore store;
  save_all(state, *store, polls);
  for (auto _ : state) {
    state.PauseTiming();
    for (auto& poll : polls) {
      for (auto& entry : poll.entries) entry.title += '!';
    }
    state.ResumeTiming();
    save_all(state, *store, polls);
  }
  count_items(state, entries_in(polls));
}
BENCHMARK(store_changed);

// ---- a digest ----

// A window's entries: every third one tells the event of the one before in other words.
std::vector<Candidate> make_window(int entries) {
  std::vector<Candidate> candidates;
  Numbers numbers(11);
  std::string event;
  for (int i = 0; i < entries; ++i) {
    const bool chinese = numbers.below(4) == 0;
    if (i % 3 == 0) event = make_words(numbers, false, 6);
    Candidate candidate;
    candidate.entry_id = i + 1;
    candidate.entry.id = std::to_string(i);
    candidate.entry.title =
        chinese ? make_words(numbers, true, 16) : event + ' ' + make_words(numbers, false, 3);
    candidate.entry.summary = make_words(numbers, chinese, chinese ? 80 : 50);
    candidate.entry.link = "https://site-" + std::to_string(i % 500) + ".example/" + std::to_string(i);
    candidate.entry.published = kNow - Millis(numbers.below(14'400'000));
    candidate.canonical = canonical_url(candidate.entry.link);
    candidate.source_key = "feed:" + std::to_string(i % 500);
    candidate.source_name = "Site " + std::to_string(i % 500);
    candidate.first_seen = kNow;
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

const Aliases& shipped_aliases() {
  static const Aliases aliases =
      load_aliases(std::filesystem::path(SOURCE_DIRECTORY) / "config/aliases.toml").value();
  return aliases;
}

void stories(benchmark::State& state) {
  const auto candidates = make_window(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(cluster(candidates, shipped_aliases(), {}));
  count_items(state, candidates.size());
  state.SetComplexityN(state.range(0));
}
BENCHMARK(stories)
    ->Arg(300)
    ->Arg(2'000)
    ->Arg(20'000)
    ->Complexity(benchmark::oN)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(stories)->Arg(100'000)->Iterations(1)->Unit(benchmark::kMillisecond);

void rank(benchmark::State& state) {
  const auto candidates = make_window(2'000);
  const auto folded = cluster(candidates, shipped_aliases(), {});
  const ProfileSettings profile;
  for (auto _ : state) {
    auto scored = folded;
    score_stories(scored, candidates, {}, kNow);
    benchmark::DoNotOptimize(
        give_places(scored, candidates, profile, std::vector<std::optional<double>>(scored.size())));
  }
  count_items(state, candidates.size());
}
BENCHMARK(rank)->Unit(benchmark::kMillisecond);

void render(benchmark::State& state) {
  Digest digest;
  Numbers numbers(13);
  digest.zone = "Asia/Shanghai";
  digest.language = "en";
  digest.written = kNow;
  digest.title = make_words(numbers, false, 8);
  for (int i = 1; i <= 30; ++i) {
    Item item;
    item.number = i;
    item.title = make_words(numbers, false, 10);
    item.link = "https://example.com/" + std::to_string(i);
    item.summary = make_words(numbers, false, 60);
    digest.items.push_back(std::move(item));
  }
  const ProfileSettings profile;
  for (auto _ : state) benchmark::DoNotOptimize(render_markdown(digest, profile));
  count_items(state, digest.items.size());
}
BENCHMARK(render);

}  // namespace
}  // namespace eightbells::bench

BENCHMARK_MAIN();
