// The words that the program itself puts into a digest, by language. zh-CN gives the golden format.
#pragma once

#include <string>
#include <string_view>

#include "daemon/model/digest.h"

namespace eightbells {

// Title and intro when a profile sets none. Title patterns know {stamp} (the end's file stamp), {span}
// ("4小时", "4 hours"), {begin} and {end} (local date and time). A language that does not ship gets English.
[[nodiscard]] std::string_view default_title(std::string_view language);
[[nodiscard]] std::string_view default_intro(std::string_view language);

// A length of time in words: whole days, hours, else minutes.
[[nodiscard]] std::string span_in_words(std::string_view language, Millis span);

// Says honestly that nothing came ("in the last 4 hours the 60 sources said nothing new").
[[nodiscard]] std::string quiet_note(std::string_view language, Millis span, const CollectReport& report);

// Says how many sources could not be read or tell nothing true; empty when all is well.
[[nodiscard]] std::string blind_note(std::string_view language, const CollectReport& report);

}  // namespace eightbells
