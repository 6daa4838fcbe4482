// status: sources and their health, the windows written, the next wake.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "daemon/cli/by_hand.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/setting_up.h"
#include "daemon/cli/table.h"
#include "daemon/cli/terminal.h"
#include "daemon/service/bell.h"
#include "feeds/base/utf8.h"
#include "feeds/sources/health.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace json = boost::json;

namespace {

constexpr int kWindowsShown = 6;
constexpr std::size_t kWindowsShownEach = 3;  // to people, where there are several digests

struct SourceLine {
  const Source* source = nullptr;
  SourceRecord record;
  HealthReport health;  // judged now: a source falls quiet by time alone
};

struct Overview {
  std::vector<SourceLine> sources;
  std::vector<std::pair<std::string, std::vector<LedgerRow>>> ledgers;  // by profile
  Instant next;                                                         // something is due
  Instant next_digest;                                                  // the running window ends
  json::object editor;  // what the language model did for the last digest; empty: none is used
};

// "11 items edited, 2 from the cache, 1 left extractive (budget 1); 13 requests, 5200 tokens"
std::string editor_line(const json::object& report) {
  const auto count = [&](std::string_view name) {
    const auto* value = report.if_contains(name);
    return value && value->is_int64() ? value->as_int64() : 0;
  };
  std::string reasons;
  std::int64_t left = 0;
  if (const auto* fallbacks = report.if_contains("fallbacks"); fallbacks && fallbacks->is_object())
    for (const auto& [reason, value] : fallbacks->as_object()) {
      if (!value.is_int64()) continue;
      left += value.as_int64();
      reasons +=
          fmt::format("{}{} {}", reasons.empty() ? "" : ", ", std::string_view(reason), value.as_int64());
    }
  return fmt::format("{} items edited, {} from the cache, {} left extractive{}; {} requests, {} tokens",
                     count("edited"), count("cache_hits"), left, reasons.empty() ? "" : " (" + reasons + ")",
                     count("requests"), count("tokens"));
}

// What an older version or another hand left there is no reason to fail.
json::object editor_report(const Settings& settings, Store& store) {
  if (!settings.editor) return {};
  const auto kept = store.get("editor", "last");
  if (!kept || !*kept) return {};
  boost::system::error_code error;
  const json::value value = json::parse(**kept, error);
  return !error && value.is_object() ? value.as_object() : json::object{};
}

bool is_trouble(Health health) {
  return health == Health::failing || health == Health::stale || health == Health::empty ||
         health == Health::retired;
}

std::string_view window_state_name(WindowState state) {
  switch (state) {
    case WindowState::collecting:
      return "collecting";
    case WindowState::planned:
      return "planned";
    case WindowState::written:
      return "written";
    case WindowState::skipped:
      return "skipped";
  }
  return "unknown";
}

Result<Overview> look(const Settings& settings, const Zone& zone, Store& store, Instant now) {
  Overview out;
  const auto records = store.sources();
  if (!records) return tl::unexpected(records.error());
  std::map<std::string, SourceRecord> by_key;
  for (const auto& record : *records) by_key[record.key] = record;
  std::vector<Instant> due;
  for (const auto& source : settings.sources) {
    SourceLine line{&source, {}, {}};
    if (const auto found = by_key.find(source.key); found != by_key.end()) line.record = found->second;
    line.health = judge_health(source, line.record.state, now);
    if (source.every && line.record.state.next_due) due.push_back(*line.record.state.next_due);
    out.sources.push_back(std::move(line));
  }
  for (const auto& profile : settings.digests) {
    auto rows = store.ledger(profile.name, kWindowsShown);
    if (!rows) return tl::unexpected(rows.error());
    auto collecting = Bell::collecting(store, profile.name);
    if (!collecting) return tl::unexpected(collecting.error());
    if (*collecting) rows->insert(rows->begin(), std::move(**collecting));
    out.ledgers.emplace_back(profile.name, std::move(*rows));
  }
  const std::vector<Instant> ends = next_ends(zone, settings, now);
  due.insert(due.end(), ends.begin(), ends.end());
  out.next = next_wake(zone, settings.window, due, now);
  out.next_digest = *std::min_element(ends.begin(), ends.end());
  out.editor = editor_report(settings, store);
  return out;
}

// "today 08:00", "yesterday 20:00", "01-05 20:00".
std::string when(const Zone& zone, const std::optional<Instant>& at, Instant now) {
  if (!at) return "never";
  const std::string day = zone.format("%Y-%m-%d", *at);
  if (day == zone.format("%Y-%m-%d", now)) return zone.format("today %H:%M", *at);
  if (day == zone.format("%Y-%m-%d", now - std::chrono::hours(24)))
    return zone.format("yesterday %H:%M", *at);
  return zone.format("%m-%d %H:%M", *at);
}

Ink ink_of(Health health) {
  if (is_trouble(health)) return health == Health::stale || health == Health::empty ? Ink::warning : Ink::bad;
  return health == Health::ok ? Ink::good : health == Health::unknown ? Ink::faint : Ink::strong;
}

// "60 sources: 55 ok, 3 quiet, 2 failing", in the order of what matters.
void print_summary(const Overview& overview, const Zone& zone, const Paint& paint, Instant now) {
  constexpr std::array kOrder = {Health::ok,    Health::quiet, Health::moved,   Health::unknown,
                                 Health::empty, Health::stale, Health::failing, Health::retired};
  std::string counts;
  for (const Health health : kOrder) {
    const auto count = std::count_if(overview.sources.begin(), overview.sources.end(),
                                     [&](const SourceLine& line) { return line.health.health == health; });
    if (count == 0) continue;
    counts += fmt::format("{}{}", counts.empty() ? "" : ", ",
                          paint(ink_of(health), fmt::format("{} {}", count, name_of(health))));
  }
  fmt::print("{}: {}\n",
             paint(Ink::strong, fmt::format("{} source{}", overview.sources.size(),
                                            overview.sources.size() == 1 ? "" : "s")),
             counts.empty() ? "none configured; \"eightbells add URL\" adds one" : counts);
  fmt::print(
      "Next digest {} (in {}){}\n", when(zone, overview.next_digest, now), spoken(overview.next_digest - now),
      overview.next < overview.next_digest ? zone.format(", next poll %H:%M", std::max(overview.next, now))
                                           : "");
}

// Sources with one thing to say about them.
struct Trouble {
  std::vector<const SourceLine*> lines;
  std::string sentence;
};

std::vector<Trouble> troubles_of(const Overview& overview) {
  std::vector<Trouble> out;
  std::map<std::string, std::size_t> places;
  for (const auto& line : overview.sources) {
    if (!is_trouble(line.health.health)) continue;
    const std::string sentence = one_line(line.health.sentence);
    const auto [place, is_new] =
        places.emplace(fmt::format("{} {}", name_of(line.health.health), sentence), out.size());
    if (is_new) out.push_back({{}, sentence});
    out[place->second].lines.push_back(&line);
  }
  return out;
}

// "a, b, c and 231 more".
std::string names_in_words(const std::vector<const SourceLine*>& lines, bool all) {
  constexpr std::size_t kNamed = 6;
  std::string out;
  const std::size_t named = all ? lines.size() : std::min(lines.size(), kNamed);
  for (std::size_t i = 0; i < named; ++i) out += (i > 0 ? ", " : "") + one_line(lines[i]->source->name);
  return named < lines.size() ? out + fmt::format(" and {} more", lines.size() - named) : out;
}

// A sentence says what to do, so that it is shown whole; once, when it is that of many sources.
void print_trouble(const Overview& overview, const Zone& zone, const Paint& paint, bool all, Instant now) {
  const auto fails = [](const SourceLine& line) { return line.health.health == Health::failing; };
  const bool all_fail =
      overview.sources.size() > 1 && std::all_of(overview.sources.begin(), overview.sources.end(), fails);
  if (all_fail) fmt::print("\n{}", wrapped(kAllFailed, stdout_columns(), ""));
  const std::size_t shown = all_fail ? 3 : 12;  // of different kinds: more are no glance
  const std::size_t columns = stdout_columns();
  std::vector<Trouble> troubles = troubles_of(overview);
  std::stable_sort(troubles.begin(), troubles.end(), [](const Trouble& a, const Trouble& b) {
    return a.lines.size() > 1 && b.lines.size() == 1;
  });
  std::size_t left = 0;
  for (std::size_t i = 0; i < troubles.size(); ++i) {
    const auto& lines = troubles[i].lines;
    if (i >= shown && !all) {
      left += lines.size();
      continue;
    }
    const SourceLine& first = *lines.front();
    const std::string_view is = name_of(first.health.health);
    const auto& since = first.record.state.health_since;
    if (lines.size() == 1)
      fmt::print("\n{} {}{}\n", one_line(first.source->name),
                 paint(ink_of(first.health.health), fmt::format("is {}", is)),
                 since ? paint(Ink::faint, " since " + when(zone, since, now)) : "");
    else
      fmt::print("\n{}\n",
                 paint(ink_of(first.health.health), fmt::format("{} sources are {}", lines.size(), is)));
    fmt::print("{}", wrapped(troubles[i].sentence, columns, "    "));
    if (lines.size() > 1) fmt::print("{}", wrapped(names_in_words(lines, all), columns, "    "));
  }
  if (left > 0) fmt::print("\n{} more source{} in trouble\n", left, left == 1 ? " is" : "s are");
}

void print_windows(const Overview& overview, const Zone& zone, const Paint& paint, Instant now) {
  for (const auto& [profile, ledger] : overview.ledgers) {
    Rows rows = {{"DIGEST " + one_line(profile), "ITEMS", "WRITTEN", "FILE"}};
    for (const auto& row : ledger) {
      if (overview.ledgers.size() > 1 && rows.size() > kWindowsShownEach) break;
      const std::string written = row.state == WindowState::written
                                      ? when(zone, row.written_at, now)
                                      : std::string(window_state_name(row.state));
      const bool days = row.window.end - row.window.begin >= std::chrono::hours(24);
      rows.push_back({zone.format("%m-%d %H:%M", row.window.begin) +
                          zone.format(days ? " - %m-%d %H:%M" : "-%H:%M", row.window.end),
                      std::to_string(row.items), written,
                      row.files.empty() ? "" : std::filesystem::path(row.files.front()).filename().string()});
    }
    fmt::print(
        "\n{}",
        format_table(rows, stdout_columns(), [&](std::size_t row, std::size_t column, std::string_view text) {
          if (row == 0) return paint(Ink::faint, text);
          return column == 1 && text == "0" ? paint(Ink::warning, text) : std::string(text);
        }));
    if (ledger.empty()) fmt::print("none yet; \"eightbells once\" writes the first\n");
    for (const auto& row : ledger)
      if (!row.files.empty()) {
        fmt::print("{}\n", paint(Ink::faint,
                                 "in " + std::filesystem::path(row.files.front()).parent_path().string()));
        break;
      }
  }
}

void print_sources(const Overview& overview, const Zone& zone, const Paint& paint, Instant now) {
  Rows rows = {{"SOURCE", "IS", "LAST READ", "LAST NEW", "RHYTHM", "ENTRIES"}};
  for (const auto& line : overview.sources) {
    const SourceState& state = line.record.state;
    rows.push_back({one_line(line.source->name), std::string(name_of(line.health.health)),
                    when(zone, state.last_success, now), when(zone, state.last_new_entry, now),
                    state.usual_interval.count() > 0 ? spoken(state.usual_interval) : "",
                    std::to_string(line.record.entries)});
  }
  fmt::print(
      "\n{}",
      format_table(rows, stdout_columns(), [&](std::size_t row, std::size_t column, std::string_view text) {
        if (row == 0) return paint(Ink::faint, text);
        return column == 1 ? paint(ink_of(overview.sources[row - 1].health.health), text) : std::string(text);
      }));
}

void print_for_reading(const Overview& overview, const Zone& zone, bool all, Instant now) {
  const Paint paint = Paint::of_stdout();
  print_summary(overview, zone, paint, now);
  print_trouble(overview, zone, paint, all, now);
  print_windows(overview, zone, paint, now);
  if (all) print_sources(overview, zone, paint, now);
  if (!overview.editor.empty()) fmt::print("\nEditor: {}\n", editor_line(overview.editor));
  if (!all && !overview.sources.empty())
    fmt::print("\n{}\n", paint(Ink::faint, "Every source: eightbells status --all"));
}

json::value time_value(const std::optional<Instant>& at) {
  return at ? json::value(format_utc(*at)) : json::value(nullptr);
}

json::object source_object(const SourceLine& line) {
  const SourceState& state = line.record.state;
  return {{"name", line.source->name},
          {"key", line.source->key},
          {"health", name_of(line.health.health)},
          {"words", line.health.sentence},
          {"since", time_value(state.health_since)},
          {"last_poll", time_value(state.last_poll)},
          {"last_success", time_value(state.last_success)},
          {"last_new_entry", time_value(state.last_new_entry)},
          {"newest_published", time_value(state.newest_published)},
          {"next_due", time_value(state.next_due)},
          {"usual_interval_seconds", state.usual_interval.count() / 1000},
          {"failures", state.failures},
          {"last_error", state.last_error.empty() ? json::value(nullptr) : json::value(state.last_error)},
          {"entries", line.record.entries}};
}

void print_as_json(const Overview& overview) {
  json::array sources, windows;
  for (const auto& line : overview.sources) sources.push_back(source_object(line));
  for (const auto& [profile, ledger] : overview.ledgers)
    for (const auto& row : ledger)
      windows.push_back(json::object{{"digest", profile},
                                     {"begin", format_utc(row.window.begin)},
                                     {"end", format_utc(row.window.end)},
                                     {"state", window_state_name(row.state)},
                                     {"items", row.items},
                                     {"written", time_value(row.written_at)},
                                     {"files", json::value_from(row.files)}});
  fmt::print("{}\n",
             json::serialize(json::object{
                 {"next_wake", format_utc(overview.next)},
                 {"sources", std::move(sources)},
                 {"editor", overview.editor.empty() ? json::value(nullptr) : json::value(overview.editor)},
                 {"windows", std::move(windows)}}));
}

}  // namespace

int run_status(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto zone = zone_of(*settings);
  if (!zone) {
    complain(zone.error().message);
    return kBadUsage;
  }
  auto store = open_state(state_path(options));
  if (!store) {
    complain(store.error().message);
    return kFailed;
  }
  const Instant now = SystemClock().now();
  const auto overview = look(*settings, *zone, **store, now);
  if (!overview) {
    complain(overview.error().message);
    return kFailed;
  }
  if (options.json) print_as_json(*overview);
  else print_for_reading(*overview, *zone, options.all, now);
  return kDone;
}

}  // namespace eightbells
