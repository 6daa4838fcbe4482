// The pieces of HTML as they stand in the bytes: tags, comments, attributes. No tree is built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// What an element means for text.
enum class Element : std::uint8_t {
  unknown,        // not an HTML element: <T>, <my-tag>
  other,          // known, no meaning for text: <input>, <video>
  inline_,        // formatting of letters: <b>, <a>, <span>
  paragraph,      // an empty line around it: <p>, <h1>, <table>
  line,           // begins and ends a line: <div>, <li>, <tr>
  cell,           // a space around it: <td>
  image,          // a space instead of it: <img>
  line_break,     // <br>
  preformatted,   // <pre>: line ends and spaces count
  hidden,         // its content is not text: <template>
  hidden_to_end,  // likewise, and to the end of the text when it is never closed: <script>, <style>
};

Element element_of(std::string_view name);

struct Tag {
  std::string_view name;        // as written, without a namespace prefix
  std::string_view attributes;  // what stands between the name and '>'
  std::size_t length = 0;       // bytes from '<' to behind '>'
  bool closing = false;         // </name>
  bool complete = true;         // false: the text ended inside the tag
};

// Reads tags and comments of one text. It remembers what it found missing, so that no input makes it look for
// the same thing to the end of the text again and again.
class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : html_(html) {}

  // The tag that begins at `at`, which holds '<'; nothing when what follows is no tag ("a < b", "<3").
  std::optional<Tag> read_tag(std::size_t at);

  // Bytes of the comment, doctype or processing instruction at `at`, which holds '<'; 0 when there is none.
  std::size_t comment_length(std::size_t at);

  // Where "</name" begins at or after `from`, in any case of letters, or npos.
  std::size_t find_closing_tag(std::size_t from, std::string_view name);

 private:
  std::size_t find_tag_end(std::size_t at);

  std::string_view html_;
  bool trust_quotes_ = true;
  bool tags_end_ = false;                       // no '>' comes any more
  std::vector<std::string_view> never_closed_;  // names whose closing tag does not come any more
};

// The value of one attribute with its references decoded, or nothing.
std::optional<std::string> attribute_of(std::string_view attributes, std::string_view name);

}  // namespace eightbells
