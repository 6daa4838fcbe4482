// Fills a state directory with hostile words, as the program itself would have stored them had a stranger
// sent them:
//   hostile_state HOSTILE.jsonl STATE ITEMS_A_DIGEST
// Every line of the file ({"about", "text"}) becomes an item of a digest in the ledger (its title, author,
// summary, its category's name where the line is short, and its link: the text itself, or a web address that
// holds it), an entry to be searched, a candidate to be explained, and the name and last error of a source.
// Prints the ends of the windows.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "daemon/model/digest_json.h"
#include "daemon/store/sqlite_store.h"
#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {
namespace {

namespace json = boost::json;

constexpr Instant kFirstEnd{Millis(1'767'744'000'000)};  // 2026-01-07T00:00:00Z
constexpr Millis kLength{4 * 3'600'000};

struct Line {
  std::string about;
  std::string text;
};

std::vector<Line> read_lines(const char* path) {
  std::ifstream in(path);
  std::vector<Line> out;
  for (std::string line; std::getline(in, line);) {
    const auto value = json::parse(line);
    out.push_back({std::string(value.at("about").as_string()), std::string(value.at("text").as_string())});
  }
  return out;
}

// At most `limit` code points.
std::string beginning(const std::string& text, std::size_t limit) {
  return std::string(truncate_code_points(text, limit));
}

std::string link_of(const Line& line, std::size_t n) {
  if (line.about == "links") return line.text;
  return "https://h.example/" + std::to_string(n) + "?q=" + beginning(line.text, 500);
}

void must(bool good, const Error& error) {
  if (good) return;
  std::cerr << error.message << "\n";
  std::exit(1);
}

template <typename T>
void must(const Result<T>& result) {
  if (!result) must(false, result.error());
}

Item item_of(const Line& line, std::size_t n, int number) {
  Item item;
  item.number = number;
  item.story_id = "story-" + std::to_string(n);
  item.title = line.text;
  item.link = link_of(line, n);
  item.summary = line.text;
  item.edited_by = beginning(line.text, 50);
  item.language = "en";
  item.update = n % 3 == 0;
  item.earlier = n % 3 == 0 ? item.link : "";
  item.members = {{static_cast<std::int64_t>(n + 1), line.text, line.text, line.text, item.link, kFirstEnd}};
  return item;
}

Considered considered_of(const Item& item) {
  Considered one;
  one.entry_id = item.members[0].entry_id;
  one.title = item.title;
  one.source = item.title;
  one.link = item.link;
  one.story_id = item.story_id;
  one.number = item.number;
  one.kept_out = "repeat of " + item.title;
  return one;
}

void store_source(Store& store, const Line& line, std::size_t n, const Item& item) {
  Source source;
  source.address = "http://127.0.0.1:9/" + std::to_string(n);
  source.key = "feed:" + source.address;
  source.name = line.text;
  SourceState state;
  state.first_success = kFirstEnd - kLength;
  state.failures = 3;
  state.last_error = line.text;
  state.feed_title = line.text;
  Entry entry;
  entry.id = "entry-" + std::to_string(n);
  entry.title = "needle " + line.text;
  entry.link = item.link;
  entry.content = "needle " + line.text;
  entry.author = line.text;
  entry.published = kFirstEnd - kLength;
  must(store.save_poll(source, state, {entry}, kFirstEnd));
}

void store_digest(Store& store, Digest digest, const std::vector<Considered>& considered) {
  LedgerRow row;
  row.profile = digest.profile;
  row.window = digest.window;
  row.planned_at = digest.written;
  row.items = static_cast<int>(digest.items.size());
  row.digest = digest_to_json(digest);
  row.considered = considered_to_json(considered);
  row.files = {"any.md"};  // a row without files is that of an empty window
  for (const auto& item : digest.items)
    row.shown.push_back({item.number, item.story_id, item.title, item.link});
  must(store.plan(row, {}));
  must(store.mark_written(row.profile, row.window.end, digest.written));
  std::cout << format_utc(digest.window.end) << "\n";
}

void fill(Store& store, const std::vector<Line>& lines, std::size_t items) {
  for (std::size_t first = 0, window = 0; first < lines.size(); first += items, ++window) {
    Digest digest;
    digest.profile = "digest";
    digest.window.end = kFirstEnd + static_cast<int>(window) * kLength;
    digest.window.begin = digest.window.end - kLength;
    digest.written = digest.window.end + Millis(261);
    digest.zone = "UTC";
    digest.language = "en";
    digest.title = beginning(lines[first].text, 200);
    digest.intro = beginning(lines[first].text, 200);
    digest.notes = {beginning(lines[first].text, 200)};
    digest.collect.failures = {lines[first].text};
    std::vector<Considered> considered;
    for (std::size_t n = first; n < std::min(first + items, lines.size()); ++n) {
      Item item = item_of(lines[n], n, static_cast<int>(n - first) + 1);
      if (lines[n].text.size() < 40 && !lines[n].text.empty()) {
        item.categories = {lines[n].text};
        digest.categories.push_back(lines[n].text);
      }
      store_source(store, lines[n], n, item);
      considered.push_back(considered_of(item));
      digest.items.push_back(std::move(item));
    }
    store_digest(store, std::move(digest), considered);
  }
}

}  // namespace
}  // namespace eightbells

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto lines = eightbells::read_lines(argv[1]);
  auto store = eightbells::open_sqlite_store(std::filesystem::path(argv[2]) / eightbells::kDatabaseName);
  eightbells::must(store);
  eightbells::fill(**store, lines, std::stoul(argv[3]));
  return 0;
}
