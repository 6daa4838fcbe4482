// What a model is asked: the template of a language, and a story as fenced data.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/editor/editor.h"
#include "feeds/base/result.h"

namespace eightbells {

// What is sent of one story, however large it is.
inline constexpr std::size_t kMaxPromptEntries = 8;
inline constexpr std::size_t kMaxLeadText = 5'000;   // characters of the lead's text
inline constexpr std::size_t kMaxOtherText = 1'500;  // of each other member's

using Prompts = std::map<std::string, std::string>;  // language -> template

// The templates <language>.txt of a folder. With `own` (may be empty) that file stands for every language
// instead. Error io: a file cannot be read, or the folder holds none.
[[nodiscard]] Result<Prompts> load_prompts(const std::filesystem::path& folder,
                                           const std::filesystem::path& own = {});

// The template for a language: its own, one of the same primary language, "en", or any.
[[nodiscard]] const std::string& prompt_for(const Prompts& prompts, std::string_view language);

// The fixed instructions: {{title_min}}, {{title_max}}, {{summary_min}}, {{summary_max}}, {{language}} and
// {{categories}} filled in. The same bytes for every story of a digest, so that a server can keep its reading
// of them.
[[nodiscard]] std::string system_message(std::string_view prompt, std::string_view language,
                                         const LengthBand& band, const std::vector<std::string>& categories);

// The story: its entries as a JSON array between fences, marked as data. Whatever a text holds stays inside
// its JSON string: '<', '>' and
// '`' are written as escapes, so no text can close a fence. `shortest` is the least length of a summary that
// is asked for here.
[[nodiscard]] std::string user_message(const EditRequest& request, const LengthBand& band);

}  // namespace eightbells
