// Whether a value makes sense: pure questions whose answer is a sentence for the person who wrote it. An
// empty answer means that the value is good.
#pragma once

#include <string>
#include <string_view>

#include "feeds/base/clock.h"

namespace eightbells {

// A plausible BCP 47 tag: "en", "zh-CN", "zh-Hant-TW".
[[nodiscard]] std::string check_language(std::string_view tag);

// A zone of the system's IANA database, else with the nearest name.
[[nodiscard]] std::string check_zone(std::string_view name);

// A length that divides a day into equal windows of whole minutes, 1m to 24h.
[[nodiscard]] std::string check_window(Millis window);

// A strftime pattern for the names of digest files: a plain name without a folder that differs for any two
// windows of ten years. `window` must have passed check_window; `first_end` is when the first window of a day
// ends, from midnight.
[[nodiscard]] std::string check_file_pattern(std::string_view pattern, Millis window,
                                             Millis first_end = Millis(0));

// http or https with a host.
[[nodiscard]] std::string check_web_url(std::string_view url);

// http, https, socks4, socks4a, socks5 or socks5h with a host.
[[nodiscard]] std::string check_proxy(std::string_view url);

// A word, or "/.../", an ICU regular expression that compiles.
[[nodiscard]] std::string check_word(std::string_view word);

// A handle of X without '@': 1 to 15 of A-Z a-z 0-9 and _.
[[nodiscard]] std::string check_handle(std::string_view handle);

// RFC 9110 field name and value.
[[nodiscard]] std::string check_header(std::string_view name, std::string_view value);

// A host name or address, without scheme, port and path.
[[nodiscard]] std::string check_host(std::string_view host);

// A name that is safe as a folder's: no slash, no leading dot, no control character, at most 100 bytes.
[[nodiscard]] std::string check_folder_name(std::string_view name);

// A digest's title: "{stamp}" "{span}" "{hours}" "{begin}" "{end}" and no other name in braces.
[[nodiscard]] std::string check_title(std::string_view title);

}  // namespace eightbells
