#include "daemon/digest/publish.h"

#include <algorithm>

#include "daemon/model/digest_json.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

// Every file of the digest's own is staged; of the shared ones only those that change.
Result<std::vector<OutputFile>> stage_all(std::vector<OutputFile> outputs, Files& files) {
  const auto unchanged = [&](const OutputFile& file) {
    if (!file.shared) return false;
    const auto there = files.read(file.path);
    return there && *there == file.bytes;
  };
  outputs.erase(std::remove_if(outputs.begin(), outputs.end(), unchanged), outputs.end());
  for (const auto& file : outputs)
    if (auto staged = files.stage(file.path, file.bytes); !staged) return tl::unexpected(staged.error());
  return outputs;
}

// Writing an old window again must not turn the latest link back: it follows the ledger's newest window.
Result<bool> is_newest(const Digest& digest, Store& store) {
  const auto newest = store.last_window_end(digest.profile);
  if (!newest) return tl::unexpected(newest.error());
  return !*newest || **newest <= digest.window.end;
}

// latest.md and latest.json, beside the digests; the site has its index page.
Result<void> point_to(const std::vector<OutputFile>& outputs, const PublishPlace& place, Files& files) {
  for (const auto& file : outputs) {
    if (file.shared || file.path.parent_path() != place.directory) continue;
    const fs::path link = place.directory / ("latest" + file.path.extension().string());
    if (auto done = files.point(link, file.path.filename()); !done) return done;
  }
  return {};
}

Result<void> commit_all(const std::vector<OutputFile>& outputs, const Digest& digest,
                        const PublishPlace& place, Store& store, Files& files) {
  for (const auto& file : outputs)
    if (auto done = files.commit(file.path); !done) return done;
  if (!place.profile.latest) return {};
  const auto newest = is_newest(digest, store);
  if (!newest) return tl::unexpected(newest.error());
  return *newest ? point_to(outputs, place, files) : Result<void>{};
}

std::vector<fs::path> paths_of(const std::vector<OutputFile>& outputs) {
  std::vector<fs::path> out;
  for (const auto& file : outputs)
    if (file.told) out.push_back(file.path);
  return out;
}

// The files of a digest, staged.
Result<std::vector<OutputFile>> stage_outputs(const Digest& digest, const PublishPlace& place, Store& store,
                                              Files& files) {
  auto outputs = outputs_of(digest, place, store, files);
  if (!outputs) return outputs;
  return stage_all(std::move(*outputs), files);
}

}  // namespace

fs::path digest_directory(const Settings& settings, const ProfileSettings& profile, const fs::path& state) {
  if (!profile.directory.empty()) return profile.directory;
  return settings.digests.size() > 1 ? state / "digests" / profile.name : state / "digests";
}

Result<std::vector<fs::path>> publish(const DigestOutcome& outcome, const PublishPlace& place, Store& store,
                                      Files& files, Instant now) {
  const Digest& digest = outcome.digest;
  const bool silent = digest.items.empty() && place.profile.empty == WhenEmpty::skip;
  const Result<std::vector<OutputFile>> outputs =
      silent ? std::vector<OutputFile>{} : stage_outputs(digest, place, store, files);
  if (!outputs) return tl::unexpected(outputs.error());

  LedgerRow row;
  row.profile = digest.profile;
  row.window = digest.window;
  row.planned_at = now;
  row.items = static_cast<int>(digest.items.size());
  row.digest = digest_to_json(digest);
  row.considered = considered_to_json(outcome.considered);
  for (const auto& path : paths_of(*outputs)) row.files.push_back(path.string());
  for (const auto& item : digest.items)
    row.shown.push_back({item.number, item.story_id, item.title, item.link});
  if (auto planned = store.plan(row, outcome.claims); !planned) return tl::unexpected(planned.error());

  if (auto done = commit_all(*outputs, digest, place, store, files); !done)
    return tl::unexpected(done.error());
  if (auto marked = store.mark_written(digest.profile, digest.window.end, now); !marked)
    return tl::unexpected(marked.error());
  return paths_of(*outputs);
}

Result<std::vector<fs::path>> write_again(const LedgerRow& row, const PublishPlace& place, Store& store,
                                          Files& files) {
  const auto digest = digest_from_json(row.digest);
  if (!digest) return tl::unexpected(digest.error());
  if (row.files.empty() && digest->items.empty()) return std::vector<fs::path>{};
  const auto outputs = stage_outputs(*digest, place, store, files);
  if (!outputs) return tl::unexpected(outputs.error());
  if (auto done = commit_all(*outputs, *digest, place, store, files); !done)
    return tl::unexpected(done.error());
  return paths_of(*outputs);
}

Result<std::vector<fs::path>> finish_planned(const LedgerRow& row, const PublishPlace& place, Store& store,
                                             Files& files, Instant now) {
  auto paths = write_again(row, place, store, files);
  if (!paths) return paths;
  if (auto marked = store.mark_written(row.profile, row.window.end, now); !marked)
    return tl::unexpected(marked.error());
  return paths;
}

}  // namespace eightbells
