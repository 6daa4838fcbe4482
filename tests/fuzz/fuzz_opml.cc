// Lists of sources: what was read is written, and read again as the same list.
#include "feeds/base/utf8.h"
#include "feeds/sources/opml.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto sources = parse_opml(fuzz::bytes_of(data, size));
  if (!sources) return 0;
  require(sources->size() <= kMaxOpmlSources, "a list has a limit");
  for (const auto& source : *sources) {
    require(source.kind == SourceKind::feed || source.kind == SourceKind::x,
            "a list names feeds and accounts only");
    require(source.argv.empty(), "a list runs no command");
    require(source.key == source_key(source), "a source's key comes from its address", source.key);
    if (source.kind == SourceKind::feed)
      require(source.address.substr(0, 7) == "http://" || source.address.substr(0, 8) == "https://",
              "a list names addresses of the web only", source.address);
    require(is_valid_utf8(source.name) && is_valid_utf8(source.category), "names are UTF-8");
    require(is_valid_utf8(source.address) && is_valid_utf8(source.language), "addresses and languages are UTF-8");
  }
  const std::string written = write_opml(*sources, "all");
  const auto again = parse_opml(written);
  if (sources->empty()) return 0;
  require(again && again->size() == sources->size(), "a written list has the same sources", written);
  require(write_opml(*again, "all") == write_opml(*parse_opml(write_opml(*again, "all")), "all"),
          "a list that was read back is written the same", written);
  return 0;
}
