#include "daemon/editor/pinyin.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxHan = 20'000;  // characters that are transliterated

std::vector<std::string> syllables_of(const std::u32string& han) {
  static const std::unique_ptr<icu::Transliterator> kTransform = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  std::vector<std::string> out;
  if (!kTransform) return out;
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(from_code_points(han));
  kTransform->transliterate(text);
  std::string latin;
  text.toUTF8String(latin);
  std::string syllable;
  for (const char c : latin + " ") {
    if (c >= 'a' && c <= 'z') {
      syllable += c;
      continue;
    }
    if (!syllable.empty()) out.push_back(std::move(syllable));
    syllable.clear();
    if (c == '|') out.emplace_back();
  }
  return out;
}

}  // namespace

bool Pinyin::holds(std::string_view word) const {
  if (han_.empty() || word.size() < 2) return false;
  if (syllables_.empty()) syllables_ = syllables_of(han_);
  for (std::size_t begin = 0; begin < syllables_.size(); ++begin) {
    std::string_view rest = word;
    for (std::size_t i = begin;
         i < syllables_.size() && !syllables_[i].empty() && rest.starts_with(syllables_[i]); ++i) {
      rest.remove_prefix(syllables_[i].size());
      if (rest.empty()) return true;
    }
  }
  return false;
}

Pinyin pinyin_of(std::u32string_view text) {
  std::u32string han;
  for (const char32_t c : text) {
    if (han.size() > kMaxHan) break;
    if (is_han(c)) han += c;
    else if (!han.empty() && han.back() != U'|') han += U'|';
  }
  if (han.size() < 2) han.clear();
  return Pinyin(std::move(han));
}

}  // namespace eightbells
