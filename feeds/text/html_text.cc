// HTML to text.
//
// Problem. The text of every entry is wanted as a reader would read it aloud, and it is the largest part of a
// parse: a megabyte of feed holds about half a megabyte of escaped HTML. A tree (gumbo) costs ten times what
// the rest costs.
//
// Method. One pass over the bytes, which appends runs. A byte is plain, or one of five kinds that end a run:
// white space, '<', '&', a control, the first byte of a UTF-8 sequence that may be a space or a control. A
// single space inside a line stays in its run, so that a sentence is one append. Between pieces of text at
// most one gap stands, and the strongest wins: space < line end < empty line. A gap is written only when text
// follows, so nothing has to be trimmed afterwards. Two <br> make an empty line; in <pre> line ends and
// spaces count as they are.
//
// What is no text: comments, and the content of script, style, template, iframe, noembed and noframes.
// When such an element is never closed, script and style hide the rest, as in a browser; the others are taken
// for a stray tag. A tag that the text cuts off hides the rest when its name is HTML ("see <a href=..."),
// otherwise '<' stands for itself. CDATA marks, which double escaping leaves in texts, go, and their content
// is read as HTML.
//
// Source: the HTML standard, 13.2.5 (tokens) and 15.3 (which elements are blocks).
#include "feeds/text/html_text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <cstdint>

#include "feeds/base/utf8.h"
#include "feeds/text/entities.h"
#include "feeds/text/html_tokens.h"

namespace eightbells {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kValueWindow = 200;  // bytes of a cut-off tag looked at
constexpr std::string_view kCdata = "<![CDATA[";

enum Kind : std::uint8_t { kPlain, kSpace, kMarkup, kReference, kControl, kSuspect };

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> kinds{};
  for (int i = 0; i < 0x20; ++i) kinds[static_cast<std::size_t>(i)] = kControl;
  for (const unsigned char c : {' ', '\t', '\n', '\v', '\f', '\r'}) kinds[c] = kSpace;
  kinds['<'] = kMarkup;
  kinds['&'] = kReference;
  kinds[0x7F] = kControl;
  for (const unsigned char lead : {0xC2, 0xE1, 0xE2, 0xE3, 0xEF}) kinds[lead] = kSuspect;
  return kinds;
}
constexpr std::array<Kind, 256> kKinds = make_kinds();

Kind kind_of(char c) { return kKinds[static_cast<unsigned char>(c)]; }

enum class Gap : std::uint8_t { none, space, line, paragraph };

bool is_wide_space(char32_t c) {
  return c == 0xA0 || c == 0x85 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_dropped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x2060 || c == 0xFEFF ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// href="http, as nobody writes it in a sentence.
bool has_value(const Tag& tag) {
  const std::string_view first = tag.attributes.substr(0, kValueWindow);
  return first.find("=\"") != npos || first.find("='") != npos;
}

// At most `limit` bytes, whole code points.
void cut_at(std::string& text, std::size_t limit) {
  if (text.size() <= limit) return;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  text.resize(limit);
}

// The line ends of other systems become ours, form feeds and vertical tabs a space. Most texts have none.
void mend_line_ends(std::string& text) {
  if (text.find_first_of("\r\v\f") == npos) return;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
    out += c == '\r' ? '\n' : c == '\v' || c == '\f' ? ' ' : c;
  }
  text = std::move(out);
}

class TextWriter {
 public:
  TextWriter(std::string_view html, std::size_t limit) : html_(html), limit_(limit), scanner_(html) {
    out_.reserve(std::min(html.size(), limit));
  }

  std::string run() && {
    read();
    cut_at(out_, limit_);
    return std::move(out_);
  }

 private:
  void read();
  std::size_t read_run(std::size_t at);
  std::size_t read_markup(std::size_t at);
  std::size_t read_element(const Tag& tag, std::size_t at);
  std::size_t read_cdata_mark(std::size_t at);
  std::size_t read_reference(std::size_t at);
  std::size_t read_suspect(std::size_t at);

  void widen(Gap gap) { gap_ = std::max(gap_, gap); }
  void line_break() { gap_ = gap_ >= Gap::line ? Gap::paragraph : Gap::line; }
  void put(std::string_view text);
  void put_space(char c);

  std::string_view html_;
  std::size_t limit_;
  HtmlScanner scanner_;
  std::string out_;
  std::string scratch_;
  Gap gap_ = Gap::none;
  int preformatted_ = 0;
  std::size_t cdata_end_ = 0;  // where the "]]>" stands whose mark was passed; npos: none comes any more
};

void TextWriter::put(std::string_view text) {
  if (gap_ != Gap::none) {
    if (!out_.empty()) {
      if (gap_ != Gap::space && out_.back() == ' ') out_.pop_back();
      out_ += gap_ == Gap::space ? " " : gap_ == Gap::line ? "\n" : "\n\n";
    }
    gap_ = Gap::none;
  }
  out_ += text;
}

void TextWriter::put_space(char c) {
  if (preformatted_ == 0) {
    widen(Gap::space);
  } else if (c == '\n') {
    line_break();
  } else if (c != '\r') {
    if (gap_ >= Gap::line) put({});
    if (!out_.empty()) out_ += ' ';
  }
}

// Whether the sequence of a suspect lead at `p` is a letter after all. The text is well-formed.
bool is_letter_after_all(const unsigned char* p) {
  switch (p[0]) {
    case 0xC2:
      return p[1] > 0xA0 && p[1] != 0xAD;
    case 0xE1:
      return p[1] != 0x9A || p[2] != 0x80;
    case 0xE2:
      if (p[1] == 0x80) return p[2] == 0x8B || (p[2] > 0x8B && p[2] < 0xA8) || p[2] > 0xAF;
      return p[1] != 0x81 || (p[2] != 0x9F && p[2] != 0xA0 && (p[2] < 0xA6 || p[2] > 0xA9));
    case 0xE3:
      return p[1] != 0x80 || p[2] != 0x80;
    default:
      return p[1] != 0xBB || p[2] != 0xBF;  // 0xEF
  }
}

// Where a run of ASCII text with single spaces ends, at the latest: 16 bytes a step, because a branch at
// every word would be guessed wrong. It may stop early, and may pass a space that something else than text
// follows.
const unsigned char* skip_ascii_text(const unsigned char* p, const unsigned char* end) {
#ifdef __SSE2__
  const auto all = [](char c) { return _mm_set1_epi8(c); };
  while (end - p > 16) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 1));
    const __m128i space = all(' ');
    const __m128i doubled = _mm_and_si128(_mm_cmpeq_epi8(here, space), _mm_cmpeq_epi8(next, space));
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(here, all('<')), _mm_cmpeq_epi8(here, all('&')));
    const __m128i rare = _mm_or_si128(_mm_cmplt_epi8(here, space), _mm_cmpeq_epi8(here, all(0x7F)));
    const int stops = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(doubled, marks), rare));
    if (stops != 0) return p + __builtin_ctz(static_cast<unsigned>(stops));
    p += 16;
  }
#else
  static_cast<void>(end);
#endif
  return p;
}

// Plain bytes, and single spaces between them.
std::size_t TextWriter::read_run(std::size_t at) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(html_.data());
  const std::size_t size = cdata_end_ > at ? std::min(cdata_end_, html_.size()) : html_.size();
  const unsigned char* const end = begin + size;
  const unsigned char* p = begin + at;  // at least one sequence is taken
  while (p < end) {
    if (*p < 0x80) p = skip_ascii_text(p, end);
    const Kind kind = kKinds[*p];
    if (kind == kPlain) {
      ++p;
    } else if (*p == ' ' && p + 1 < end && kKinds[p[1]] == kPlain) {
      p += 2;
    } else if (kind == kSuspect && is_letter_after_all(p)) {
      p += *p == 0xC2 ? 2 : 3;
    } else {
      break;
    }
  }
  while (p[-1] == ' ') --p;  // the first byte is no space
  const auto stop = static_cast<std::size_t>(p - begin);
  put(html_.substr(at, stop - at));
  return stop;
}

std::size_t TextWriter::read_reference(std::size_t at) {
  scratch_.clear();
  const std::size_t taken = read_entity(html_, at, EntityContext::text, scratch_);
  if (taken == 0) {
    put("&");
    return at + 1;
  }
  for (std::size_t i = 0; i < scratch_.size();) {
    const std::size_t begin = i;
    const char32_t c = next_code_point(scratch_, i);
    if (is_wide_space(c) || c == ' ' || (c >= '\t' && c <= '\r')) {
      put_space(c < 0x80 ? static_cast<char>(c) : ' ');
    } else if (!is_dropped(c)) {
      put(std::string_view(scratch_).substr(begin, i - begin));
    }
  }
  return at + taken;
}

std::size_t TextWriter::read_suspect(std::size_t at) {
  std::size_t next = at;
  const char32_t c = next_code_point(html_, next);
  if (is_wide_space(c)) {
    put_space(' ');
  } else if (!is_dropped(c)) {
    put(html_.substr(at, next - at));
  }
  return next;
}

std::size_t TextWriter::read_element(const Tag& tag, std::size_t at) {
  const std::size_t behind = at + tag.length;
  const Element element = element_of(tag.name);
  switch (element) {
    case Element::paragraph:
      widen(Gap::paragraph);
      break;
    case Element::line:
      widen(Gap::line);
      break;
    case Element::cell:
    case Element::image:
      widen(Gap::space);
      break;
    case Element::line_break:
      line_break();
      break;
    case Element::preformatted:
      widen(Gap::paragraph);
      preformatted_ = std::max(0, preformatted_ + (tag.closing ? -1 : 1));
      break;
    case Element::hidden:
    case Element::hidden_to_end: {
      if (tag.closing || tag.attributes.ends_with('/')) break;
      const std::size_t close = scanner_.find_closing_tag(behind, tag.name);
      if (close != npos) return close;
      if (element == Element::hidden_to_end) return html_.size();
      break;
    }
    case Element::inline_:
    case Element::other:
    case Element::unknown:
      break;
  }
  return behind;
}

// Inside a CDATA section another mark means nothing.
std::size_t TextWriter::read_cdata_mark(std::size_t at) {
  if (cdata_end_ != npos && cdata_end_ <= at) cdata_end_ = html_.find("]]>", at);
  return at + kCdata.size();
}

std::size_t TextWriter::read_markup(std::size_t at) {
  const char next = at + 1 < html_.size() ? html_[at + 1] : ' ';
  if (next == '!' || next == '?') {
    if (html_.substr(at, kCdata.size()) == kCdata) return read_cdata_mark(at);
    if (const std::size_t length = scanner_.comment_length(at)) return at + length;
  }
  const std::optional<Tag> tag = scanner_.read_tag(at);
  if (!tag || (!tag->complete && !has_value(*tag))) {
    put("<");
    return at + 1;
  }
  return read_element(*tag, at);
}

void TextWriter::read() {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(html_.data());
  for (std::size_t at = 0; at < html_.size() && out_.size() <= limit_;) {
    if (at == cdata_end_ && at != 0) {
      at += 3;
      continue;
    }
    switch (kind_of(html_[at])) {
      case kPlain:
        at = read_run(at);
        break;
      case kSpace:
        put_space(html_[at++]);
        break;
      case kMarkup:
        at = read_markup(at);
        break;
      case kReference:
        at = read_reference(at);
        break;
      case kSuspect:
        at = is_letter_after_all(bytes + at) ? read_run(at) : read_suspect(at);
        break;
      case kControl:
        ++at;
        break;
    }
  }
}

}  // namespace

std::string html_to_text(std::string_view html, std::size_t limit) {
  std::string mended;
  if (mend_text(html, mended)) html = mended;
  if (html.find('<') != npos || html.find('&') != npos) return TextWriter(html, limit).run();
  std::string text;
  text.reserve(html.size());
  html = trim(html);
  std::size_t good = 0;
  for (std::size_t at = 0; at < html.size();) {
    const Kind kind = kind_of(html[at]);
    const std::size_t here = at;
    if (kind != kSuspect && kind != kControl) {
      ++at;
    } else if (is_dropped(next_code_point(html, at))) {
      text.append(html.substr(good, here - good));
      good = at;
    }
  }
  text.append(html.substr(good));
  mend_line_ends(text);
  cut_at(text, limit);
  return text;
}

}  // namespace eightbells
