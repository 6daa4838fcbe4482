#include "daemon/service/metrics.h"

#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "feeds/sources/health.h"

namespace eightbells {

namespace json = boost::json;

namespace {

// One family: its help, type and samples.
class Text {
 public:
  void family(std::string_view name, std::string_view help) {
    name_ = name;
    out_ += fmt::format("# HELP eightbells_{0} {1}\n# TYPE eightbells_{0} gauge\n", name, help);
  }
  void sample(double value, std::string_view label = {}, std::string_view label_value = {}) {
    const std::string labels = label.empty() ? std::string() : fmt::format("{{{}=\"{}\"}}", label, escaped(label_value));
    out_ += fmt::format("eightbells_{}{} {}\n", name_, labels, value);
  }
  void single(std::string_view name, std::string_view help, double value) {
    family(name, help);
    sample(value);
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
  std::map<std::string, const SourceState*> states;
  for (const auto& record : *records) states[record.key] = &record.state;
  std::map<std::string_view, int> counts;
  for (const Health health : {Health::unknown, Health::ok, Health::quiet, Health::stale, Health::empty, Health::moved,
                              Health::failing, Health::retired})
    counts[name_of(health)] = 0;
  for (const auto& source : settings.sources) {
    const auto found = states.find(source.key);
    ++counts[name_of(found == states.end() ? Health::unknown : judge_health(source, *found->second, now).health)];
  }
  text.family("sources", "Configured sources by state of health.");
  for (const auto& [name, count] : counts) text.sample(count, "health", name);
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
  for (const auto& [name, help] : {std::pair{"requests", "Requests to the language model for the last digest."},
                                   std::pair{"tokens", "Tokens that the last digest cost."},
                                   std::pair{"cache_hits", "Items of the last digest taken from the cache."},
                                   std::pair{"edited", "Items of the last digest in the model's words."}}) {
    const auto* count = report.if_contains(name);
    if (count && count->is_int64()) text.single(fmt::format("editor_{}", name), help, static_cast<double>(count->as_int64()));
  }
  const auto* fallbacks = report.if_contains("fallbacks");
  if (!fallbacks || !fallbacks->is_object()) return;
  text.family("editor_fallbacks", "Items of the last digest left extractive, by reason.");
  for (const auto& [reason, count] : fallbacks->as_object())
    if (count.is_int64()) text.sample(static_cast<double>(count.as_int64()), "reason", std::string_view(reason));
}

}  // namespace

Result<std::string> metrics_text(const Settings& settings, Store& store, const BellFigures& bell, Instant now) {
  Text text;
  if (auto added = add_sources(text, settings, store, now); !added) return tl::unexpected(added.error());
  text.single("last_bell_seconds", "When the last bell was struck, since 1970.", seconds(now));
  text.single("collect_duration_seconds", "How long the last bell's polling took.",
              static_cast<double>(bell.collecting.count()) / 1000.0);
  text.single("collect_polled", "Sources polled at the last bell.", bell.collect.polled);
  text.single("collect_failed", "Sources that failed at the last bell.", bell.collect.failed);
  text.single("collect_stale", "Sources that answered but told nothing true.", bell.collect.stale);
  text.single("collect_new_entries", "Entries that were new at the last bell.", bell.collect.new_entries);
  text.single("digests_written", "Digests written at the last bell.", bell.digests);
  text.single("digests_late", "Of them, windows that had closed before the last one.", bell.late);
  text.single("items_written", "Items in the digests of the last bell.", bell.items);
  if (auto added = add_digests(text, settings, store); !added) return tl::unexpected(added.error());
  add_editor(text, store);
  return text.take();
}

Result<void> write_metrics(const Settings& settings, Store& store, Files& files, const BellFigures& bell, Instant now) {
  if (settings.metrics_file.empty()) return {};
  const auto text = metrics_text(settings, store, bell, now);
  if (!text) return tl::unexpected(text.error());
  if (auto staged = files.stage(settings.metrics_file, *text); !staged) return staged;
  return files.commit(settings.metrics_file);
}

}  // namespace eightbells
