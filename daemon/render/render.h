// A digest value to the bytes of a file, one function a format.
#pragma once

#include <string>

#include "config/settings.h"
#include "daemon/model/digest.h"
#include "feeds/base/result.h"

namespace eightbells {

// The Markdown of DESIGN 5: UTF-8, LF, no newline at the end.
[[nodiscard]] std::string render_markdown(const Digest& digest, const ProfileSettings& profile);

}  // namespace eightbells
