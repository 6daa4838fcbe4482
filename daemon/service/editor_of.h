// The editor that the settings ask for.
#pragma once

#include <memory>

#include "config/settings.h"
#include "daemon/editor/editor.h"
#include "feeds/base/result.h"

namespace eightbells {

// Extractive without [editor]. Error config: the key or prompt file cannot be read.
[[nodiscard]] Result<std::unique_ptr<Editor>> editor_of(const Settings& settings);

}  // namespace eightbells
