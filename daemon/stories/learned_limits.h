// What bounds a learned model, for its own files.
#pragma once

#include <cstddef>

namespace eightbells {

inline constexpr std::size_t kBuckets = std::size_t{1} << 18;  // words are hashed into so many places
inline constexpr std::size_t kMaxFeatures = 100'000;           // places that a model keeps
inline constexpr std::size_t kMaxLearnedCategories = 64;
inline constexpr std::size_t kMaxCategoryName = 200;  // bytes

}  // namespace eightbells
