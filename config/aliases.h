// Names across languages: config/aliases.toml, and [aliases] of a configuration in the same form.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"

namespace eightbells {

// Canonical spelling -> other spellings in any language. A canonical spelling with a capital letter is a name
// (Google, OpenAI); one in small letters is a common word (release, funding), which supports a match but
// makes none.
using AliasTable = std::map<std::string, std::vector<std::string>>;

// The tables [aliases] (names) and [words] (common words) of a TOML file. Error io: it cannot be read;
// config: it is not TOML, or holds anything but lists of texts ("file:line:col: what was expected").
[[nodiscard]] Result<AliasTable> load_aliases(const std::filesystem::path& file);

// The same for a text; `file` stands in messages.
[[nodiscard]] Result<AliasTable> load_aliases_text(std::string_view text, const std::filesystem::path& file);

// `more` beside `table`: the user's own spellings are added to the shipped ones.
void add_aliases(AliasTable& table, const AliasTable& more);

}  // namespace eightbells
