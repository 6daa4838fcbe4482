// The rules of canonical_url that hold for single hosts (YouTube, arXiv, Reddit, ...).
#pragma once

#include "feeds/text/url.h"

namespace eightbells {

// One form for what some hosts have several addresses for. `url` is canonical but for this.
void apply_host_rules(Url& url);

}  // namespace eightbells
