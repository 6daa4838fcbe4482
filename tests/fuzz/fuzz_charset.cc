// Bytes of unknown encoding. The first line is the HTTP content type, the rest the bytes.
#include "feeds/base/utf8.h"
#include "feeds/text/charset.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [head, body] = fuzz::head_and_body(fuzz::bytes_of(data, size));
  const Decoded decoded = to_utf8(body, head);
  require(is_valid_utf8(decoded.text), "decoded text is UTF-8");
  require(!decoded.encoding.empty(), "an encoding was used");
  require(decoded.text.substr(0, 3) != "\xEF\xBB\xBF", "no byte order mark is left");
  require(decoded.text.size() <= 6 * body.size() + 6, "decoding does not grow without limit");

  const std::string repaired = repair_utf8(body);
  require(is_valid_utf8(repaired), "repaired text is UTF-8");
  require(repair_utf8(repaired) == repaired, "repairing twice changes nothing");
  require(is_valid_utf8(body) == (repaired == body), "only broken text is repaired");
  const std::string quiet = without_controls(repaired);
  require(is_valid_utf8(quiet) && without_controls(quiet) == quiet, "controls are gone at once");
  const auto cut = truncate_code_points(repaired, 10);
  require(is_valid_utf8(cut) && count_code_points(cut) <= 10, "a cut text is whole and short");
  require(collapse_white_space(collapse_white_space(repaired)) == collapse_white_space(repaired),
          "white space is collapsed at once");
  return 0;
}
