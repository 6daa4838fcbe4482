#include "tests/bench/feed_maker.h"

#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "feeds/text/dates.h"

namespace eightbells::bench {
namespace {

constexpr int kVocabulary = 12'000;
constexpr int kHan = 1'500;  // of the commonest characters' block

// Latin pseudo-words of one to four syllables; the short ones are the frequent ones, as in a language.
std::vector<std::string> make_vocabulary() {
  static constexpr std::string_view kHeads[] = {"b", "br", "c", "ch", "d", "f",  "g", "gr", "l",
                                                "m", "n",  "p", "r",  "s", "st", "t", "v"};
  static constexpr std::string_view kTails[] = {"a",  "an",  "ar", "e",  "el", "en", "er", "i",
                                                "in", "ion", "o",  "on", "or", "u",  "us"};
  Numbers numbers(77);
  std::vector<std::string> words;
  words.reserve(kVocabulary);
  for (int i = 0; i < kVocabulary; ++i) {
    std::string word;
    const int syllables = 1 + (i > 60) + (i > 1500) + numbers.below(2);
    for (int s = 0; s < syllables; ++s) {
      word += kHeads[static_cast<std::size_t>(numbers.below(std::size(kHeads)))];
      word += kTails[static_cast<std::size_t>(numbers.below(std::size(kTails)))];
    }
    words.push_back(std::move(word));
  }
  return words;
}

// A rank whose frequency falls as its reciprocal.
int zipf(Numbers& numbers, int size) {
  const double u = static_cast<double>(numbers.next() >> 11U) / 9007199254740992.0;
  const int rank = static_cast<int>(std::pow(static_cast<double>(size), u)) - 1;
  return std::min(rank, size - 1);
}

void append_han(std::string& out, int n) {
  const unsigned code = 0x4E00U + static_cast<unsigned>(n);
  out += static_cast<char>(0xE0U | (code >> 12U));
  out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
  out += static_cast<char>(0x80U | (code & 0x3FU));
}

std::string sentence(Numbers& numbers, bool chinese) {
  std::string out = make_words(numbers, chinese, chinese ? numbers.between(8, 30) : numbers.between(6, 24));
  if (chinese) return out + "。";
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out + ". ";
}

std::string escaped(std::string_view html) {
  std::string out;
  for (const char c : html) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out + '"';
}

// RFC 822's form of a moment, as RSS writes it.
std::string rfc822(Instant at) {
  static constexpr std::string_view kDays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::string clock = format_utc(at).substr(11, 8);
  return fmt::format("{}, {:02} {} {} {} +0000",
                     kDays[static_cast<std::size_t>(day.time_since_epoch().count() % 7)],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock);
}

struct MadeEntry {
  std::string title, link, id, author, summary, body;
  std::vector<std::string> categories;
  Instant published;
};

MadeEntry make_entry(Numbers& numbers, bool chinese, const std::string& site, Instant published) {
  static constexpr std::string_view kTags[] = {"technology", "news",     "science", "business",
                                               "linux",      "security", "ai",      "culture"};
  MadeEntry entry;
  entry.published = published;
  entry.title = make_words(numbers, chinese, chinese ? numbers.between(8, 24) : numbers.between(4, 12));
  const int number = numbers.below(1'000'000);
  entry.link = fmt::format("{}/{}/{}-{}/", site, format_utc(published).substr(0, 10),
                           make_words(numbers, false, 1), number);
  entry.id = fmt::format("{}/?p={}", site, number);
  entry.author = make_words(numbers, false, 2);
  entry.summary = sentence(numbers, chinese);
  entry.body = make_html(numbers, chinese, numbers.between(300, 3000));
  for (int left = numbers.below(4); left > 0; --left)
    entry.categories.emplace_back(kTags[static_cast<std::size_t>(numbers.below(std::size(kTags)))]);
  return entry;
}

std::string rss_item(const MadeEntry& entry, bool with_content) {
  std::string out = fmt::format(
      "\t<item>\n\t\t<title>{}</title>\n\t\t<link>{}</link>\n\t\t<dc:creator><![CDATA[{}]]></"
      "dc:creator>\n\t\t<pubDate>{}</pubDate>\n",
      entry.title, entry.link, entry.author, rfc822(entry.published));
  for (const auto& category : entry.categories)
    out += fmt::format("\t\t<category><![CDATA[{}]]></category>\n", category);
  out += fmt::format("\t\t<guid isPermaLink=\"false\">{}</guid>\n", entry.id);
  if (with_content)
    out += fmt::format(
        "\t\t<description><![CDATA[{}]]></description>\n\t\t<content:encoded><![CDATA[{}]]></"
        "content:encoded>\n",
        entry.summary, entry.body);
  else out += fmt::format("\t\t<description>{}</description>\n", escaped(entry.body));
  return out + "\t</item>\n";
}

std::string atom_entry(const MadeEntry& entry) {
  const std::string when = format_utc(entry.published);
  std::string out = fmt::format(
      "  <entry>\n    <title type=\"html\">{}</title>\n    <link href=\"{}\" rel=\"alternate\" "
      "type=\"text/html\"/>\n"
      "    <published>{}</published>\n    <updated>{}</updated>\n    <id>{}</id>\n    "
      "<author><name>{}</name></author>\n",
      entry.title, entry.link, when, when, entry.id, entry.author);
  for (const auto& category : entry.categories) out += fmt::format("    <category term=\"{}\"/>\n", category);
  return out + fmt::format("    <content type=\"html\">{}</content>\n  </entry>\n", escaped(entry.body));
}

std::string json_item(const MadeEntry& entry) {
  return fmt::format(
      "{{\"id\":{},\"url\":{},\"title\":{},\"date_published\":\"{}\",\"authors\":[{{\"name\":{}}}],\"content_"
      "html\":{}}}",
      json_text(entry.id), json_text(entry.link), json_text(entry.title), format_utc(entry.published),
      json_text(entry.author), json_text(entry.body));
}

std::string head_of(FeedShape shape, const std::string& title, const std::string& site, bool chinese) {
  const char* language = chinese ? "zh-CN" : "en";
  switch (shape) {
    case FeedShape::atom:
      return fmt::format(
          "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
          "xml:lang=\"{}\">\n  <title>{}</title>\n"
          "  <link href=\"{}/\" rel=\"alternate\"/>\n  <id>{}/</id>\n",
          language, title, site, site);
    case FeedShape::json:
      return fmt::format(
          "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":{},\"home_page_url\":{},\"items\":[",
          json_text(title), json_text(site));
    default:
      return fmt::format(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss "
          "version=\"2.0\"\n\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
          "\txmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n\t<title>{}</title>\n\t<link>{}</"
          "link>\n"
          "\t<language>{}</language>\n",
          title, site, language);
  }
}

}  // namespace

std::uint64_t Numbers::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

std::string make_words(Numbers& numbers, bool chinese, int words) {
  static const std::vector<std::string> vocabulary = make_vocabulary();
  std::string out;
  for (int i = 0; i < words; ++i) {
    if (chinese) {
      append_han(out, zipf(numbers, kHan));
      continue;
    }
    if (i > 0) out += ' ';
    out += vocabulary[static_cast<std::size_t>(zipf(numbers, kVocabulary))];
  }
  return out;
}

std::string make_html(Numbers& numbers, bool chinese, int bytes) {
  std::string out;
  while (out.size() < static_cast<std::size_t>(bytes)) {
    const int kind = numbers.below(100);
    if (kind < 72) {
      out += "<p>";
      for (int left = numbers.between(1, 4); left > 0; --left) out += sentence(numbers, chinese);
      out += "</p>\n";
    } else if (kind < 84) {
      out += fmt::format(
          "<p>{}<a href=\"https://example.org/{}?utm_source=rss&amp;utm_medium=feed\">{}</a> "
          "<strong>{}</strong></p>\n",
          sentence(numbers, chinese), numbers.below(10'000'000), make_words(numbers, chinese, 4),
          make_words(numbers, chinese, 2));
    } else if (kind < 93) {
      out += fmt::format(
          "<figure><img src=\"https://example.org/img/{}.jpg\" alt=\"{}\" width=\"640\" height=\"400\" "
          "/></figure>\n",
          numbers.below(100'000'000), make_words(numbers, chinese, 5));
    } else {
      out += "<ul>";
      for (int item = 0; item < 3; ++item) out += "<li>" + sentence(numbers, chinese) + "</li>";
      out += "</ul>\n";
    }
  }
  return out;
}

MadeFeed make_feed(int n, FeedShape shape, Instant newest) {
  Numbers numbers(static_cast<std::uint64_t>(n) * 1'000'003 + 1);
  const bool chinese = numbers.below(4) == 0;
  const std::string site = fmt::format("https://www.site-{:06}.example", n);
  MadeFeed feed;
  feed.entries = numbers.between(20, 50);
  feed.bytes = head_of(shape, make_words(numbers, chinese, 3), site, chinese);
  Instant at = newest - std::chrono::seconds(numbers.below(3 * 86'400));
  for (int i = 0; i < feed.entries; ++i) {
    const MadeEntry entry = make_entry(numbers, chinese, site, at);
    if (shape == FeedShape::json) feed.bytes += (i > 0 ? "," : "") + json_item(entry);
    else if (shape == FeedShape::atom) feed.bytes += atom_entry(entry);
    else feed.bytes += rss_item(entry, shape == FeedShape::rss_content);
    at -= std::chrono::seconds(numbers.between(600, 86'400));
  }
  feed.bytes += shape == FeedShape::json   ? "]}"
                : shape == FeedShape::atom ? "</feed>\n"
                                           : "</channel>\n</rss>\n";
  return feed;
}

MadeFeed make_feed(int n, Instant newest) {
  static constexpr std::array<FeedShape, 10> kShapes = {
      FeedShape::rss,         FeedShape::rss_content, FeedShape::atom, FeedShape::rss,
      FeedShape::atom,        FeedShape::rss_content, FeedShape::atom, FeedShape::rss,
      FeedShape::rss_content, FeedShape::atom};
  return make_feed(n, kShapes[static_cast<std::size_t>(n) % kShapes.size()], newest);
}

}  // namespace eightbells::bench
