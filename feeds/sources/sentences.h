// What a person is told about a source that could not be read.
#pragma once

#include <string>
#include <string_view>

#include "feeds/base/result.h"
#include "feeds/fetch/http_client.h"

namespace eightbells {

// A stranger's address, fit to be shown: no controls, not too long.
[[nodiscard]] std::string shown(std::string_view url);

// Why a body is no document. `error` is the parser's; `had` says that there was one before.
[[nodiscard]] Error no_document(const HttpResponse& response, std::string_view name, bool had,
                                const Error& error);

// A failure of the way to the source, with what to do about it.
[[nodiscard]] Error with_advice(Error error);

}  // namespace eightbells
