#include "feeds/text/date_names.h"

#include <unicode/normalizer2.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <unordered_map>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

constexpr std::size_t kShortestPrefix = 4;  // bytes

struct Zone {
  std::string_view name;
  std::int16_t minutes;
};

constexpr Zone kZones[] = {
    {"acdt", 630},  {"acst", 570},  {"act", -300},  {"acwst", 525}, {"adt", -180},  {"aedt", 660},
    {"aest", 600},  {"aet", 600},   {"aft", 270},   {"akdt", -480}, {"akst", -540}, {"almt", 300},
    {"amt", -240},  {"anat", 720},  {"art", -180},  {"ast", -240},  {"at", -240},   {"awst", 480},
    {"azot", -60},  {"azt", 240},   {"bdt", 480},   {"bnt", 480},   {"bot", -240},  {"brst", -120},
    {"brt", -180},  {"bst", 60},    {"btt", 360},   {"cast", 480},  {"cat", 120},   {"cdt", -300},
    {"cest", 120},  {"cet", 60},    {"chadt", 825}, {"chast", 765}, {"chst", 600},  {"clst", -180},
    {"clt", -240},  {"cot", -300},  {"cst", -360},  {"ct", -360},   {"cvt", -60},   {"cxt", 420},
    {"davt", 420},  {"eat", 180},   {"ect", -300},  {"edt", -240},  {"eest", 180},  {"eet", 120},
    {"egst", 0},    {"egt", -60},   {"est", -300},  {"et", -300},   {"fet", 180},   {"fjt", 720},
    {"fkt", -240},  {"galt", -360}, {"get", 240},   {"gft", -180},  {"gmt", 0},     {"gst", 240},
    {"gyt", -240},  {"hadt", -540}, {"hast", -600}, {"hdt", -540},  {"hkt", 480},   {"hovt", 420},
    {"hst", -600},  {"ict", 420},   {"idt", 180},   {"irdt", 270},  {"irkt", 480},  {"irst", 210},
    {"ist", 330},   {"jst", 540},   {"kgt", 360},   {"krat", 420},  {"kst", 540},   {"lhst", 630},
    {"magt", 660},  {"mart", -570}, {"mdt", -360},  {"mest", 120},  {"mesz", 120},  {"met", 60},
    {"mez", 60},    {"mmt", 390},   {"msd", 240},   {"msk", 180},   {"mst", -420},  {"mt", -420},
    {"mut", 240},   {"mvt", 300},   {"myt", 480},   {"ndt", -150},  {"novt", 420},  {"npt", 345},
    {"nst", -210},  {"nt", -210},   {"nut", -660},  {"nzdt", 780},  {"nzst", 720},  {"nzt", 720},
    {"omst", 360},  {"oesz", 180},  {"oez", 120},   {"pdt", -420},  {"pet", -300},  {"pett", 720},
    {"pgt", 600},   {"pht", 480},   {"phst", 480},  {"pkt", 300},   {"pst", -480},  {"pt", -480},
    {"pyst", -180}, {"pyt", -240},  {"ret", 240},   {"sakt", 660},  {"samt", 240},  {"sast", 120},
    {"sbt", 660},   {"sct", 240},   {"sgt", 480},   {"srt", -180},  {"sst", -660},  {"tft", 300},
    {"tjt", 300},   {"tmt", 300},   {"trt", 180},   {"uct", 0},     {"ulat", 480},  {"ut", 0},
    {"utc", 0},     {"uyt", -180},  {"uzt", 300},   {"vet", -240},  {"vlat", 600},  {"vut", 660},
    {"wast", 120},  {"wat", 60},    {"west", 60},   {"wet", 0},     {"wib", 420},   {"wit", 540},
    {"wita", 480},  {"yakt", 540},  {"yekt", 300},  {"z", 0},
};

// One code point folded: what stays of it is letters without marks, or ASCII.
void fold_code_point(char32_t c, std::string& out) {
  if (c >= 0xAC00 && c <= 0xD7A3) return append_code_point(out, c);  // hangul would fall into jamo
  if (u_charDigitValue(static_cast<UChar32>(c)) >= 0 &&
      u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER) {
    out += static_cast<char>('0' + u_charDigitValue(static_cast<UChar32>(c)));
    return;
  }
  if (u_isUWhiteSpace(static_cast<UChar32>(c))) return void(out += ' ');
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return void(out += '-');
  switch (c) {
    case U'ł':
    case U'Ł':
      return void(out += 'l');
    case U'ø':
    case U'Ø':
      return void(out += 'o');
    case U'đ':
    case U'Đ':
      return void(out += 'd');
    case U'ı':
      return void(out += 'i');
    case U'ħ':
      return void(out += 'h');
    case U'ə':
      return void(out += 'e');
    case U'æ':
    case U'Æ':
      return void(out += "ae");
    case U'、':
    case U'،':
      return void(out += ',');
    case U'。':
      return void(out += '.');
    case U'’':
      return void(out += '\'');
    default:
      break;
  }
  const auto folded = static_cast<UChar32>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkd = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString pieces;
  if (U_FAILURE(status) || !nfkd->getDecomposition(folded, pieces)) pieces = icu::UnicodeString(folded);
  for (int32_t i = 0; i < pieces.length(); i = pieces.moveIndex32(i, 1)) {
    const UChar32 piece = pieces.char32At(i);
    const auto type = u_charType(piece);
    if (type == U_NON_SPACING_MARK || type == U_FORMAT_CHAR) continue;
    append_code_point(out, static_cast<char32_t>(u_foldCase(piece, U_FOLD_CASE_DEFAULT)));
  }
}

std::unordered_map<std::string, std::string> iana_names() {
  std::unordered_map<std::string, std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(icu::TimeZone::createEnumeration(status));
  if (U_FAILURE(status)) return names;
  while (const char* const name = all->next(nullptr, status)) names.emplace(ascii_lower(name), name);
  return names;
}

}  // namespace

std::string fold_date(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + ('a' - 'A'));
    } else if (c < 0x80) {
      out += static_cast<char>(c >= '\t' && c <= '\r' ? ' ' : c);
    } else if (c == U'ß') {
      out += "ss";
    } else {
      fold_code_point(c, out);
    }
  }
  return out;
}

const DateName* find_date_name(std::string_view folded) {
  const auto* const end = kDateNames + kDateNameCount;
  const auto* const found = std::lower_bound(
      kDateNames, end, folded,
      [](const DateName& entry, std::string_view key) { return std::string_view(entry.name) < key; });
  if (found == end) return nullptr;
  if (found->name == folded) return found;
  if (folded.size() < kShortestPrefix || found->month == 0) return nullptr;
  bool any = false;
  for (const auto* entry = found; entry != end && std::string_view(entry->name).starts_with(folded);
       ++entry) {
    if (entry->month != found->month) return nullptr;
    any = true;
  }
  return any ? found : nullptr;
}

std::optional<int> zone_minutes(std::string_view abbreviation) {
  // RFC 5322, 4.3: the letters of RFC 822 were defined with the wrong sign, so they tell nothing.
  if (abbreviation.size() == 1 && abbreviation[0] >= 'a' && abbreviation[0] <= 'z' && abbreviation[0] != 'j')
    return 0;
  const auto* const found = std::find_if(std::begin(kZones), std::end(kZones),
                                         [&](const Zone& zone) { return zone.name == abbreviation; });
  if (found == std::end(kZones)) return std::nullopt;
  return found->minutes;
}

std::optional<int> iana_minutes(std::string_view zone, std::int64_t local_seconds) {
  static const std::unordered_map<std::string, std::string> names = iana_names();  // folded to written
  const auto name = names.find(ascii_lower(zone));
  if (name == names.end()) return std::nullopt;
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(name->second.c_str()));
  int32_t raw = 0;
  int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  found->getOffset(static_cast<UDate>(local_seconds) * 1000, true, raw, saving, status);
  if (U_FAILURE(status)) return std::nullopt;
  return (raw + saving) / 60000;
}

}  // namespace eightbells
