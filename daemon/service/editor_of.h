// The editor that the settings ask for, with what it needs from the state directory.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "config/settings.h"
#include "daemon/editor/editor.h"
#include "feeds/base/result.h"

namespace eightbells {

// Extractive without [editor]. With it, a language model whose cache and budget lie in `database`, over a
// connection of its own, since an editor may work on a thread of its own. What it did last is kept in the
// store under ("editor", "last") for status. An API key that cannot be read is logged and left out: the
// server's refusal then makes the items extractive. `progress`: see LanguageModelOptions. Error config: the
// prompt file cannot be read; database: no connection.
[[nodiscard]] Result<std::unique_ptr<Editor>> editor_of(
    const Settings& settings, const std::filesystem::path& database,
    std::function<void(int done, int total)> progress = {});

}  // namespace eightbells
