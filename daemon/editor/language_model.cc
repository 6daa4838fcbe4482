#include "daemon/editor/language_model.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/editor/edit_session.h"
#include "daemon/editor/extractive.h"
#include "feeds/base/hash.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace {

constexpr std::string_view kCacheVersion = "1";  // goes up when the checks become stricter

// Fields with their lengths in front, so that no two lists of fields give the same bytes.
class KeyText {
 public:
  KeyText& add(std::string_view field) {
    text_ += std::to_string(field.size()) + ":";
    text_ += field;
    return *this;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void apply(const ModelEdit& edit, const std::string& model, Edited& out) {
  out.title = edit.title;
  out.summary = edit.summary;
  out.categories = edit.categories;
  out.importance = edit.importance;
  out.by = model;
  out.fallback.clear();
}

}  // namespace

std::string edit_cache_key(const EditRequest& request, std::string_view model, std::string_view prompt) {
  KeyText key;
  key.add(kCacheVersion).add(model).add(prompt).add(request.language);
  for (const int bound : {request.length.title_min, request.length.title_max, request.length.summary_min,
                          request.length.summary_max})
    key.add(std::to_string(bound));
  for (const auto& category : request.categories) key.add(category);
  key.add("entries");
  for (const Candidate* member : request.members) {
    if (!member) continue;
    const Entry& entry = member->entry;
    key.add(entry.id)
        .add(entry.link)
        .add(entry.title)
        .add(entry.text())
        .add(entry.author)
        .add(member->source_name);
    key.add(entry.published ? format_utc(*entry.published) : "");
  }
  return "edit:" + hash128_hex(key.text());
}

LanguageModelEditor::LanguageModelEditor(LanguageModelOptions options) : options_(std::move(options)) {}

std::vector<Edited> LanguageModelEditor::edit(const std::vector<EditRequest>& requests, Instant now,
                                              Millis deadline) {
  const auto begin = std::chrono::steady_clock::now();
  statistics_ = {};
  // From here on every request has an answer; what follows can only make it better.
  std::vector<Edited> results;
  results.reserve(requests.size());
  for (const EditRequest& request : requests) results.push_back(edit_extractively(request));

  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string& prompt = prompt_for(options_.prompts, requests[i].language);
    const auto kept = options_.cache
                          ? options_.cache->find(edit_cache_key(requests[i], options_.settings.model, prompt))
                          : std::nullopt;
    const auto edit =
        kept ? read_edit(*kept, requests[i].categories) : Result<ModelEdit>(fail(ErrorKind::not_found, ""));
    if (edit) {
      apply(*edit, options_.settings.model, results[i]);
      ++statistics_.cache_hits;
      ++statistics_.edited;
    } else {
      wanted.push_back(i);
    }
  }
  if (wanted.empty()) return results;
  const auto spent = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begin);
  EditSession session(options_, requests, now, std::max(deadline - spent, Millis(0)), dialect_, statistics_,
                      results);
  session.run(wanted);
  return results;
}

}  // namespace eightbells
