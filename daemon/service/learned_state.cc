#include "daemon/service/learned_state.h"

#include <string_view>
#include <utility>

namespace eightbells {

namespace {

constexpr std::string_view kSpace = "learned";
constexpr std::string_view kKey = "categories";

}  // namespace

Result<void> keep_learned(Store& store, const LearnedCategories& model) {
  return store.put(kSpace, kKey, model.serialise(), model.trained_at());
}

Result<std::optional<LearnedCategories>> kept_learned(Store& store) {
  const auto stored = store.get(kSpace, kKey);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return std::optional<LearnedCategories>();
  auto model = LearnedCategories::parse(**stored);
  if (!model) return tl::unexpected(model.error());
  return std::optional<LearnedCategories>(std::move(*model));
}

}  // namespace eightbells
