// Dates: what is read can be written, and is read again as the same moment.
#include "feeds/text/dates.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

namespace {

void check(std::optional<Instant> at) {
  if (!at) return;
  const std::string text = format_utc_millis(*at);
  if (text.size() != std::string_view("2026-01-07T00:00:10.261Z").size())
    return;  // a year beyond four digits has no RFC 3339 form
  require(parse_rfc3339(text) == at, "what is written in RFC 3339 is read again", text);
  require(parse_date(text) == at, "every RFC 3339 date is a date", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::bytes_of(data, size);
  check(parse_date(text));
  check(parse_http_date(text));
  const auto strict = parse_rfc3339(text);
  check(strict);
  require(!strict || parse_date(text).has_value(), "what the strict reader takes, the lenient one takes",
          text);
  return 0;
}
