// Configurations: any text gives settings within their limits, or errors with places inside the text.
#include <algorithm>

#include "config/load.h"
#include "feeds/base/utf8.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

namespace {

void check_error(const ConfigError& error, int lines) {
  require(!error.message.empty(), "an error says what is wrong");
  require(error.message.find('\n') == std::string::npos, "an error's sentence is one line", error.message);
  require(error.line >= 0 && error.line <= lines + 1, "an error lies inside the file", error.message);
  require(error.column >= 0, "a column counts from one", error.message);
  static_cast<void>(error.to_string());
}

void check_settings(const Settings& settings) {
  require(settings.window.count() > 0 && kDay % settings.window == Millis(0), "a window divides the day");
  require(settings.max_age >= settings.window, "what a window holds is young enough for it");
  require(settings.collect.concurrency > 0 && settings.collect.timeout.count() > 0, "collecting can work");
  require(!settings.digests.empty(), "there is a digest");
  for (const auto& source : settings.sources) {
    require(!source.key.empty() && !source.name.empty(), "a source has a key and a name");
    require(source.fetch.max_bytes > 0 && source.fetch.max_redirects >= 0, "requests have limits");
  }
  for (const auto& digest : settings.digests)
    require(digest.name.find('/') == std::string::npos, "a digest's name is no path", digest.name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::bytes_of(data, size);
  // Paths that a configuration names are opened: nothing to fuzz there, and /dev/stdin would wait.
  for (const std::string_view path : {"/dev", "/proc", "/sys", ".."})
    if (text.find(path) != text.npos) return 0;
  const auto loaded = load_settings_text(text, "/nonexistent/fuzz.toml");
  const int lines = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto& error : loaded.errors) check_error(error, lines);
  for (const auto& warning : loaded.warnings) check_error(warning, lines);
  if (loaded.errors.empty()) check_settings(loaded.settings);
  return 0;
}
