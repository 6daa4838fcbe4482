// `parse [--json] FILE [--content-type T] [--base URL]`: the parser's door on the command line, for scoring
// and fuzzing it without the whole program.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "feeds/parse/feed_json.h"
#include "feeds/parse/parse_feed.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  eightbells::ParseOptions options;
  std::string file;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json" || (i == 0 && arguments[i] == "parse")) continue;
    if (arguments[i] == "--content-type" && i + 1 < arguments.size()) {
      options.content_type = arguments[++i];
    } else if (arguments[i] == "--base" && i + 1 < arguments.size()) {
      options.base_url = arguments[++i];
    } else {
      file = arguments[i];
    }
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::cerr << "cannot read " << file << "\n";
    return 2;
  }
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto feed = eightbells::parse_feed(bytes, options);
  if (!feed) {
    std::cerr << feed.error().message << "\n";
    return 1;
  }
  std::cout << eightbells::feed_to_json(*feed) << "\n";
  return 0;
}
