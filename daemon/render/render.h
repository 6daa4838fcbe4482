// A digest value to the bytes of a file, one function a format. The site has more than one file: site.h.
#pragma once

#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/model/digest.h"
#include "feeds/base/result.h"

namespace eightbells {

// The Markdown of DESIGN 5: UTF-8, LF, no newline at the end.
[[nodiscard]] std::string render_markdown(const Digest& digest, const ProfileSettings& profile);

// The version of the JSON form. A key may be added within a version; one that changes its meaning or goes
// makes a new one.
inline constexpr int kJsonVersion = 1;

// docs/digest.schema.json describes it. One line, times in RFC 3339 with the digest's offset, absent = null.
[[nodiscard]] std::string render_json(const Digest& digest);

// The feed (RFC 4287) of the items of `newest_first`, which must not be empty.
[[nodiscard]] std::string render_atom(const std::vector<Digest>& newest_first,
                                      const ProfileSettings& profile);

// What the site and the feed are called.
[[nodiscard]] std::string site_title(const ProfileSettings& profile);

}  // namespace eightbells
