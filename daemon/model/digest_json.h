// Digests to JSON and back, the same bytes for the same value: the ledger's form.
#pragma once

#include <string>
#include <string_view>

#include "daemon/model/digest.h"
#include "feeds/base/result.h"

namespace eightbells {

[[nodiscard]] std::string digest_to_json(const Digest& digest);
[[nodiscard]] Result<Digest> digest_from_json(std::string_view json);
[[nodiscard]] std::string considered_to_json(const std::vector<Considered>& considered);
[[nodiscard]] Result<std::vector<Considered>> considered_from_json(std::string_view json);

}  // namespace eightbells
