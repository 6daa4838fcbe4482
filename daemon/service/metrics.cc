#include "daemon/service/metrics.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "feeds/sources/health.h"

namespace eightbells {

namespace json = boost::json;

namespace {

// How long a poll took: at most so many milliseconds.
constexpr std::array<std::int64_t, 8> kPollBounds = {100, 300, 1'000, 3'000, 10'000, 30'000, 60'000, 120'000};

// One family: its help, type and samples.
class Text {
 public:
  void family(std::string_view name, std::string_view help, std::string_view type = "gauge") {
    name_ = name;
    out_ += fmt::format("# HELP eightbells_{0} {1}\n# TYPE eightbells_{0} {2}\n", name, help, type);
  }
  void sample(double value, std::string_view label = {}, std::string_view label_value = {}) {
    const std::string labels =
        label.empty() ? std::string() : fmt::format("{{{}=\"{}\"}}", label, escaped(label_value));
    out_ += fmt::format("eightbells_{}{} {}\n", name_, labels, value);
  }
  void single(std::string_view name, std::string_view help, double value) {
    family(name, help);
    sample(value);
  }
  // One number of a histogram: "_sum", "_count".
  void part(std::string_view suffix, double value) {
    out_ += fmt::format("eightbells_{}{} {}\n", name_, suffix, value);
  }
  void bucket(std::string_view bound, double value) {
    out_ += fmt::format("eightbells_{}_bucket{{le=\"{}\"}} {}\n", name_, bound, value);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\' || c == '"') out += '\\';
      out += c == '\n' ? ' ' : c;
    }
    return out;
  }

  std::string name_;
  std::string out_;
};

double seconds(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / 1000.0; }

Result<void> add_sources(Text& text, const Settings& settings, Store& store, Instant now) {
  const auto records = store.sources();
  if (!records) return tl::unexpected(records.error());
  std::map<std::string, const SourceRecord*> known;
  for (const auto& record : *records) known[record.key] = &record;
  std::map<std::string_view, int> counts;
  std::map<std::string_view, std::int64_t> entries;
  for (const Health health : {Health::unknown, Health::ok, Health::quiet, Health::stale, Health::empty,
                              Health::moved, Health::failing, Health::retired})
    counts[name_of(health)] = 0, entries[name_of(health)] = 0;
  for (const auto& source : settings.sources) {
    const auto found = known.find(source.key);
    const bool is_new = found == known.end();
    const auto health =
        name_of(is_new ? Health::unknown : judge_health(source, found->second->state, now).health);
    ++counts[health];
    if (!is_new) entries[health] += found->second->entries;
  }
  text.family("sources", "Configured sources by state of health.");
  for (const auto& [name, count] : counts) text.sample(count, "health", name);
  text.family("entries", "Stored entries of configured sources, by their source's state of health.");
  for (const auto& [name, count] : entries) text.sample(static_cast<double>(count), "health", name);
  return {};
}

Result<std::int64_t> total(Store& store, std::string_view key) {
  const auto kept = store.get(kMetricsSpace, key);
  if (!kept) return tl::unexpected(kept.error());
  return *kept ? std::strtoll((*kept)->c_str(), nullptr, 10) : 0;
}

Result<void> add_totals(Text& text, Store& store) {
  for (const auto& [name, help] :
       {std::pair{"digests_total", "Digests written."},
        std::pair{"digests_late_total", "Of them, those of windows that had closed before the last one."},
        std::pair{"items_total", "Items in the digests written."},
        std::pair{"polls_total", "Polls of sources."},
        std::pair{"polls_failed_total", "Of them, those that failed."},
        std::pair{"new_entries_total", "Entries that were new."},
        std::pair{"editor_requests_total", "Requests to the language model."},
        std::pair{"editor_tokens_total", "Tokens that the language model cost."}}) {
    const auto value = total(store, name);
    if (!value) return tl::unexpected(value.error());
    text.family(name, help, "counter");
    text.sample(static_cast<double>(*value));
  }
  return {};
}

std::string bound_key(std::int64_t bound) { return fmt::format("poll_ms_{}", bound); }

Result<void> add_poll_times(Text& text, Store& store) {
  text.family("poll_duration_seconds", "How long a poll of a source took.", "histogram");
  std::int64_t so_far = 0;
  for (const std::int64_t bound : kPollBounds) {
    const auto value = total(store, bound_key(bound));
    if (!value) return tl::unexpected(value.error());
    so_far += *value;
    text.bucket(fmt::format("{}", static_cast<double>(bound) / 1000.0), static_cast<double>(so_far));
  }
  const auto count = total(store, "polls_total");
  if (!count) return tl::unexpected(count.error());
  const auto sum = total(store, "poll_ms");
  if (!sum) return tl::unexpected(sum.error());
  text.bucket("+Inf", static_cast<double>(*count));
  text.part("_sum", static_cast<double>(*sum) / 1000.0);
  text.part("_count", static_cast<double>(*count));
  return {};
}

Result<void> add_digests(Text& text, const Settings& settings, Store& store) {
  std::map<std::string, LedgerRow> newest;
  for (const auto& profile : settings.digests) {
    const auto rows = store.ledger(profile.name, 1);
    if (!rows) return tl::unexpected(rows.error());
    if (!rows->empty()) newest[profile.name] = rows->front();
  }
  text.family("last_window_end_seconds", "End of the newest window in the ledger, since 1970.");
  for (const auto& [name, row] : newest) text.sample(seconds(row.window.end), "digest", name);
  text.family("last_digest_items", "Items in the newest digest.");
  for (const auto& [name, row] : newest) text.sample(row.items, "digest", name);
  return {};
}

void add_editor(Text& text, Store& store) {
  const auto kept = store.get("editor", "last");
  if (!kept || !*kept) return;
  boost::system::error_code error;
  const json::value value = json::parse(**kept, error);
  if (error || !value.is_object()) return;
  const json::object& report = value.as_object();
  for (const auto& [name, help] :
       {std::pair{"requests", "Requests to the language model for the last digest."},
        std::pair{"tokens", "Tokens that the last digest cost."},
        std::pair{"cache_hits", "Items of the last digest taken from the cache."},
        std::pair{"edited", "Items of the last digest in the model's words."}}) {
    const auto* count = report.if_contains(name);
    if (count && count->is_int64())
      text.single(fmt::format("editor_{}", name), help, static_cast<double>(count->as_int64()));
  }
  const auto* fallbacks = report.if_contains("fallbacks");
  if (!fallbacks || !fallbacks->is_object()) return;
  text.family("editor_fallbacks", "Items of the last digest left extractive, by reason.");
  for (const auto& [reason, count] : fallbacks->as_object())
    if (count.is_int64())
      text.sample(static_cast<double>(count.as_int64()), "reason", std::string_view(reason));
}

}  // namespace

Result<void> count_turn(Store& store, const TurnFigures& turn, Instant now) {
  std::map<std::string, std::int64_t> amounts = {
      {"digests_total", turn.digests}, {"digests_late_total", turn.late}, {"items_total", turn.items}};
  if (turn.polled) {
    amounts["polls_total"] = static_cast<std::int64_t>(turn.collect.polls.size());
    amounts["new_entries_total"] = turn.collect.new_entries;
    for (const auto& poll : turn.collect.polls) {
      const std::int64_t took = poll.took.count();
      amounts["polls_failed_total"] += poll.failed ? 1 : 0;
      amounts["poll_ms"] += took;
      const auto bound = std::lower_bound(kPollBounds.begin(), kPollBounds.end(), took);
      if (bound != kPollBounds.end()) ++amounts[bound_key(*bound)];
    }
  }
  if (auto done = store.add(kMetricsSpace, {amounts.begin(), amounts.end()}, now); !done) return done;
  return turn.bell
             ? store.put(kMetricsSpace, "last_bell", std::to_string(now.time_since_epoch().count()), now)
             : Result<void>{};
}

Result<std::string> metrics_text(const Settings& settings, Store& store, const TurnFigures& turn,
                                 Instant now) {
  Text text;
  if (auto added = add_sources(text, settings, store, now); !added) return tl::unexpected(added.error());
  if (auto added = add_totals(text, store); !added) return tl::unexpected(added.error());
  if (auto added = add_poll_times(text, store); !added) return tl::unexpected(added.error());
  const auto bell = total(store, "last_bell");
  if (!bell) return tl::unexpected(bell.error());
  if (*bell > 0)
    text.single("last_bell_seconds", "When the last bell was struck, since 1970.",
                seconds(Instant(Millis(*bell))));
  text.single("collect_duration_seconds", "How long the last polling took.",
              static_cast<double>(turn.collecting.count()) / 1000.0);
  text.single("collect_polled", "Sources polled in the last polling.", turn.collect.polled);
  text.single("collect_failed", "Sources that fail, at the last polling.", turn.collect.failed);
  text.single("collect_stale", "Sources that answer but tell nothing true, at the last polling.",
              turn.collect.stale);
  text.single("collect_new_entries", "Entries that were new in the last polling.", turn.collect.new_entries);
  if (auto added = add_digests(text, settings, store); !added) return tl::unexpected(added.error());
  add_editor(text, store);
  return text.take();
}

Result<void> write_metrics(const Settings& settings, Store& store, Files& files, const TurnFigures& turn,
                           Instant now) {
  if (settings.metrics_file.empty()) return {};
  if (auto counted = count_turn(store, turn, now); !counted) return counted;
  const auto text = metrics_text(settings, store, turn, now);
  if (!text) return tl::unexpected(text.error());
  if (auto staged = files.stage(settings.metrics_file, *text); !staged) return staged;
  return files.commit(settings.metrics_file);
}

}  // namespace eightbells
