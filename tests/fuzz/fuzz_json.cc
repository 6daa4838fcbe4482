// JSON that strangers and servers send: the X API, language models, digests kept as data.
#include "daemon/editor/chat.h"
#include "daemon/editor/shape.h"
#include "daemon/model/digest_json.h"
#include "feeds/base/utf8.h"
#include "feeds/parse/x_api.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

namespace {

void check_x(std::string_view json) {
  if (const auto page = parse_x_page(json, "deck")) {
    for (const auto& post : page->posts) {
      require(post.entry.id == "x:" + std::to_string(post.id), "a post's id is its status id", post.entry.id);
      require(is_valid_utf8(post.entry.summary) && is_valid_utf8(post.entry.author),
              "a post's words are UTF-8");
      require(post.entry.link.substr(0, 14) == "https://x.com/", "a post's link goes to X", post.entry.link);
    }
  }
  if (const auto users = parse_x_users(json))
    for (const auto& user : users->users) require(!user.id.empty(), "a user has an id");
  require(x_problem(json).find('\n') == std::string::npos, "a problem is one sentence");
}

void check_model(std::string_view json) {
  if (const auto answer = read_completion(json)) {
    require(answer->content.size() <= kMaxModelContent, "a message has a limit");
    require(is_valid_utf8(answer->content), "a message is UTF-8");
    if (answer->prompt_tokens) require(*answer->prompt_tokens >= 0, "tokens are counted up");
  }
  const std::vector<std::string> allowed = {"AGI", "Robots"};
  if (const auto edit = read_edit(json, allowed)) {
    require(is_valid_utf8(edit->title) && is_valid_utf8(edit->summary), "an edit's texts are UTF-8");
    const LengthBand band{1, 200, 1, 2000};
    if (!misshapen(edit->title, edit->summary, "en", band)) {
      require(!edit->title.empty() && !edit->summary.empty(), "a well-shaped edit has a title and a summary");
      require(without_controls(edit->title) == edit->title && edit->title.find('\n') == std::string::npos,
              "a well-shaped title is one plain line", edit->title);
    }
    require(edit->categories.size() <= 3, "an edit has three categories at most");
    for (const auto& name : edit->categories)
      require(name == allowed[0] || name == allowed[1], "an edit names configured categories only", name);
    if (edit->importance)
      require(*edit->importance >= 0 && *edit->importance <= 10, "importance has a range");
  }
  const ChatDialect dialect;
  static_cast<void>(next_dialect(dialect, json));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json = fuzz::bytes_of(data, size);
  check_x(json);
  check_model(json);
  if (const auto digest = digest_from_json(json)) {
    const std::string written = digest_to_json(*digest);
    const auto again = digest_from_json(written);
    require(again && digest_to_json(*again) == written, "a digest is written one way", written);
  }
  static_cast<void>(considered_from_json(json));
  return 0;
}
