// One POST that is tried again while the other side is unwell.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "config/settings.h"
#include "feeds/fetch/http_client.h"

namespace eightbells {

// The request that `hook` sends: its address (of the setting or of its file), its token, and `json`. Error
// config: a file that cannot be read, or an address that is none.
[[nodiscard]] Result<HttpRequest> webhook_request(const HookSettings& hook, std::string json);

// Sends `request` until an answer of 2xx, at most `tries` times. Retried are 408, 425, 429, 5xx, timeouts and
// broken connections, after what Retry-After asks for, else half a second and four times as long with each
// retry. Calls `done` once, from the loop. Errors name the host only: an address may be a secret. It goes on
// as long as what is returned is kept; `io` and `http` must outlive that.
[[nodiscard]] std::shared_ptr<void> send_webhook(boost::asio::io_context& io, HttpClient& http,
                                                 HttpRequest request, int tries,
                                                 std::function<void(Result<void>)> done);

}  // namespace eightbells
