// Addresses. The first line is the base, the rest the reference.
#include "feeds/base/utf8.h"
#include "feeds/text/url.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

namespace {

bool is_printable_ascii(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c > '~') return false;
  return true;
}

void check(std::string_view text) {
  if (const auto url = parse_url(text)) {
    const std::string written = url->to_string();
    const auto again = parse_url(written);
    require(again.has_value() || written.size() > 8192, "what was written is an address", written);
    if (again) require(again->to_string() == written, "an address is written one way", written);
    require(!url->scheme.empty(), "an address has a scheme", text);
  }
  const std::string canonical = canonical_url(text);
  require(canonical_url(canonical) == canonical, "the canonical form is its own", canonical);
  const std::string clean = clean_link(text);
  if (clean.empty()) return;
  require(clean.substr(0, 7) == "http://" || clean.substr(0, 8) == "https://", "a shown link goes to the web",
          clean);
  require(is_printable_ascii(clean), "a shown link holds no controls, spaces or raw bytes", clean);
  require(clean.find_first_of("<>\"") == clean.npos, "a shown link cannot end an attribute", clean);
  require(canonical_url(clean) == canonical, "showing a link does not change its page", clean);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [base, reference] = fuzz::head_and_body(fuzz::bytes_of(data, size));
  check(base);
  check(reference);
  const std::string resolved = resolve_url(base, reference);
  check(resolved);
  require(!is_valid_utf8(base) || !is_valid_utf8(reference) || is_valid_utf8(resolved),
          "resolving keeps UTF-8", resolved);
  if (const auto status = x_status(reference)) require(status->id > 0, "a post has an id", reference);
  return 0;
}
