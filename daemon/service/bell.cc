#include "daemon/service/bell.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "config/aliases.h"
#include "config/load.h"
#include "daemon/model/digest_json.h"
#include "daemon/service/embeddings.h"
#include "daemon/service/learned_state.h"
#include "daemon/service/log.h"
#include "daemon/store/sqlite_store.h"
#include "daemon/store/state_lock.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

// How long what was shown is remembered for comparison with new stories.
constexpr Millis kMemory = 7 * kDay;
constexpr std::string_view kFrequencies = "frequencies";  // the space of rolling frequencies, by profile
constexpr std::string_view kCollecting = "collecting";    // of windows: begin, end and since when, by profile

// The shipped names and the user's own, which come on top.
Result<Aliases> all_aliases(const Settings& settings) {
  auto aliases = load_aliases(data_directory() / "aliases.toml");
  if (!aliases) return aliases;
  add_aliases(*aliases, settings.aliases);
  return aliases;
}

// Of the profiles with templates of their own. One with a mistake is told, and the shipped one is used: a
// digest is written on time.
std::map<std::string, Templates, std::less<>> own_templates(const Settings& settings) {
  std::map<std::string, Templates, std::less<>> out;
  for (const auto& profile : settings.digests) {
    if (profile.template_directory.empty()) continue;
    std::vector<TemplateProblem> problems;
    out.emplace(profile.name, Templates::with_folder(profile.template_directory, problems));
    for (const auto& problem : problems)
      spdlog::warn("{}; the shipped template is used", problem.to_string());
  }
  return out;
}

// What words of headlines count: the shipped tables and the user's own.
Result<Boosts> all_boosts(const Settings& settings) {
  const LoadResult shipped = load_settings(data_directory() / "boosts.toml");
  if (!shipped.errors.empty()) return fail(ErrorKind::config, shipped.errors.front().message);
  return Boosts::make(shipped.settings.boosts, settings.boosts);
}

}  // namespace

Result<Zone> zone_of(const Settings& settings) {
  auto zone = Zone::find(settings.timezone);
  if (!zone) return fail(ErrorKind::config, "timezone: " + zone.error().message);
  return zone;
}

Bell::Bell(std::shared_ptr<const Settings> settings, fs::path state, Store& store, Files& files, Zone zone,
           Categoriser categoriser, Aliases aliases, Boosts boosts)
    : settings_(std::move(settings)),
      state_(std::move(state)),
      store_(store),
      files_(files),
      zone_(std::move(zone)),
      categoriser_(std::move(categoriser)),
      aliases_(std::move(aliases)),
      boosts_(std::move(boosts)),
      templates_(own_templates(*settings_)) {}

Result<std::unique_ptr<Bell>> Bell::open(std::shared_ptr<const Settings> settings, fs::path state,
                                         Store& store, Files& files) {
  auto zone = zone_of(*settings);
  if (!zone) return tl::unexpected(zone.error());
  auto learned = kept_learned(store);
  // Keywords still work: no reason to stand still.
  if (!learned) spdlog::warn("event=learned_ignored error={}", log_value(learned.error().message));
  auto categoriser = Categoriser::make(settings->categories, learned ? std::move(*learned) : std::nullopt);
  if (!categoriser) return tl::unexpected(categoriser.error());
  auto aliases = all_aliases(*settings);
  if (!aliases) return tl::unexpected(aliases.error());
  auto boosts = all_boosts(*settings);
  if (!boosts) return tl::unexpected(boosts.error());
  return std::unique_ptr<Bell>(new Bell(std::move(settings), std::move(state), store, files, std::move(*zone),
                                        std::move(*categoriser), std::move(*aliases), std::move(*boosts)));
}

PublishPlace Bell::place_of(const ProfileSettings& profile) const {
  const auto own = templates_.find(profile.name);
  return {profile, zone_, digest_directory(*settings_, profile, state_),
          own == templates_.end() ? nullptr : &own->second, category_names(*settings_)};
}

const ProfileSettings* Bell::profile(std::string_view name) const {
  for (const auto& profile : settings_->digests)
    if (profile.name == name) return &profile;
  return nullptr;
}

Result<std::vector<fs::path>> Bell::finish_planned_windows(Instant now) {
  const auto lock = StateLock::wait_to_publish(state_);
  if (!lock) return tl::unexpected(lock.error());
  const auto rows = store_.unfinished();
  if (!rows) return tl::unexpected(rows.error());
  std::vector<fs::path> paths;
  std::set<fs::path>
      touched;  // where an attempt may have left temporary files: the settings may have moved on
  for (const auto& known : settings_->digests) touched.insert(place_of(known).directory);
  for (const auto& row : *rows) {
    for (const auto& file : row.files) touched.insert(fs::path(file).parent_path());
    const ProfileSettings* known = profile(row.profile);
    // The profile was taken out of the configuration meanwhile: its last window is finished all the same.
    ProfileSettings removed;
    removed.name = row.profile;
    if (!known && !row.files.empty()) removed.directory = fs::path(row.files.front()).parent_path();
    auto finished = finish_planned(row, place_of(known ? *known : removed), store_, files_, now);
    if (!finished) return finished;
    if (const auto digest = digest_from_json(row.digest); written_ && digest) written_(*digest, *finished);
    paths.insert(paths.end(), finished->begin(), finished->end());
  }
  for (const auto& directory : touched) files_.sweep(directory);
  return paths;
}

Result<bool> Bell::has_planned_windows() const {
  const auto rows = store_.unfinished();
  if (!rows) return tl::unexpected(rows.error());
  return !rows->empty();
}

Result<std::optional<Instant>> Bell::ledger_ahead_of(Instant now) const {
  std::optional<Instant> ahead;
  for (const auto& profile : settings_->digests) {
    const auto last = store_.last_window_end(profile.name);
    if (!last) return tl::unexpected(last.error());
    if (*last && **last > now + settings_->window) ahead = std::max(ahead.value_or(**last), **last);
  }
  return ahead;
}

Result<std::vector<DueDigest>> Bell::due(Instant now) const {
  std::vector<DueDigest> out;
  for (const auto& profile : settings_->digests) {
    const auto last = store_.last_window_end(profile.name);
    if (!last) return tl::unexpected(last.error());
    const auto windows = due_windows(zone_, grid_of(*settings_, profile), settings_->catch_up, *last, now);
    for (const auto& window : windows) out.push_back({&profile, window, &window == &windows.back()});
  }
  std::stable_sort(out.begin(), out.end(), [](const DueDigest& a, const DueDigest& b) {
    return a.due.window.end < b.due.window.end;
  });
  return out;
}

Result<void> Bell::begin_collecting(const std::vector<DueDigest>& due, Instant now) {
  for (const auto& one : due) {
    if (!one.latest) continue;
    const auto text =
        fmt::format("{} {} {}", one.due.window.begin.time_since_epoch().count(),
                    one.due.window.end.time_since_epoch().count(), now.time_since_epoch().count());
    if (auto kept = store_.put(kCollecting, one.profile->name, text, now); !kept) return kept;
  }
  return {};
}

Result<std::optional<LedgerRow>> Bell::collecting(Store& store, const std::string& profile) {
  const auto kept = store.get(kCollecting, profile);
  if (!kept) return tl::unexpected(kept.error());
  std::istringstream text(kept->value_or(""));
  std::int64_t begin = 0, end = 0, since = 0;
  if (!(text >> begin >> end >> since)) return std::nullopt;
  const auto last = store.last_window_end(profile);
  if (!last) return tl::unexpected(last.error());
  if (*last && **last >= Instant(Millis(end))) return std::nullopt;  // it got further
  LedgerRow row;
  row.profile = profile;
  row.window = {Instant(Millis(begin)), Instant(Millis(end))};
  row.state = WindowState::collecting;
  row.planned_at = Instant(Millis(since));
  return row;
}

Result<DigestInput> Bell::gather(const ProfileSettings& profile, const Window& window, bool latest,
                                 const CollectReport& report, Instant now) const {
  DigestInput input;
  input.window = window;
  input.latest = latest;
  input.now = now;
  input.collect = report;
  auto candidates = store_.candidates(profile.name, window.end - settings_->max_age);
  if (!candidates) return tl::unexpected(candidates.error());
  input.candidates = std::move(*candidates);
  std::map<std::string, const Source*> sources;
  for (const auto& source : settings_->sources) sources[source.key] = &source;
  for (auto& candidate : input.candidates) {
    const auto found = sources.find(candidate.source_key);
    if (found == sources.end()) continue;  // a source that was removed: its entries stay, with plain weight
    candidate.source_name = found->second->name;
    candidate.source_weight = found->second->weight;
    candidate.source_category = found->second->category;
  }
  auto shown = store_.shown_since(profile.name, window.end - kMemory);
  if (!shown) return tl::unexpected(shown.error());
  input.shown = std::move(*shown);
  const auto kept = store_.get(kFrequencies, profile.name);
  if (!kept) return tl::unexpected(kept.error());
  // What cannot be read is counted anew.
  if (*kept) input.frequencies = frequencies_from_text(**kept).value_or(RollingFrequencies{});
  return input;
}

DigestOutcome Bell::make(const ProfileSettings& profile, const DigestInput& input, Editor& editor) const {
  const SecondOpinion opinion = second_opinion_of(*settings_, state_ / kDatabaseName, input.now);
  return make_digest({*settings_, profile, zone_, categoriser_, aliases_, editor, &boosts_, opinion}, input);
}

Result<std::vector<fs::path>> Bell::publish_outcome(const DueDigest& due, const DigestOutcome& outcome,
                                                    Instant now) {
  const auto lock = StateLock::wait_to_publish(state_);
  if (!lock) return tl::unexpected(lock.error());
  const auto row = store_.ledger_row(due.profile->name, due.due.window.end);
  if (!row) return tl::unexpected(row.error());
  if (*row) return std::vector<fs::path>{};
  // First: a window that is made once more after a crash counts nothing twice.
  const auto kept =
      store_.put(kFrequencies, due.profile->name, frequencies_to_text(outcome.frequencies), now);
  if (!kept) return tl::unexpected(kept.error());
  auto paths = publish(outcome, place_of(*due.profile), store_, files_, now);
  if (paths && written_) written_(outcome.digest, *paths);
  return paths;
}

Result<void> Bell::skip(const DueDigest& due, Instant now) {
  const auto lock = StateLock::wait_to_publish(state_);
  if (!lock) return tl::unexpected(lock.error());
  const auto known = store_.ledger_row(due.profile->name, due.due.window.end);
  if (!known) return tl::unexpected(known.error());
  if (*known) return {};
  LedgerRow row;
  row.profile = due.profile->name;
  row.window = due.due.window;
  row.state = WindowState::skipped;
  row.planned_at = now;
  return store_.plan(row, {});
}

Result<int> Bell::edit_again(const ProfileSettings& profile, LedgerRow& row, Editor& editor, Instant now) {
  auto digest = digest_from_json(row.digest);
  if (!digest) return tl::unexpected(digest.error());
  const auto shown = store_.shown_since(profile.name, row.window.end);
  if (!shown) return tl::unexpected(shown.error());
  std::vector<EditRequest> requests;
  std::vector<Item*> items;
  for (auto& item : digest->items) {
    const auto found = std::find_if(shown->begin(), shown->end(), [&](const ShownItem& one) {
      return one.window_end == row.window.end && one.number == item.number;
    });
    if (item.edited_by != "extractive" || found == shown->end() || found->members.empty()) continue;
    EditRequest request{item.story_id, {}, digest->language, profile.length, category_names(*settings_)};
    for (const auto& member : found->members) request.members.push_back(&member);
    requests.push_back(std::move(request));
    items.push_back(&item);
  }
  const Millis deadline = settings_->editor ? settings_->editor->deadline : Millis(0);
  const auto answers = editor.edit(requests, now, deadline);
  int changed = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (answers[i].by == "extractive") continue;
    items[i]->title = answers[i].title;
    items[i]->summary = answers[i].summary;
    items[i]->edited_by = answers[i].by;
    ++changed;
  }
  if (changed == 0) return 0;
  row.digest = digest_to_json(*digest);
  if (const auto kept = store_.replace_digest(profile.name, row.window.end, row.digest); !kept)
    return tl::unexpected(kept.error());
  return changed;
}

Result<std::vector<fs::path>> Bell::write_due(const CollectReport& report, Editor& editor, Instant now) {
  const auto windows = due(now);
  if (!windows) return tl::unexpected(windows.error());
  std::vector<fs::path> paths;
  for (const auto& one : *windows) {
    if (one.due.skipped) {
      if (const auto skipped = skip(one, now); !skipped) return tl::unexpected(skipped.error());
      continue;
    }
    auto input = gather(*one.profile, one.due.window, one.latest, report, now);
    if (!input) return tl::unexpected(input.error());
    auto written = publish_outcome(one, make(*one.profile, *input, editor), now);
    if (!written) return written;
    paths.insert(paths.end(), written->begin(), written->end());
  }
  return paths;
}

}  // namespace eightbells
