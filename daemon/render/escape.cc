#include "daemon/render/escape.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

bool is_ascii_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A byte of a letter or digit; bytes over 0x7F are parts of letters far more often than not.
bool is_word_byte(char c) { return is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80; }

bool starts_entity(std::string_view rest) {
  // rest[0] is '&'. Anything that an HTML reader could take for a reference.
  return rest.size() > 1 && (rest[1] == '#' || is_ascii_alnum(rest[1]));
}

bool must_escape(std::string_view text, std::size_t i) {
  const char before = i > 0 ? text[i - 1] : ' ';
  const char after = i + 1 < text.size() ? text[i + 1] : ' ';
  switch (text[i]) {
    case '\\':
      return !is_ascii_alnum(after) || i + 1 == text.size();
    case '[':
    case ']':
    case '*':
    case '`':
    case '<':
      return true;
    case '_':
      return !(is_word_byte(before) && is_word_byte(after));  // inside a word it is no emphasis
    case '~':  // GFM strikes out between two of them, single or double; "a ~ b" and a lone one are text
      return before == '~' || after == '~' ||
             ((before != ' ' || after != ' ') && text.find('~') != text.rfind('~'));
    case '&':
      return starts_entity(text.substr(i));
    case '{':
    case '%':
      return before == '{';  // shortcodes: {{< and {{% of Hugo, {{ and {% of Zola
    case '$':
      return after == '$' || before == '$';
    default:
      return false;
  }
}

// What Obsidian reads into text beyond Markdown.
bool obsidian_must_escape(std::string_view text, std::size_t i) {
  const char before = i > 0 ? text[i - 1] : ' ';
  const char after = i + 1 < text.size() ? text[i + 1] : ' ';
  switch (text[i]) {
    case '#':
      return before == ' ' && after != ' ';
    case '$':
      return true;
    case '=':
    case '%':
      return before == text[i] || after == text[i];
    case '^':
      return before == ' ';
    default:
      return false;
  }
}

// What stands for text[i]; empty: the character itself. Kramdown knows fewer backslashes than CommonMark, but
// every reference.
std::string_view stand_in(std::string_view text, std::size_t i, MarkdownReader reader) {
  if (reader == MarkdownReader::jekyll) {
    if (text[i] == '{') return "&#123;";
    if (text[i] == '|') return "&#124;";
    if (text[i] == ']') return "&#93;";  // "[a\\]: b" defines a link
    if (text[i] == '&' && starts_entity(text.substr(i))) return "&amp;";
  }
  return {};
}

bool takes_backslash(std::string_view text, std::size_t i, MarkdownReader reader) {
  if (reader == MarkdownReader::jekyll && text[i] == '%') return false;  // its brace is a reference
  return must_escape(text, i) || (reader == MarkdownReader::obsidian && obsidian_must_escape(text, i));
}

// Bytes at the start of a line that would make a block of it: the number to put a backslash behind.
std::size_t block_marker(std::string_view line) {
  if (line.empty()) return std::string_view::npos;
  if (std::string_view("#>+-=:|").find(line[0]) != std::string_view::npos) return 0;
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9') ++digits;
  if (digits == 0 || digits == line.size() || (line[digits] != '.' && line[digits] != ')'))
    return std::string_view::npos;
  // "3.5 billion" is no list: a marker is followed by a space or the end.
  return digits + 1 == line.size() || line[digits + 1] == ' ' ? digits : std::string_view::npos;
}

}  // namespace

std::string markdown_inline(std::string_view raw, MarkdownReader reader) {
  const std::string text = collapse_white_space(without_controls(raw));
  if (text == "x" || text == "X")
    return text == "x" ? "&#120;" : "&#88;";  // "[x]" at the start of a list's item is a task's box
  std::string out;
  out.reserve(text.size() + 8);
  bool in_address = false;  // in what a reader that links bare addresses may take for one
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') in_address = false;
    if (text[i] == ':' || text[i] == '@' || text.compare(i, 4, "www.") == 0) in_address = true;
    if (text[i] == '<' && in_address) {
      out += "&lt;";  // such a reader takes a backslash into the address, and the '<' behind it for a tag
      continue;
    }
    if (const std::string_view other = stand_in(text, i, reader); !other.empty()) {
      out += other;
      continue;
    }
    if (takes_backslash(text, i, reader)) out += '\\';
    out += text[i];
  }
  return out;
}

std::string markdown_text(std::string_view raw, MarkdownReader reader) {
  std::string out = markdown_inline(raw, reader);
  const std::size_t marker = block_marker(out);
  if (marker != std::string_view::npos) out.insert(marker, 1, '\\');
  return out;
}

std::string markdown_target(std::string_view raw) {
  const std::string_view url = trim(raw);
  const std::string start = ascii_lower(url.substr(0, 8));
  if (start.rfind("http://", 0) != 0 && start.rfind("https://", 0) != 0) return {};
  std::string out;
  out.reserve(url.size());
  for (std::size_t at = 0; at < url.size();) {
    const std::size_t begin = at;
    static_cast<void>(next_code_point(url, at));
    const std::string_view character = url.substr(begin, at - begin);
    const bool shown = std::string_view("()<>[]{}\"'\\`|*").find(character) == std::string_view::npos &&
                       !collapse_white_space(without_controls(character)).empty();
    for (const char c : character)
      out += shown ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string obsidian_tag(std::string_view name) {
  const std::string text = collapse_white_space(without_controls(repair_utf8(name)));
  std::string tag;
  bool other_than_digits = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const bool joins = c == '_' || c == '-' || c == '/';
    if (u_isalnum(static_cast<UChar32>(c)) || joins) {
      tag.append(text, begin, at - begin);
      other_than_digits = other_than_digits || !(c >= '0' && c <= '9');
    } else if (c == ' ' && !tag.empty() && tag.back() != '-') {
      tag += '-';
    }
  }
  while (!tag.empty() && tag.back() == '-') tag.pop_back();
  return tag.empty() || other_than_digits ? tag : tag + "_";
}

std::string yaml_string(std::string_view raw) {
  const std::string text = collapse_white_space(without_controls(raw));
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string html_escaped(std::string_view raw) {
  std::string out;
  out.reserve(raw.size() + 16);
  for (const char c : raw) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string markup_line(std::string_view raw) {
  const std::string text = collapse_white_space(without_controls(repair_utf8(raw)));
  std::string allowed;
  allowed.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code_point = next_code_point(text, at);
    if ((code_point & 0xFFFE) != 0xFFFE)
      allowed.append(text, begin, at - begin);  // U+FFFE, U+FFFF and their likes
  }
  return html_escaped(allowed);
}

std::string web_link(std::string_view raw) {
  const std::string text = repair_utf8(trim(raw));
  const std::string start = ascii_lower(std::string_view(text).substr(0, 8));
  if (start.rfind("http://", 0) != 0 && start.rfind("https://", 0) != 0) return {};
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code_point = next_code_point(text, at);
    const bool forbidden =
        code_point <= 0x20 || (code_point >= 0x7F && code_point < 0xA0) || (code_point & 0xFFFE) == 0xFFFE ||
        (code_point >= 0xE000 && code_point < 0xF900) ||
        (code_point < 0x7F &&
         std::string_view("<>\"{}|\\^`").find(static_cast<char>(code_point)) != std::string_view::npos) ||
        collapse_white_space(without_controls(text.substr(begin, at - begin)))
            .empty();  // bidi controls, unseen letters
    for (std::size_t i = begin; i < at; ++i)
      out +=
          forbidden ? fmt::format("%{:02X}", static_cast<unsigned char>(text[i])) : std::string(1, text[i]);
  }
  return out;
}

}  // namespace eightbells
