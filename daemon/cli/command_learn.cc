// learn: labelled texts teach the categories of this state directory.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/nearest.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/setting_up.h"
#include "daemon/model/digest_json.h"
#include "daemon/service/learned_state.h"
#include "daemon/stories/lessons_jsonl.h"

namespace eightbells {

namespace {

// How many digests of a profile are looked at: years of them.
constexpr int kMostDigests = 10'000;

// The items whose categories the editor chose.
Result<void> add_lessons(Store& store, const std::string& profile, std::vector<Lesson>& out) {
  const auto rows = store.ledger(profile, kMostDigests);
  if (!rows) return tl::unexpected(rows.error());
  for (const auto& bare : *rows) {
    const auto row = store.ledger_row(profile, bare.window.end);
    if (!row) return tl::unexpected(row.error());
    if (!*row || (*row)->considered.empty()) continue;
    const auto considered = considered_from_json((*row)->considered);
    if (!considered) return tl::unexpected(considered.error());
    for (const auto& one : *considered)
      if (one.categories_by == "editor" && !one.categories.empty())
        out.push_back({one.title, {}, one.categories.front()});
  }
  return {};
}

// Where the lessons come from, for people.
std::string taught_by(const Options& options) {
  if (options.from_digests) return "the digests so far";
  return options.file == "-" ? "standard input" : options.file;
}

Result<std::vector<Lesson>> lessons_for(const Options& options, Store& store, const Settings* settings) {
  if (!options.from_digests) {
    const auto bytes = read_input(options.file);
    if (!bytes) return tl::unexpected(bytes.error());
    auto lessons = lessons_of_jsonl(*bytes);
    if (!lessons) return fail(lessons.error(), taught_by(options));
    if (lessons->empty()) return fail(ErrorKind::invalid, taught_by(options) + " holds no labelled texts");
    return lessons;
  }
  std::vector<Lesson> out;
  for (const auto& profile : settings->digests)
    if (auto added = add_lessons(store, profile.name, out); !added) return tl::unexpected(added.error());
  if (out.empty())
    return fail(ErrorKind::invalid, "no item of the digests so far has its category from an editor");
  return out;
}

// A category that the configuration does not have is never given: most often a slip of the pen.
void tell_unknown(const LearnedCategories& model, const Settings& settings) {
  std::vector<std::string> known;
  for (const auto& category : settings.categories) known.push_back(category.name);
  for (const auto& name : model.categories())
    if (std::find(known.begin(), known.end(), name) == known.end())
      fmt::print(stderr, "warning: no category '{}' in the configuration{}\n", name,
                 nearest_hint(name, known));
}

Result<LearnedCategories> train_showing(const std::vector<Lesson>& lessons, const Options& options) {
  ProgressBar bar("Learning");
  auto model = LearnedCategories::train(lessons, SystemClock().now(),
                                        [&](int done, int total) { bar.show(done, total, 0, ""); });
  if (!model) return fail(model.error(), taught_by(options));
  return model;
}

}  // namespace

int run_learn(const Options& options) {
  if (options.file.empty() != options.from_digests) {
    complain(
        "say what to learn from: \"eightbells learn FILE.jsonl\" or \"eightbells learn --from-digests\"");
    return kBadUsage;
  }
  // A file can teach a state directory before there is a configuration.
  std::shared_ptr<const Settings> settings;
  const bool configured = options.from_digests || std::filesystem::exists(config_path(options));
  if (configured && !(settings = settings_or_complain(options))) return kBadUsage;
  const auto store = open_state(state_path(options));
  if (!store) {
    complain(store.error().message);
    return kFailed;
  }
  const auto lessons = lessons_for(options, **store, settings.get());
  const auto model = lessons ? train_showing(*lessons, options) : tl::unexpected(lessons.error());
  const auto kept = model ? keep_learned(**store, *model) : tl::unexpected(model.error());
  if (!kept) {
    complain(kept.error().message);
    return kFailed;
  }
  fmt::print(stderr, "Learned {} categories from {} texts.\n", model->categories().size(), model->lessons());
  if (settings) tell_unknown(*model, *settings);
  return kDone;
}

}  // namespace eightbells
