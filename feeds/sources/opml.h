// Lists of sources as OPML 2.0, in and out: what every other reader exports and imports.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"
#include "feeds/model/source.h"

namespace eightbells {

inline constexpr std::size_t kMaxOpmlSources = 10'000;  // of one list; those beyond are left out
inline constexpr std::size_t kMaxOpmlDepth = 32;        // of folders; what lies deeper is left out

// The sources that a list names, in its order, each address once. Feeds (xmlUrl) become feed sources, links
// to X profiles become X sources; the innermost folder's name becomes the category. A list comes from a
// stranger: only http and https addresses are taken, never files or commands, and lists inside the list are
// not followed. Error parse: not XML, or no <opml> in it.
[[nodiscard]] Result<std::vector<Source>> parse_opml(std::string_view bytes);

// An OPML 2.0 document of `sources`, one folder for each category in order of first use. Commands and files
// mean nothing on another machine and are left out. parse_opml reads back what write_opml wrote: address,
// name, category, language.
[[nodiscard]] std::string write_opml(const std::vector<Source>& sources, std::string_view title);

// The key of a source in the store (see Source::key), from its kind and address; a command's from its argv.
[[nodiscard]] std::string source_key(const Source& source);

// The handle when `url` is an X profile ("https://x.com/karpathy", "@karpathy"), else empty.
[[nodiscard]] std::string x_handle_of(std::string_view url);

}  // namespace eightbells
