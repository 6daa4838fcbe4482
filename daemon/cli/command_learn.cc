// learn: labelled texts teach the categories of this state directory.
#include <fmt/format.h>

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

Result<std::vector<Lesson>> lessons_for(const Options& options, Store& store, const Settings* settings) {
  if (!options.from_digests) {
    const auto bytes = read_input(options.file);
    if (!bytes) return tl::unexpected(bytes.error());
    auto lessons = lessons_of_jsonl(*bytes);
    if (!lessons) return fail(lessons.error(), options.file);
    return lessons;
  }
  std::vector<Lesson> out;
  for (const auto& profile : settings->digests)
    if (auto added = add_lessons(store, profile.name, out); !added) return tl::unexpected(added.error());
  return out;
}

Result<LearnedCategories> train_showing(const std::vector<Lesson>& lessons, Instant now) {
  ProgressBar bar("Learning");
  return LearnedCategories::train(lessons, now, [&](int done, int total) { bar.show(done, total, 0, ""); });
}

}  // namespace

int run_learn(const Options& options) {
  if (options.file.empty() != options.from_digests) {
    complain(
        "say what to learn from: \"eightbells learn FILE.jsonl\" or \"eightbells learn --from-digests\"");
    return kBadUsage;
  }
  std::shared_ptr<const Settings> settings;
  if (options.from_digests && !(settings = settings_or_complain(options))) return kBadUsage;
  const auto store = open_state(state_path(options));
  if (!store) {
    complain(store.error().message);
    return kFailed;
  }
  const auto lessons = lessons_for(options, **store, settings.get());
  const Instant now = SystemClock().now();
  const auto model = lessons ? train_showing(*lessons, now) : tl::unexpected(lessons.error());
  const auto kept = model ? keep_learned(**store, *model) : tl::unexpected(model.error());
  if (!kept) {
    complain(kept.error().message);
    return kFailed;
  }
  fmt::print(stderr, "Learned {} categories from {} texts.\n", model->categories().size(), model->lessons());
  return kDone;
}

}  // namespace eightbells
