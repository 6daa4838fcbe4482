// A second opinion on borderline pairs from an embedding model.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "daemon/stories/second_opinion.h"
#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

inline constexpr std::size_t kMaxEmbeddingsAnswer = std::size_t{16} << 20;  // bytes of one response
inline constexpr std::size_t kMaxDimensions = 8'192;
inline constexpr std::size_t kEmbeddingsBatch = 64;  // texts of one request

// Empty without [embeddings]. Otherwise it asks POST {endpoint}/embeddings on the thread that calls it, keeps
// the vectors of the last question in `database` over a connection of its own, and is back within
// settings.embeddings->timeout. A server that is down, late or talks nonsense is logged once and gives no
// opinion. `settings` must outlive it.
[[nodiscard]] SecondOpinion second_opinion_of(const Settings& settings, const std::filesystem::path& database,
                                              Instant now);

using Embedding = std::vector<float>;  // of length one

// The vectors of a response in the order of the request. Error parse: not the JSON of `count` vectors of one
// length; too_large.
[[nodiscard]] Result<std::vector<Embedding>> read_embeddings(std::string_view body, std::size_t count);

// The answer that vectors give, on the scale of the pairs that are clear; empty where these do not differ
// enough. `vectors` belong to the question's texts.
[[nodiscard]] std::vector<std::optional<bool>> judge(const OpinionQuestion& question,
                                                     const std::vector<Embedding>& vectors);

}  // namespace eightbells
