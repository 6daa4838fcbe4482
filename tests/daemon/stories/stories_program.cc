// `stories_program stories FILE.jsonl`: clusters a file of JSON lines with the shipped aliases, as
// `eightbells stories` does.
#include <cstdio>
#include <string>
#include <string_view>

#include "config/aliases.h"
#include "daemon/stories/cluster.h"
#include "daemon/stories/rank.h"
#include "daemon/stories/stories_jsonl.h"
#include "tests/support/paths.h"

namespace {

int fail_with(const eightbells::Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace eightbells;
  if (argc != 3 || std::string_view(argv[1]) != "stories") {
    std::fprintf(stderr, "usage: %s stories FILE.jsonl\n", argv[0]);
    return 2;
  }
  const auto aliases = load_aliases(testing::source_directory() / "config/aliases.toml");
  if (!aliases) return fail_with(aliases.error());
  const auto candidates = candidates_of_jsonl(testing::read_file(argv[2]));
  if (!candidates) return fail_with(candidates.error());
  std::vector<Story> stories = cluster(*candidates, *aliases, {});
  score_stories(stories, *candidates, {}, Instant{});
  std::fputs(stories_to_jsonl(*candidates, stories).c_str(), stdout);
  return 0;
}
