// Search in 1,000,000 generated entries: words that half of all entries have, rare ones, two-character
// Chinese words, filters.
//
// The entries are made once (some minutes) and kept in the folder for temporary files;
// EIGHTBELLS_BENCH_ENTRIES makes fewer. Words follow Zipf's law with exponent 1, as words do; the fixed
// topics have the shares that stand beside them.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "daemon/store/sqlite_store.h"

namespace eightbells {
namespace {

constexpr int kSources = 500;
constexpr int kBatch = 2'000;
constexpr std::size_t kVocabulary = 40'000;

int entries_wanted() {
  const char* set = std::getenv("EIGHTBELLS_BENCH_ENTRIES");
  return set ? std::max(1'000, std::atoi(set)) : 1'000'000;
}

struct Topic {
  const char* words;
  double share;  // of the entries that have them
};

constexpr std::array<Topic, 8> kTopics = {{{"AI", 0.5},
                                           {"model", 0.2},
                                           {"大模型", 0.1},
                                           {"robots", 0.03},
                                           {"机器人", 0.03},
                                           {"open source", 0.02},
                                           {"quantum teleportation", 0.0001},
                                           {"深度求索", 0.001}}};

class Generator {
 public:
  Generator() {
    for (std::size_t i = 0; i < kVocabulary; ++i)
      vocabulary_.push_back(i % 3 == 2 ? han_word() : latin_word());
  }

  Entry entry(int number, Instant at) {
    Entry made;
    made.id = std::to_string(number);
    made.link = fmt::format("https://example.org/{}", number);
    made.published = at;
    made.title = words(8);
    made.summary = words(40);
    for (const Topic& topic : kTopics)
      if (std::uniform_real_distribution<>(0, 1)(random_) < topic.share) {
        made.summary += std::string(" ") + topic.words + " " + word();
        if (random_() % 3 == 0) made.title += std::string(" ") + topic.words;
      }
    return made;
  }

 private:
  std::string latin_word() {
    std::string out;
    for (std::size_t left = 3 + random_() % 7; left > 0; --left)
      out += static_cast<char>('a' + random_() % 26);
    return out;
  }
  std::string han_word() {
    std::string out;
    for (std::size_t left = 2 + random_() % 2; left > 0; --left) {
      const auto c = static_cast<unsigned>(0x4E00 + random_() % 3'000);
      out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
              static_cast<char>(0x80 | (c & 63))};
    }
    return out;
  }
  const std::string& word() {  // the n-th most frequent with probability ~ 1/n
    const double u = std::uniform_real_distribution<>(0, 1)(random_);
    return vocabulary_[static_cast<std::size_t>(std::pow(double(kVocabulary), u)) - 1];
  }
  std::string words(int count) {
    std::string out = word();
    while (--count > 0) out += ' ' + word();
    return out;
  }

  std::mt19937_64 random_{20260107};
  std::vector<std::string> vocabulary_;
};

void fill(Store& store, int count) {
  Generator generator;
  const Instant begin{std::chrono::sys_days{std::chrono::year(2024) / 1 / 1}};
  Source source;
  for (int done = 0; done < count; done += kBatch) {
    const int number = done / kBatch % kSources;
    source.key = fmt::format("url:https://example.org/feed/{}", number);
    source.name = fmt::format("Source {}", number);
    std::vector<Entry> entries;
    const Instant now = begin + Millis(60'000) * (done + kBatch);
    for (int i = done; i < std::min(count, done + kBatch); ++i)
      entries.push_back(generator.entry(i, begin + Millis(60'000) * i));
    const auto state = store.source_state(source.key);
    if (!state || !store.save_poll(source, *state, entries, now)) std::abort();
  }
  while (store.index_pending(20'000).value() > 0) continue;
}

Store& store() {
  static const std::unique_ptr<Store> kStore = [] {
    namespace fs = std::filesystem;
    const fs::path file =
        fs::temp_directory_path() / fmt::format("eightbells-search-bench-{}.db", entries_wanted());
    const bool known = fs::exists(file);
    if (!known) {
      fs::path making = file;
      making += ".making";
      fs::remove(making);
      {
        auto made = open_sqlite_store(making).value();
        fill(*made, entries_wanted());
      }
      fs::rename(making, file);
    }
    auto opened = open_sqlite_store(file).value();
    while (opened->index_pending(20'000).value() > 0) continue;  // of other rules
    return opened;
  }();
  return *kStore;
}

void search(benchmark::State& state, const std::string& words, const SearchQuery& like) {
  SearchQuery query = like;
  query.words = words;
  std::size_t hits = 0;
  store();  // made before the clock runs
  for (auto step : state) {
    const auto found = store().search(query);
    if (!found) return state.SkipWithError(found.error().message.c_str());
    hits = found->size();
    benchmark::DoNotOptimize(hits);
  }
  state.counters["hits"] = static_cast<double>(hits);
}

void add(const std::string& words, const SearchQuery& like = {}, const std::string& note = "") {
  benchmark::RegisterBenchmark(("search/" + words + note).c_str(), [=](benchmark::State& state) {
    search(state, words, like);
  })->Unit(benchmark::kMillisecond);
}

void add_all() {
  for (const char* words : {"AI", "AI model", "model", "大模型", "AI 大模型", "机器人", "robot",
                            "robots 机器人", "\"open source\"", "quantum teleportation", "深度求索", "机",
                            "AI robots open", "nothing-has-this-word"})
    add(words);
  SearchQuery of_source;
  of_source.source = "Source 7";
  add("AI", of_source, " of a source");
  SearchQuery recent;
  recent.since = Instant{std::chrono::sys_days{std::chrono::year(2025) / 11 / 1}};
  add("AI", recent, " since");
}

}  // namespace
}  // namespace eightbells

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  eightbells::add_all();
  benchmark::RunSpecifiedBenchmarks();
}
