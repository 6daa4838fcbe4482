// bench_parse [--known] FILE...: reads every file as the program does, to complete entries. With --known all
// the entries count as stored and unchanged; with --raw the documents are only read by pugixml and walked,
// which is the practical limit.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "feeds/parse/parse_feed.h"

namespace {

enum class Mode { fresh, known, raw };

struct Sum {
  std::size_t bytes = 0;
  std::size_t entries = 0;
  std::size_t text = 0;
  int failed = 0;
};

bool read_file(const char* path, std::string& out) {
  std::FILE* file = std::fopen(path, "rb");
  if (!file) return false;
  std::fseek(file, 0, SEEK_END);
  out.resize(static_cast<std::size_t>(std::ftell(file)));
  std::rewind(file);
  const bool whole = std::fread(out.data(), 1, out.size(), file) == out.size();
  std::fclose(file);
  return whole;
}

void parse(const std::string& bytes, Mode mode, Sum& sum) {
  eightbells::ParseOptions options;
  options.base_url = "https://example.com/feed";
  options.content_type = "application/xml";
  if (mode == Mode::known) options.is_known = [](auto&&...) { return true; };
  const auto feed = eightbells::parse_feed(bytes, options);
  if (!feed) {
    ++sum.failed;
    return;
  }
  sum.entries += feed->entries.size();
  for (const auto& entry : feed->entries) sum.text += entry.title.size() + entry.text().size();
}

// What any program must do that reads these documents: the tree, and a copy of the fields.
void walk(std::string& bytes, Sum& sum) {
  static constexpr std::string_view kFields[] = {
      "title",           "link",    "guid",    "id",         "pubDate", "published", "updated", "description",
      "content:encoded", "content", "summary", "dc:creator", "author"};
  pugi::xml_document document;
  if (!document.load_buffer_inplace(bytes.data(), bytes.size())) {
    ++sum.failed;
    return;
  }
  const pugi::xml_node root = document.document_element();
  const pugi::xml_node parent = root.child("channel") ? root.child("channel") : root;
  for (const pugi::xml_node item : parent.children()) {
    if (std::strcmp(item.name(), "item") != 0 && std::strcmp(item.name(), "entry") != 0) continue;
    ++sum.entries;
    for (const pugi::xml_node field : item.children()) {
      for (const auto name : kFields) {
        if (name != field.name()) continue;
        const std::string copy =
            field.attribute("href") ? field.attribute("href").value() : field.text().get();
        sum.text += copy.size();
        break;
      }
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  Mode mode = Mode::fresh;
  Sum sum;
  std::string bytes;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--known") {
      mode = Mode::known;
    } else if (argument == "--raw") {
      mode = Mode::raw;
    } else if (!read_file(arguments[i], bytes)) {
      fmt::print(stderr, "cannot read {}\n", argument);
      return 1;
    } else {
      sum.bytes += bytes.size();
      if (mode == Mode::raw) walk(bytes, sum);
      else parse(bytes, mode, sum);
    }
  }
  fmt::print("{} bytes, {} entries, {} bytes of text, {} failed\n", sum.bytes, sum.entries, sum.text,
             sum.failed);
  return sum.failed == 0 ? 0 : 1;
}
