// Bytes of unknown encoding to UTF-8.
//
// Problem. A feed's encoding is told by up to three voices, which contradict each other: the bytes
// themselves, the Content-Type header (RFC 9110, RFC 7303), the declaration inside (XML 1.0 appendix F, HTML
// meta). Servers put a default charset on files they never looked at, and editors re-save a file and leave
// its declaration.
//
// Method. The voices are believed in this order, found best on real and on test documents:
//  1. a byte order mark; then the zero bytes of UTF-16 or UTF-32, or the EBCDIC form of "<?xm", at the start;
//  2. UTF-8, when the bytes are valid and one of them is over 0x7F: text in another encoding is hardly ever
//  valid;
//  3. the header's charset, when it decodes without error;
//  4. the declaration, in the first KiB, likewise;
//  5. UTF-8 again, when nobody says otherwise and only few sequences are broken (texts cut in the middle of a
//     character): these become U+FFFD;
//  6. header, then declaration, when they decode with few errors, by the same measure;
//  7. windows-1252, which decodes anything.
// Names mean what the WHATWG encoding standard says they mean, because that is what writers saw in their
// browsers: latin1 is windows-1252, gb2312 is gb18030, ks_c_5601 is windows-949. "us-ascii" decodes only
// ASCII. A name of UTF-16 that stands in readable ASCII is wrong by its own existence and is ignored, as are
// UTF-7 and its kind.
//
// ICU converts; what ICU's data lacks (KOI8-T, VISCII, Johab ...) the C library's iconv does, where it is
// installed.
#include "feeds/text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "feeds/base/utf8.h"
#include "feeds/text/charset_names.h"

namespace eightbells {
namespace {

constexpr std::size_t kDeclarationWindow = 1024;
constexpr std::size_t kLargest = std::size_t{1} << 30;  // ICU counts in 32 bits
constexpr std::size_t kGoodPerError = 8;                // characters beyond ASCII for each broken one

struct Conversion {
  std::string text;
  std::size_t errors = 0;
};

void count_and_substitute(const void* context, UConverterToUnicodeArgs* arguments, const char*, int32_t,
                          UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
  ++*static_cast<std::size_t*>(const_cast<void*>(context));
  *status = U_ZERO_ERROR;
  static constexpr UChar kReplacement[] = {0xFFFD};
  ucnv_cbToUWriteUChars(arguments, kReplacement, 1, 0, status);
}

bool is_wanted(UConverter* converter) {
  switch (ucnv_getType(converter)) {
    case UCNV_UTF7:
    case UCNV_IMAP_MAILBOX:
    case UCNV_SCSU:
    case UCNV_BOCU1:
    case UCNV_CESU8:
    case UCNV_COMPOUND_TEXT:
      return false;
    default:
      return true;
  }
}

std::optional<Conversion> convert_by_icu(std::string_view bytes, const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name.c_str(), &status),
                                                                     ucnv_close);
  if (U_FAILURE(status) || !is_wanted(converter.get())) return std::nullopt;
  Conversion result;
  ucnv_setToUCallBack(converter.get(), count_and_substitute, &result.errors, nullptr, nullptr, &status);
  const icu::UnicodeString wide(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), status);
  if (U_FAILURE(status)) return std::nullopt;
  result.text.reserve(bytes.size() + bytes.size() / 4);
  wide.toUTF8String(result.text);
  return result;
}

std::optional<Conversion> convert(std::string_view bytes, const std::string& name) {
  if (name == "us-ascii") {
    if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; })) return std::nullopt;
    return Conversion{std::string(bytes), 0};
  }
  if (auto converted = convert_by_icu(bytes, name)) return converted;
  if (auto converted = convert_by_iconv(bytes, name)) return Conversion{std::move(*converted), 0};
  return std::nullopt;
}

// A converter that turns the '<' a document begins with into something else (EBCDIC) was named by mistake.
bool keeps_first_angle(std::string_view bytes, std::string_view text) {
  const auto first = [](std::string_view s) { return s.substr(0, 256).find_first_not_of(" \t\r\n"); };
  const std::size_t a = first(bytes);
  if (a == std::string_view::npos || bytes[a] != '<') return true;
  const std::size_t b = first(text);
  return b != std::string_view::npos && text[b] == '<';
}

Decoded make(std::string text, const std::string& name) {
  while (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  UErrorCode status = U_ZERO_ERROR;
  const char* const iana = ucnv_getStandardName(name.c_str(), "IANA", &status);
  return {std::move(text), iana ? std::string(iana) : name};
}

bool few(std::size_t errors, std::size_t good) { return errors * kGoodPerError <= good; }

std::size_t count_high(std::string_view bytes) {
  return static_cast<std::size_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; }));
}

// What a label's encoding makes of the bytes; nothing without a label, or when its errors are too many.
std::optional<Decoded> by_label(std::string_view bytes, const std::string& label, bool forgiving) {
  if (label.empty() || label == "UTF-8" || is_unicode_name(label)) return std::nullopt;
  auto converted = convert(bytes, label);
  if (!converted || !keeps_first_angle(bytes, converted->text)) return std::nullopt;
  if (converted->errors > 0 && !(forgiving && few(converted->errors, count_high(bytes)))) return std::nullopt;
  return make(std::move(converted->text), label);
}

// UTF-16 and UTF-32, by mark or by the zeros of an ASCII character at the start.
std::string wide_encoding(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32BE";
  if (bytes.starts_with("\xFF\xFE\0\0"sv)) return "UTF-32LE";
  if (bytes.starts_with("\xFE\xFF"sv)) return "UTF-16BE";
  if (bytes.starts_with("\xFF\xFE"sv)) return "UTF-16LE";
  if (bytes.size() < 4) return {};
  const auto zero = [&](std::size_t i) { return bytes[i] == '\0'; };
  if (zero(0) && zero(1) && zero(2) && !zero(3)) return "UTF-32BE";
  if (!zero(0) && zero(1) && zero(2) && zero(3)) return "UTF-32LE";
  if (zero(0) && !zero(1) && zero(2) && !zero(3)) return "UTF-16BE";
  if (!zero(0) && zero(1) && !zero(2) && zero(3)) return "UTF-16LE";
  return {};
}

// "<?xm" in EBCDIC. Its code pages agree on the letters of a declaration, so that any of them can read it.
std::optional<Decoded> by_ebcdic(std::string_view bytes) {
  if (!bytes.starts_with("\x4C\x6F\xA7\x94")) return std::nullopt;
  const auto head = convert_by_icu(bytes.substr(0, kDeclarationWindow), "ibm-37");
  if (!head) return std::nullopt;
  for (const std::string& name : {declared_charset(head->text), std::string("ibm-37")}) {
    auto converted = name.empty() ? std::nullopt : convert(bytes, name);
    if (converted && converted->text.starts_with("<?xm")) return make(std::move(converted->text), name);
  }
  return std::nullopt;
}

// UTF-8 with some broken places, when they are few among the good ones.
std::optional<Decoded> by_broken_utf8(std::string_view bytes) {
  std::size_t good = 0;
  std::size_t errors = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(bytes, at);
    if (c < 0x80) continue;
    const bool written_so = bytes.substr(begin, at - begin) == "\xEF\xBF\xBD";
    ++(c == 0xFFFD && !written_so ? errors : good);
  }
  if (!few(errors, good)) return std::nullopt;
  return make(repair_utf8(bytes), "UTF-8");
}

}  // namespace

Decoded to_utf8(std::string_view bytes, std::string_view content_type) {
  bytes = bytes.substr(0, kLargest);
  if (bytes.starts_with("\xEF\xBB\xBF")) return make(repair_utf8(bytes), "UTF-8");
  if (const std::string wide = wide_encoding(bytes); !wide.empty()) {
    if (auto converted = convert_by_icu(bytes, wide)) return make(std::move(converted->text), wide);
  }
  if (auto decoded = by_ebcdic(bytes)) return std::move(*decoded);

  const std::string header = header_charset(content_type);
  const std::string declaration = declared_charset(bytes.substr(0, kDeclarationWindow));
  const bool escapes = bytes.find('\x1B') != std::string_view::npos;  // ISO-2022 is ASCII with escapes
  if (!escapes && is_valid_utf8(bytes)) return make(std::string(bytes), "UTF-8");
  for (const std::string& label : {header, declaration}) {
    if (auto decoded = by_label(bytes, label, false)) return std::move(*decoded);
  }
  const bool other = !header.empty() && header != "UTF-8" && header != "us-ascii";
  if (!other && (declaration.empty() || declaration == "UTF-8" || is_unicode_name(declaration))) {
    if (auto decoded = by_broken_utf8(bytes)) return std::move(*decoded);
  }
  for (const std::string& label : {header, declaration}) {
    if (auto decoded = by_label(bytes, label, true)) return std::move(*decoded);
  }
  if (is_valid_utf8(bytes)) return make(std::string(bytes), "UTF-8");
  auto latin = convert_by_icu(bytes, "windows-1252");
  return latin ? make(std::move(latin->text), "windows-1252") : make(repair_utf8(bytes), "UTF-8");
}

}  // namespace eightbells
