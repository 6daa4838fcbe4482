#include "config/starter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "config/checks.h"
#include "config/load.h"
#include "config/nearest.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

// The shipped categories in English.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kEnglish = {{
    {"AI进展", "AI"},
    {"大模型", "Models"},
    {"智能体", "Agents"},
    {"机器人", "Robots"},
    {"AGI", "AGI"},
    {"研究", "Research"},
    {"芯片算力", "Chips and compute"},
    {"产业观察", "Industry"},
    {"政策安全", "Policy and safety"},
    {"应用产品", "Products"},
    {"观点", "Opinion"},
}};

Result<std::string> read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorKind::io, "cannot read " + file.string());
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool is_chinese(std::string_view language) { return language.substr(0, 2) == "zh"; }

bool has_han(std::string_view text) {
  for (std::size_t position = 0; position < text.size();)
    if (is_han(next_code_point(text, position))) return true;
  return false;
}

// Replaces the one line that begins with `start`.
void replace_line(std::string& text, std::string_view start, const std::string& line) {
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (std::string_view(text).substr(begin, start.size()) == start) {
      text.replace(begin, end - begin, line);
      return;
    }
    if (end == text.size()) return;
  }
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

// «中文|English» to one of both.
std::string in_language(std::string_view text, bool chinese) {
  constexpr std::string_view kOpen = "«", kClose = "»";
  std::string out;
  for (;;) {
    const std::size_t open = text.find(kOpen);
    const std::size_t close = open == text.npos ? text.npos : text.find(kClose, open);
    if (close == text.npos) return out + std::string(text);
    const std::string_view both = text.substr(open + kOpen.size(), close - open - kOpen.size());
    const std::size_t bar = both.find('|');
    out += text.substr(0, open);
    out += chinese || bar == both.npos ? both.substr(0, bar) : both.substr(bar + 1);
    text.remove_prefix(close + kClose.size());
  }
}

// What stands behind "# key: " in a piece.
std::string remark(std::string_view piece, std::string_view key) {
  const std::string start = fmt::format("\n# {}: ", key);
  const std::size_t at = piece.find(start);
  if (at == piece.npos) return {};
  const std::size_t begin = at + start.size();
  return std::string(piece.substr(begin, piece.find('\n', begin) - begin));
}

// Without the [[source]] tables whose name is Chinese.
std::string without_chinese_sources(std::string_view text) {
  constexpr std::string_view kTable = "\n[[source]]\n";
  std::string out(text.substr(0, text.find(kTable)));
  for (std::size_t at = text.find(kTable); at != text.npos;) {
    const std::size_t next = text.find(kTable, at + 1);
    const std::string_view table = text.substr(at, next == text.npos ? text.npos : next - at);
    const std::size_t name = table.find("\nname = ");
    const std::string_view line =
        name == table.npos ? "" : table.substr(name + 1, table.find('\n', name + 1) - name - 1);
    if (!has_han(line)) out += table;
    else if (const std::size_t rest = table.find("\n\n"); rest != table.npos)
      out += table.substr(rest + 1);  // a heading for what follows
    at = next;
  }
  return out;
}

struct Pieces {
  std::string settings;  // all up to the categories
  std::string topic;     // categories and sources
  std::string title;     // empty: the language's own
  std::string intro;
};

Result<Pieces> pieces_of(const StarterChoice& choice, bool chinese) {
  const auto shipped = read_text(data_directory() / "eightbells.toml");
  if (!shipped) return tl::unexpected(shipped.error());
  const std::size_t categories = shipped->find("# ---- Categories");
  if (categories == shipped->npos)
    return fail(ErrorKind::config, "the shipped eightbells.toml has no categories");
  Pieces out{shipped->substr(0, categories), {}, {}, {}};
  if (choice.topic == "ai") {
    out.topic = shipped->substr(categories);
    if (!chinese)
      for (const auto& [name, english] : kEnglish)
        for (const std::string_view key : {"\nname = \"{}\"\n", "\ncategory = \"{}\"\n"})
          replace_all(out.topic, fmt::format(fmt::runtime(key), name),
                      fmt::format(fmt::runtime(key), english));
  } else if (choice.topic == "none") {
    out.topic =
        "# ---- Categories and sources "
        "---------------------------------------------------------------------------------\n"
        "# `eightbells add URL` finds the feed of a page and adds it here.\n"
        "# [[category]]\n# name = \"Otters\"\n# keywords = [\"otter\", \"otters\"]\n";
    out.title = chinese ? "{stamp} 过去{span}发生了什么？" : "{stamp} What happened in the last {span}?";
    out.intro = chinese ? "以下是过去一段时间的重点新闻：" : "The main news of this period:";
  } else {
    const auto piece = read_text(data_directory() / "topics" / (choice.topic + ".toml"));
    if (!piece) return tl::unexpected(piece.error());
    const std::string text = in_language(*piece, chinese);
    out.title = remark(text, "title");
    out.intro = remark(text, "intro");
    out.topic = text.substr(std::min(text.find("# ----"), text.size()));
  }
  if (!chinese) out.topic = without_chinese_sources(out.topic);
  return out;
}

}  // namespace

const std::vector<std::string>& starter_topics() {
  static const std::vector<std::string> kTopics = {"ai", "science", "tech", "world", "none"};
  return kTopics;
}

Result<std::string> starter_configuration(const StarterChoice& choice) {
  const auto& topics = starter_topics();
  if (std::find(topics.begin(), topics.end(), choice.topic) == topics.end())
    return fail(ErrorKind::invalid,
                fmt::format("there is no topic \"{}\"{}; there are {}", without_controls(choice.topic),
                            nearest_hint(choice.topic, topics), fmt::join(topics, ", ")));
  if (const std::string problem = check_language(choice.language); !problem.empty())
    return fail(ErrorKind::invalid, "--language: " + problem);
  const bool chinese = is_chinese(choice.language);
  auto pieces = pieces_of(choice, chinese);
  if (!pieces) return tl::unexpected(pieces.error());
  std::string& text = pieces->settings;
  replace_line(text, "timezone = ",
               choice.timezone.empty() ? "#timezone = \"Asia/Shanghai\""
                                       : fmt::format("timezone = \"{}\"", choice.timezone));
  replace_line(text, "#language = ", fmt::format("language = \"{}\"", chinese ? "zh-CN" : choice.language));
  replace_line(text, "name = \"ai\"",
               fmt::format("name = \"{}\"", choice.topic == "none" ? "digest" : choice.topic));
  if (!pieces->title.empty()) replace_line(text, "# title = ", fmt::format("title = \"{}\"", pieces->title));
  if (!pieces->intro.empty()) replace_line(text, "# intro = ", fmt::format("intro = \"{}\"", pieces->intro));
  return text + pieces->topic;
}

}  // namespace eightbells
