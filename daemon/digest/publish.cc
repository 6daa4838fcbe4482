#include "daemon/digest/publish.h"

#include <fmt/format.h>

#include "daemon/model/digest_json.h"
#include "daemon/render/render.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

struct Rendered {
  fs::path path;
  std::string bytes;
};

std::vector<Rendered> render_all(const Digest& digest, const PublishPlace& place) {
  std::vector<Rendered> out;
  const fs::path main = place.directory / place.zone.format(place.profile.file, digest.window.end);
  for (const auto& format : place.profile.formats)
    if (format == "markdown") out.push_back({main, render_markdown(digest, place.profile)});
  return out;
}

Result<void> stage_all(const std::vector<Rendered>& rendered, Files& files) {
  for (const auto& file : rendered)
    if (auto staged = files.stage(file.path, file.bytes); !staged) return staged;
  return {};
}

// Writing an old window again must not turn the latest link back: it follows the ledger's newest window.
Result<bool> is_newest(const Digest& digest, Store& store) {
  const auto newest = store.last_window_end(digest.profile);
  if (!newest) return tl::unexpected(newest.error());
  return !*newest || **newest <= digest.window.end;
}

Result<void> commit_all(const std::vector<Rendered>& rendered, const Digest& digest, const PublishPlace& place,
                        Store& store, Files& files) {
  for (const auto& file : rendered)
    if (auto done = files.commit(file.path); !done) return done;
  if (!place.profile.latest || rendered.empty()) return {};
  const auto newest = is_newest(digest, store);
  if (!newest) return tl::unexpected(newest.error());
  const fs::path& main = rendered.front().path;
  if (!*newest) return {};
  return files.point(place.directory / ("latest" + main.extension().string()), main.filename());
}

std::vector<fs::path> paths_of(const std::vector<Rendered>& rendered) {
  std::vector<fs::path> out;
  for (const auto& file : rendered) out.push_back(file.path);
  return out;
}

}  // namespace

fs::path digest_directory(const Settings& settings, const ProfileSettings& profile, const fs::path& state) {
  if (!profile.directory.empty()) return profile.directory;
  return settings.digests.size() > 1 ? state / "digests" / profile.name : state / "digests";
}

Result<std::vector<fs::path>> publish(const DigestOutcome& outcome, const PublishPlace& place, Store& store, Files& files,
                                      Instant now) {
  const Digest& digest = outcome.digest;
  const bool silent = digest.items.empty() && place.profile.empty == WhenEmpty::skip;
  const std::vector<Rendered> rendered = silent ? std::vector<Rendered>{} : render_all(digest, place);
  if (auto staged = stage_all(rendered, files); !staged) return tl::unexpected(staged.error());

  LedgerRow row;
  row.profile = digest.profile;
  row.window = digest.window;
  row.planned_at = now;
  row.items = static_cast<int>(digest.items.size());
  row.digest = digest_to_json(digest);
  row.considered = considered_to_json(outcome.considered);
  for (const auto& file : rendered) row.files.push_back(file.path.string());
  for (const auto& item : digest.items) row.shown.push_back({item.number, item.story_id, item.title, item.link});
  if (auto planned = store.plan(row, outcome.claims); !planned) return tl::unexpected(planned.error());

  if (auto done = commit_all(rendered, digest, place, store, files); !done) return tl::unexpected(done.error());
  if (auto marked = store.mark_written(digest.profile, digest.window.end, now); !marked)
    return tl::unexpected(marked.error());
  return paths_of(rendered);
}

Result<std::vector<fs::path>> write_again(const LedgerRow& row, const PublishPlace& place, Store& store,
                                          Files& files) {
  const auto digest = digest_from_json(row.digest);
  if (!digest) return tl::unexpected(digest.error());
  if (row.files.empty()) return std::vector<fs::path>{};
  const std::vector<Rendered> rendered = render_all(*digest, place);
  if (auto staged = stage_all(rendered, files); !staged) return tl::unexpected(staged.error());
  if (auto done = commit_all(rendered, *digest, place, store, files); !done) return tl::unexpected(done.error());
  return paths_of(rendered);
}

Result<std::vector<fs::path>> finish_planned(const LedgerRow& row, const PublishPlace& place, Store& store, Files& files,
                                             Instant now) {
  auto paths = write_again(row, place, store, files);
  if (!paths) return paths;
  if (auto marked = store.mark_written(row.profile, row.window.end, now); !marked)
    return tl::unexpected(marked.error());
  return paths;
}

}  // namespace eightbells
