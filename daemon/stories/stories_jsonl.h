// `eightbells stories`: entries as JSON lines in, one line each out.
#pragma once

#include <string>
#include <string_view>

#include <vector>

#include "daemon/stories/cluster.h"
#include "feeds/base/result.h"

namespace eightbells {

// Candidates of JSON lines {"id","title","text","url","source","author","published","language"}; only id and
// title are required, published is RFC 3339, unknown keys are ignored. Error parse: "line N: ...".
[[nodiscard]] Result<std::vector<Candidate>> candidates_of_jsonl(std::string_view jsonl);

// One line {"id","story","categories","score"} for each candidate, in their order. `story` is its id's own
// name.
[[nodiscard]] std::string stories_to_jsonl(const std::vector<Candidate>& candidates,
                                           const std::vector<Story>& stories);

}  // namespace eightbells
