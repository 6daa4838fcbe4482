// Which words are names? In a Chinese sentence every Latin word stands out and is one, save the terms that
// Chinese writes in Latin letters anyway (AI, CEO, App). In an English sentence a name has a capital that the
// sentence does not ask for; the first word of a sentence may or may not be one, so it counts only when its
// form speaks for it: capitals inside, a second capitalised word behind it, or no ending and no place among
// the common openers of English sentences.
#include "daemon/editor/names.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

// Small letters without accents.
std::string folded(std::u32string_view word) {
  std::string text = from_code_points(word);
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return ascii_lower(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return ascii_lower(text);
  icu::UnicodeString apart = nfd->normalize(icu::UnicodeString::fromUTF8(text), status);
  apart.foldCase();
  std::string out;
  apart.toUTF8String(out);
  std::string bare;
  for (const char32_t c : to_code_points(out))
    if (is_word_character(c)) append_code_point(bare, c);
  return bare;
}

bool is_sentence_opener(const std::string& word) {
  static constexpr std::array<std::string_view, 118> kOpeners = {
      "the",       "a",       "an",        "it",    "its",     "in",      "on",      "at",      "by",
      "for",       "from",    "to",        "of",    "with",    "as",      "after",   "before",  "during",
      "since",     "until",   "while",     "when",  "where",   "if",      "unlike",  "despite", "although",
      "though",    "because", "but",       "and",   "or",      "so",      "yet",     "however", "also",
      "this",      "that",    "these",     "those", "they",    "their",   "he",      "his",     "she",
      "her",       "we",      "our",       "you",   "your",    "i",       "my",      "one",     "two",
      "three",     "four",    "five",      "some",  "many",    "most",    "more",    "all",     "both",
      "each",      "every",   "few",       "other", "others",  "another", "such",    "no",      "not",
      "only",      "even",    "just",      "now",   "then",    "there",   "here",    "today",   "still",
      "meanwhile", "instead", "according", "under", "over",    "about",   "across",  "between", "within",
      "without",   "through", "amid",      "among", "against", "beyond",  "instead", "per",     "what",
      "how",       "why",     "who",       "which", "whether", "once",    "next",    "last",    "new",
      "early",     "late",    "due",       "given", "rather",  "thus",    "like",    "up",      "out",
      "people"};
  return std::find(kOpeners.begin(), kOpeners.end(), word) != kOpeners.end();
}

// An English word by its ending: researchers, announcing, recently, development.
bool has_common_ending(const std::string& word) {
  static constexpr std::array<std::string_view, 22> kEndings = {
      "s",    "ed",   "ing", "ly",  "tion", "sion", "ment", "ness", "ity", "er",  "est",
      "able", "ible", "ive", "ful", "less", "al",   "ance", "ence", "ous", "ent", "ure"};
  return word.size() >= 5 &&
         std::any_of(kEndings.begin(), kEndings.end(), [&](auto end) { return word.ends_with(end); });
}

struct Run {
  std::u32string_view text;
  std::size_t begin = 0;
};

// Latin letters and digits with what may join them, beginning with a letter.
std::vector<Run> latin_runs(std::u32string_view text) {
  std::vector<Run> out;
  const auto body = [&](std::size_t i) { return is_latin(text[i]) || is_ascii_digit(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    if (!body(i)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() &&
           (body(end) || (is_in(text[end], U"-._'’&+/@") && end + 1 < text.size() && body(end + 1))))
      ++end;
    const std::u32string_view run = text.substr(i, end - i);
    if (std::any_of(run.begin(), run.end(), is_latin)) out.push_back({run, i});
    i = end;
  }
  return out;
}

bool is_capitalised(std::u32string_view word) { return !word.empty() && is_upper_letter(word.front()); }

// iPhone, DeepMind, NASA, GPT-5: the form alone says that it is a name.
bool has_inner_form(std::u32string_view word) {
  return std::any_of(word.begin() + 1, word.end(),
                     [](char32_t c) { return is_upper_letter(c) || is_ascii_digit(c); });
}

bool begins_sentence(std::u32string_view text, std::size_t at) {
  while (at > 0 && (is_space(text[at - 1]) || is_in(text[at - 1], U"\"'“‘(["))) --at;
  return at == 0 || is_in(text[at - 1], U".!?:;…。！？：|–—•\"”");
}

// Most longer words have capitals: headlines in title case.
bool is_title_case(const std::vector<Run>& runs) {
  std::size_t long_words = 0;
  std::size_t capitals = 0;
  for (const Run& run : runs) {
    if (run.text.size() < 4) continue;
    ++long_words;
    capitals += is_capitalised(run.text) ? 1 : 0;
  }
  return long_words >= 3 && capitals * 10 >= long_words * 7;
}

class EnglishRules {
 public:
  EnglishRules(std::u32string_view text, const std::vector<Run>& runs)
      : text_(text), runs_(runs), title_case_(is_title_case(runs)) {}

  [[nodiscard]] bool is_name(std::size_t i) const {
    const Run& run = runs_[i];
    if (run.text.find(U'.') != std::u32string_view::npos && looks_like_domain(run.text)) return true;
    if (is_ascii_digit(run.text.front())) return false;
    if (has_inner_form(head(run.text))) return true;
    if (!is_capitalised(run.text) || is_of_the_calendar(head(run.text))) return false;
    if (!title_case_ && !begins_sentence(text_, run.begin)) return true;
    const std::string word = folded(head(run.text));
    if (is_sentence_opener(word)) return false;
    const bool pair = !title_case_ && i + 1 < runs_.size() &&
                      runs_[i + 1].begin == run.begin + run.text.size() + 1 &&
                      is_capitalised(runs_[i + 1].text) && text_[run.begin + run.text.size()] == U' ';
    return pair || (!title_case_ && !has_common_ending(word) && word.size() > 3 && is_subject(i));
  }

 private:
  // A verb of news follows: "Quorvex announced", "Quorvex's".
  [[nodiscard]] bool is_subject(std::size_t i) const {
    static constexpr std::array<std::string_view, 44> kVerbs = {
        "said",       "says",       "will",     "has",      "had",       "is",        "was",      "to",
        "would",      "plans",      "launches", "launched", "announces", "announced", "releases", "released",
        "raises",     "raised",     "unveils",  "unveiled", "reports",   "reported",  "wins",     "won",
        "cuts",       "adds",       "added",    "opens",    "buys",      "bought",    "acquires", "acquired",
        "builds",     "built",      "expects",  "sees",     "gets",      "makes",     "made",     "brings",
        "introduces", "introduced", "and",      "joins"};
    if (runs_[i].text.ends_with(U"'s") || runs_[i].text.ends_with(U"’s")) return true;
    if (i + 1 >= runs_.size() || runs_[i + 1].begin != runs_[i].begin + runs_[i].text.size() + 1)
      return false;
    const std::string next = folded(runs_[i + 1].text);
    return std::find(kVerbs.begin(), kVerbs.end(), next) != kVerbs.end();
  }

  // Dates are checked as dates.
  static bool is_of_the_calendar(std::u32string_view word) {
    static constexpr std::array<std::u32string_view, 19> kNames = {
        U"January",   U"February",  U"March",   U"April",    U"May",      U"June",   U"July",
        U"August",    U"September", U"October", U"November", U"December", U"Monday", U"Tuesday",
        U"Wednesday", U"Thursday",  U"Friday",  U"Saturday", U"Sunday"};
    return std::any_of(kNames.begin(), kNames.end(), [&](auto name) {
      return word == name || (word.size() >= 3 && word.size() <= 4 && name.starts_with(word));
    });
  }

  // The word without its possessive.
  static std::u32string_view head(std::u32string_view run) {
    for (const std::u32string_view end : {U"'s", U"’s"})
      if (run.ends_with(end)) return run.substr(0, run.size() - end.size());
    return run;
  }

  static bool looks_like_domain(std::u32string_view run) {
    const std::u32string_view host = run.substr(0, run.find(U'/'));
    const auto dot = host.rfind(U'.');
    if (dot == std::u32string_view::npos || dot < 2 || host.size() - dot < 3) return false;
    return std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_lower_letter);
  }

  std::u32string_view text_;
  const std::vector<Run>& runs_;
  bool title_case_;
};

}  // namespace

std::vector<std::string> tokens_of(std::u32string_view text) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    if (is_latin(text[i])) {
      while (end < text.size() && is_latin(text[end])) ++end;
      const bool possessive =
          end - i == 1 && i > 0 && is_in(text[i - 1], U"'’") && (text[i] == U's' || text[i] == U'S');
      if (!possessive) out.push_back(folded(text.substr(i, end - i)));
    } else if (is_ascii_digit(text[i])) {
      while (end < text.size() && (is_ascii_digit(text[end]) || (text[end] == U'.' && end + 1 < text.size() &&
                                                                 is_ascii_digit(text[end + 1]))))
        ++end;
      out.push_back(from_code_points(text.substr(i, end - i)));
    } else {
      ++end;
    }
    i = end;
  }
  return out;
}

std::vector<std::string> CapitalRun::initials() const {
  std::vector<std::string> out;
  for (std::size_t n = 3; n <= 6; ++n)
    for (std::size_t i = 0; i + n <= letters.size(); ++i) out.push_back(letters.substr(i, n));
  return out;
}

std::vector<CapitalRun> capital_runs(std::u32string_view text) {
  std::vector<CapitalRun> out;
  CapitalRun run;
  const auto close = [&] {
    if (run.letters.size() >= 3) out.push_back(run);
    run = {};
  };
  for (const Run& word : latin_runs(text)) {
    if (!is_capitalised(word.text)) continue;  // "of" and "the" are no part of an acronym
    const std::u32string_view between =
        run.letters.empty() ? text : text.substr(run.end, word.begin - run.end);
    const bool joins = between == U" " || between == U" of " || between == U" and " || between == U" for ";
    if (!joins) {
      close();
      run.begin = word.begin;
    }
    run.end = word.begin + word.text.size();
    run.letters += ascii_lower(from_code_points(word.text.substr(0, 1)));
  }
  close();
  return out;
}

std::vector<std::string> acronyms_of(std::u32string_view text) {
  std::vector<std::string> out;
  for (const Run& run : latin_runs(text)) {
    if (run.text.size() < 3 || run.text.size() > 6 ||
        !std::all_of(run.text.begin(), run.text.end(), is_upper_letter))
      continue;
    out.push_back(ascii_lower(from_code_points(run.text)));
  }
  return out;
}

bool is_common_term(std::string_view word) {
  // Terms, ranks, units and formats that every reader of such news knows and no one reads as a claim.
  static constexpr std::array<std::string_view, 133> kTerms = {
      "ai",        "api",        "apis",      "app",        "apps",    "agi",      "asi",       "ceo",
      "cto",       "cfo",        "coo",       "vp",         "gpu",     "gpus",     "cpu",       "npu",
      "tpu",       "llm",        "llms",      "it",         "pc",      "tv",       "vr",        "ar",
      "xr",        "ipo",        "ui",        "ux",         "sdk",     "url",      "id",        "os",
      "web",       "ml",         "nlp",       "saas",       "b2b",     "b2c",      "dna",       "gdp",
      "vip",       "pdf",        "html",      "json",       "usb",     "wi",       "fi",        "wifi",
      "inc",       "corp",       "ltd",       "llc",        "dr",      "mr",       "ms",        "mrs",
      "prof",      "vs",         "ok",        "faq",        "token",   "tokens",   "prompt",    "prompts",
      "agent",     "agents",     "benchmark", "benchmarks", "demo",    "bug",      "bugs",      "transformer",
      "embedding", "embeddings", "chatbot",   "rag",        "sota",    "kv",       "cli",       "ide",
      "pr",        "hr",         "qa",        "diy",        "pro",     "max",      "plus",      "beta",
      "alpha",     "email",      "online",    "offline",    "copilot", "workflow", "workflows", "logo",
      "led",       "oled",       "ram",       "ssd",        "am",      "pm",       "gmt",       "utc",
      "mah",       "wh",         "kwh",       "mwh",        "gwh",     "twh",      "hz",        "khz",
      "mhz",       "ghz",        "gb",        "mb",         "tb",      "kb",       "pb",        "kg",
      "km",        "cm",         "mm",        "nm",         "fps",     "kw",       "mw",        "gw",
      "rpm",       "tops",       "flops",     "gbps",       "mbps"};
  return std::find(kTerms.begin(), kTerms.end(), word) != kTerms.end();
}

std::vector<NameFact> names_of(std::u32string_view text, bool latin_language) {
  const std::vector<Run> runs = latin_runs(text);
  const EnglishRules english(text, runs);
  std::vector<NameFact> out;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::u32string_view run = runs[i].text;
    if (latin_language ? !english.is_name(i) : is_ascii_digit(run.front())) continue;
    NameFact name;
    name.text = from_code_points(run);
    name.tokens = tokens_of(run);
    name.begin = runs[i].begin;
    const bool quarter = run.size() == 2 && run[0] == U'Q' && run[1] >= U'1' && run[1] <= U'4';
    if (quarter) continue;  // a date
    if (name.tokens.empty() || (name.tokens.size() == 1 && name.tokens.front().size() < 2)) continue;
    if (std::all_of(name.tokens.begin(), name.tokens.end(),
                    [](const auto& token) { return is_common_term(token); }))
      continue;
    name.dotted = run.find(U'/') != std::u32string_view::npos || run.find(U'.') != std::u32string_view::npos;
    name.demonym = is_capitalised(run) && !has_inner_form(run);
    out.push_back(std::move(name));
  }
  return out;
}

}  // namespace eightbells
