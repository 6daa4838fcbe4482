// What is asked of the X API v2, and what is said when it refuses: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"
#include "feeds/fetch/http_client.h"
#include "feeds/model/source.h"
#include "feeds/sources/x_range.h"

namespace eightbells {

// The path of a look-up of `handles` (at most kMaxXHandles), and of a page of an account's posts. `token` is
// the page's, or empty.
[[nodiscard]] std::string look_up_path(const std::vector<std::string>& handles);
[[nodiscard]] std::string timeline_path(const Source& source, const std::string& user_id, const XRange& range,
                                        int max_results, const std::string& token);

// Whether `text` is an id as X writes them: it goes into a path.
[[nodiscard]] bool is_x_number(std::string_view text);

// Why an account was not read, each with what to do. The token is in none of them.
[[nodiscard]] Error token_error();
[[nodiscard]] Error rate_error(Instant until);
[[nodiscard]] Error budget_error(int reads_per_day);
[[nodiscard]] std::string x_refusal(const HttpResponse& response);

}  // namespace eightbells
