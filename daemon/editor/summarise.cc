// Problem: a paragraph within a band of lengths, made of whole sentences, that tells what happened and reads
// well. Method: each sentence is scored by place (news puts first what matters; the "lead-3" baseline of
// extractive summarisation is hard to beat on news: See, Liu and Manning, "Get To The Point", 2017), by the
// words it shares with the title, and by what makes a sentence hard to read out of its place (a question,
// "However"). The best are taken one by one while they fit and say something new (maximal marginal relevance,
// Carbonell and Goldstein 1998), a sentence that follows one taken being worth a little more, then put back
// in order. Other voices fill what room is left. Cost: at most 60 sentences a voice, each compared with the
// handful taken: microseconds.
#include "daemon/editor/summarise.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "daemon/editor/letters.h"
#include "daemon/editor/sentences.h"
#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxSentences = 60;  // of each voice that are scored
constexpr double kSame = 0.6;              // shared words from which two sentences say the same
constexpr double kSameAsTitle = 0.75;
constexpr double kWorthSaying = 0.05;  // a question far down is not

using WordSet = std::vector<std::uint64_t>;  // sorted hashes

// Latin words in small letters and pairs of Han characters.
WordSet word_set(std::string_view text) {
  WordSet out;
  std::string word;
  std::string han;  // the Han character just before
  const auto flush = [&] {
    if (word.size() > 1) out.push_back(hash64(ascii_lower(word)));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const char32_t c = next_code_point(text, i);
    const std::string_view bytes = text.substr(begin, i - begin);
    if (is_han(c)) {
      flush();
      if (!han.empty()) out.push_back(hash64(han + std::string(bytes)));
      han = bytes;
      continue;
    }
    han.clear();
    if (is_word_character(c)) word += bytes;
    else flush();
  }
  flush();
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// The share of `a` that stands in `b` too.
double contained(const WordSet& a, const WordSet& b) {
  if (a.empty()) return 0;
  WordSet both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(a.size());
}

struct Sentence {
  std::string text;
  std::size_t letters = 0;
  WordSet words;
  double score = 0;
  bool hanging = false;
};

bool starts_with_any(std::string_view text, const auto& words) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return text.starts_with(word); });
}

// It leans on the sentence before it.
bool is_hanging(std::string_view text) {
  static constexpr std::array<std::string_view, 36> kWords = {
      "But ",  "And ",  "So ",       "However",   "Also", "Then ", "This ", "That ", "These ",
      "They ", "He ",   "She ",      "It ",       "It’s", "It's",  "Its ",  "Their", "Instead",
      "Each ", "Both ", "Meanwhile", "Otherwise", "但",   "不过",  "然而",  "而且",  "因此",
      "所以",  "此外",  "另外",      "同时",      "其中", "他",    "她",    "该",    "这"};
  return starts_with_any(text, kWords);
}

double readability(const std::string& text) {
  static constexpr std::array<std::string_view, 11> kPersonal = {
      "I ", "I'", "I’", "We ", "My ", "You ", "Hi ", "Hello", "我", "大家好", "各位"};
  double score = 0;
  if (starts_with_any(text, kPersonal)) score -= 0.1;
  if (text.ends_with("?") || text.ends_with("？")) score -= 0.6;
  if (text.ends_with(":") || text.ends_with("：")) score -= 0.5;
  if (std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) score += 0.1;
  return score;
}

std::vector<Sentence> score_sentences(const std::vector<std::string>& texts, const WordSet& title) {
  std::vector<Sentence> out;
  for (const std::string& text : texts) {
    if (out.size() >= kMaxSentences) break;
    Sentence sentence;
    sentence.text = text;
    sentence.letters = count_code_points(text);
    sentence.words = word_set(text);
    sentence.hanging = !out.empty() && is_hanging(text);
    const double place = 1.0 / (1.0 + 0.35 * static_cast<double>(out.size()));
    sentence.score = place + 0.5 * contained(title, sentence.words) + readability(text);
    out.push_back(std::move(sentence));
  }
  return out;
}

// The title again, perhaps with a date or an author's name around it.
bool repeats_title(const WordSet& words, const WordSet& title) {
  return contained(words, title) >= kSameAsTitle ||
         (contained(title, words) > 0.95 && words.size() * 10 <= title.size() * 14);
}

// What the summary has room for and has said.
class Paragraph {
 public:
  Paragraph(const LengthBand& band, const WordSet& title)
      : max_(static_cast<std::size_t>(band.summary_max)), title_(title) {
    target_ = (static_cast<std::size_t>(band.summary_min) + max_) * 6 / 10;
  }

  // Takes sentences of one voice, the best first, until the target is reached.
  void take_from(const std::vector<Sentence>& sentences, std::size_t most) {
    std::vector<bool> seen(sentences.size());
    std::vector<bool> chosen(sentences.size());
    for (std::size_t count = 0; count < most && has_room();) {
      const std::size_t i = best_of(sentences, seen, chosen);
      if (i == sentences.size()) break;
      seen[i] = true;
      if (count > 0 && sentences[i].score < kWorthSaying) continue;
      if (sentences[i].letters + letters_ + 1 > max_ || says_nothing_new(sentences[i])) continue;
      chosen[i] = true;
      letters_ += sentences[i].letters + 1;
      said_.push_back(sentences[i].words);
      ++count;
    }
    for (std::size_t i = 0; i < sentences.size(); ++i)
      if (chosen[i]) texts_.push_back(sentences[i].text);
  }

  [[nodiscard]] bool has_room() const { return letters_ < target_; }
  [[nodiscard]] bool empty() const { return texts_.empty(); }
  [[nodiscard]] std::string text() const { return join_sentences(texts_); }

 private:
  // The best not yet seen; a sentence that follows one taken reads on, one that hangs in the air does not.
  static std::size_t best_of(const std::vector<Sentence>& sentences, const std::vector<bool>& seen,
                             const std::vector<bool>& chosen) {
    std::size_t best = sentences.size();
    double best_score = 0;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (seen[i]) continue;
      const bool follows = i > 0 && chosen[i - 1];
      const double score =
          sentences[i].score + (follows ? 0.15 : 0) - (sentences[i].hanging && !follows ? 0.4 : 0);
      if (best != sentences.size() && score <= best_score) continue;
      best = i;
      best_score = score;
    }
    return best;
  }

  [[nodiscard]] bool says_nothing_new(const Sentence& sentence) const {
    if (repeats_title(sentence.words, title_)) return true;
    return std::any_of(said_.begin(), said_.end(), [&](const WordSet& said) {
      return contained(sentence.words, said) >= kSame || contained(said, sentence.words) >= kSame + 0.2;
    });
  }

  std::size_t max_;
  std::size_t target_;
  std::size_t letters_ = 0;
  const WordSet& title_;
  std::vector<WordSet> said_;
  std::vector<std::string> texts_;
};

// A heading, a caption, a table cell: short and without an end.
bool is_fragment(const std::string& sentence) {
  if (is_ended(sentence))  // "data governance."
    return sentence.front() >= 'a' && sentence.front() <= 'z' &&
           std::count(sentence.begin(), sentence.end(), ' ') < 2 && !is_han_text(sentence);
  const std::size_t letters = count_code_points(sentence);
  return is_han_text(sentence) ? letters < 16 : letters < 45;
}

// "…最高能......": a feed cut it there.
bool is_cut_off(std::string_view sentence) {
  static constexpr std::array<std::string_view, 5> kEnds = {"...", "…", "[…]", "[...]", "(…)"};
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [&](std::string_view end) { return sentence.ends_with(end); });
}

// A text of one sentence that is longer than the band: its first clauses.
std::string cut_long_sentence(const std::vector<std::string>& sentences, const WordSet& title,
                              const LengthBand& band) {
  const auto max = static_cast<std::size_t>(band.summary_max);
  for (const std::string& sentence : sentences) {
    if (count_code_points(sentence) <= max || repeats_title(word_set(sentence), title)) continue;
    std::string cut = cut_at_clause(sentence, static_cast<std::size_t>(band.summary_min), max - 1);
    if (!cut.ends_with("…")) cut += "…";
    return cut;
  }
  return {};
}

}  // namespace

bool is_han_text(std::string_view text) {
  std::size_t all = 0;
  std::size_t han = 0;
  for (std::size_t i = 0; i < text.size(); ++all) han += is_han(next_code_point(text, i)) ? 1 : 0;
  return han * 5 > all;
}

std::vector<std::string> readable_sentences(const std::vector<std::string>& lines) {
  std::vector<std::string> all;
  for (const std::string& line : lines)
    for (std::string& sentence : split_sentences(line)) all.push_back(std::move(sentence));
  std::vector<std::string> whole;
  std::copy_if(all.begin(), all.end(), std::back_inserter(whole),
               [](const auto& s) { return !is_fragment(s) && !is_cut_off(s); });
  if (!whole.empty()) return whole;
  // A note without a full stop is all there is.
  std::copy_if(all.begin(), all.end(), std::back_inserter(whole),
               [](const auto& s) { return count_code_points(s) > 8; });
  return whole;
}

std::string summarise(const std::vector<std::string>& best,
                      const std::vector<std::vector<std::string>>& others, const std::string& title,
                      const LengthBand& band) {
  const WordSet title_words = word_set(title);
  Paragraph paragraph(band, title_words);
  paragraph.take_from(score_sentences(best, title_words), others.empty() ? 6 : 4);
  const bool han = is_han_text(title);
  for (const auto& voice : others) {
    if (!paragraph.has_room()) break;
    std::vector<std::string> same_language;
    std::copy_if(voice.begin(), voice.end(), std::back_inserter(same_language),
                 [&](const auto& s) { return is_han_text(s) == han; });
    paragraph.take_from(score_sentences(same_language, title_words), 2);
  }
  return paragraph.empty() ? cut_long_sentence(best, title_words, band) : paragraph.text();
}

}  // namespace eightbells
