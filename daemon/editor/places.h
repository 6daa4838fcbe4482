// Countries and cities in the spellings that news uses, so that 美国 supports "U.S." and "American".
#pragma once

#include <string_view>
#include <vector>

namespace eightbells {

struct KnownPlace {
  std::string_view name;
  std::vector<std::string_view> others;
};

[[nodiscard]] const std::vector<KnownPlace>& known_places();

}  // namespace eightbells
