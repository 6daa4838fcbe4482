// Rolling document frequencies.
//
// Problem. A window of two hundred headlines cannot tell that "agentic" is in every second headline of the
// year and "Superlogical" in none. Method. After each window the words of the entries first seen in it are
// added to what is kept, which fades by half in two weeks, so that last month's fashion is rare again. When
// there are too many words, those with the smallest counts leave. Names count under their canonical spelling,
// as in features.cc. The stories of one window are told apart with them, all windows past counting for
// kTuning.past documents at most. They are not used against what was shown (memory.cc, overlap.cc): the words
// of a story that goes on are what it is known by, and they are frequent; with them a labelled story of
// twelve windows came a third time.
#include "daemon/stories/frequencies.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include "daemon/stories/headline.h"
#include "daemon/stories/names.h"
#include "daemon/stories/tuning.h"
#include "feeds/base/utf8.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr std::size_t kCountedCharacters = 600;  // of a text: its first paragraphs
constexpr double kLeastCount = 0.3;              // what has faded below is forgotten
constexpr std::string_view kHead = "eightbells frequencies 1 ";

void keep_most(DocumentFrequencies& frequencies) {
  if (frequencies.counts.size() <= kMostFrequencies) return;
  std::vector<double> counts;
  counts.reserve(frequencies.counts.size());
  for (const auto& [word, count] : frequencies.counts) counts.push_back(count);
  const auto limit = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() - kMostFrequencies);
  std::nth_element(counts.begin(), limit, counts.end());
  std::erase_if(frequencies.counts, [least = *limit](const auto& each) { return each.second < least; });
  // Of those at the limit itself, the first by name stay.
  while (frequencies.counts.size() > kMostFrequencies) {
    const auto last = std::find_if(frequencies.counts.rbegin(), frequencies.counts.rend(),
                                   [least = *limit](const auto& each) { return each.second == least; });
    frequencies.counts.erase(std::prev(last.base()));
  }
}

void fade(DocumentFrequencies& words, double factor) {
  words.documents *= factor;
  for (auto& [word, count] : words.counts) count *= factor;
  std::erase_if(words.counts, [](const auto& each) { return each.second < kLeastCount; });
}

double number_of(std::string_view text) {
  double out = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && out >= 0 && std::isfinite(out)
             ? out
             : -1;
}

}  // namespace

RollingFrequencies count_entries(RollingFrequencies past, const std::vector<Candidate>& entries,
                                 const Aliases& aliases, Instant now) {
  if (now <= past.until) return past;  // the clock went back: nothing fades, and nothing counts twice
  DocumentFrequencies& words = past.words;
  const auto span = static_cast<double>((now - past.until).count());
  fade(words, std::exp2(-span / static_cast<double>(kFrequencyHalfLife.count())));
  const NameTable names(aliases);
  std::set<std::string> headlines;  // copies of one headline are one document
  for (const Candidate& each : entries) {
    if (each.first_seen <= past.until || each.first_seen > now) continue;
    const std::string headline = headline_of(each.entry.title, each.source_name);
    const std::string text(truncate_code_points(each.entry.text(), kCountedCharacters));
    if (!headlines.insert(headline.empty() ? text : fold_text(headline)).second) continue;
    std::set<std::string> here;
    for (NameTable::Token& token : names.find(words_of(headline + "\n" + text)))
      here.insert(std::move(token.text));
    for (const std::string& word : here) words.counts[word] += 1;
    words.documents += 1;
  }
  keep_most(words);
  past.until = now;
  return past;
}

std::string frequencies_to_text(const RollingFrequencies& frequencies) {
  std::string out = fmt::format("{}{} {:.3f}\n", kHead, frequencies.until.time_since_epoch().count(),
                                frequencies.words.documents);
  for (const auto& [word, count] : frequencies.words.counts)
    fmt::format_to(std::back_inserter(out), "{}\t{:.2f}\n", word, count);
  return out;
}

Result<RollingFrequencies> frequencies_from_text(std::string_view text) {
  RollingFrequencies out;
  const auto broken = [] { return fail(ErrorKind::invalid, "the kept word frequencies cannot be read"); };
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || text.substr(0, kHead.size()) != kHead) return broken();
  const std::string_view head = text.substr(kHead.size(), end - kHead.size());
  const std::size_t space = std::min(head.find(' '), head.size());
  const double until = number_of(head.substr(0, space));
  out.words.documents = space == head.size() ? -1 : number_of(head.substr(space + 1));
  if (until < 0 || out.words.documents < 0) return broken();
  out.until = Instant(Millis(static_cast<Millis::rep>(until)));
  std::map<std::string, double>& counts = out.words.counts;
  for (std::size_t at = end + 1; at < text.size();) {
    const std::size_t next = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, next - at);
    const std::size_t tab = line.rfind('\t');
    const double count = tab == std::string_view::npos ? -1 : number_of(line.substr(tab + 1));
    if (count < 0 || counts.size() >= kMostFrequencies) return broken();
    counts.emplace_hint(counts.end(), line.substr(0, tab), count);
    at = next + 1;
  }
  return out;
}

}  // namespace eightbells
