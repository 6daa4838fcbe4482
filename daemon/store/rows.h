// Lists and names as they stand in the database.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/store/store.h"

namespace eightbells {

// JSON; nothing for an empty list. Reading is total: what cannot be read is an empty list.
[[nodiscard]] std::string list_to_text(const std::vector<std::string>& list);
[[nodiscard]] std::vector<std::string> list_from_text(std::string_view text);
[[nodiscard]] std::string map_to_text(const std::map<std::string, std::string>& map);
[[nodiscard]] std::map<std::string, std::string> map_from_text(std::string_view text);

[[nodiscard]] std::string_view text_of(Health health);
[[nodiscard]] Health health_from(std::string_view text);  // unknown when it is none
[[nodiscard]] std::string_view text_of(WindowState state);
[[nodiscard]] WindowState window_state_from(std::string_view text);

}  // namespace eightbells
