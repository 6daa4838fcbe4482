// Titles and summaries from what the sources wrote.
//
// Problem: posts have no title, feeds give one line or a whole page with its furniture, several members tell
// one story. Method: boilerplate goes line by line (boilerplate.h). A title is the lead's own, cleaned; an
// untitled post gives its title line (a line without a full stop above a blank line and a body) or its first
// sentences, cut at a clause. The summary is made of whole sentences (summarise.h); a text that already is a
// title line and a paragraph within the band is left alone. Words of the sources only: an entry that holds
// nothing but its title has no summary. When the lead does not speak the digest's language and another member
// does, that member's words are shown.
#include "daemon/editor/extractive.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "daemon/editor/boilerplate.h"
#include "daemon/editor/language.h"
#include "daemon/editor/letters.h"
#include "daemon/editor/sentences.h"
#include "daemon/editor/summarise.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxMembers = 8;    // voices that are read
constexpr std::size_t kMaxText = 12'000;  // characters of each that are read

// One voice, read.
struct Voice {
  std::string title;               // clean; empty for a post
  std::vector<std::string> lines;  // clean
  bool title_line = false;         // lines.front() is a title of the writer's own
  LengthBand band;                 // of the language it speaks
};

std::size_t as_size(int value) { return static_cast<std::size_t>(std::max(value, 0)); }

// The first line stands alone above a blank line, is no sentence, and a body follows that is longer.
bool has_title_line(std::string_view text, const LengthBand& band) {
  const auto blank = text.find("\n\n");
  if (blank == std::string_view::npos) return false;
  const std::string_view first = trim(text.substr(0, blank));
  const std::string_view body = trim(text.substr(blank));
  if (first.find('\n') != std::string_view::npos || is_ended(first) || split_sentences(first, 2).size() > 1)
    return false;
  const std::size_t letters = count_code_points(first);
  return letters >= 4 && letters <= as_size(band.title_max) * 3 / 2 && count_code_points(body) > letters;
}

// The digest's own band; where it is left to the language, that of the text (an English post in a Chinese
// digest).
LengthBand band_of(const EditRequest& request, std::string_view text) {
  if (is_written_in(text, request.language)) return band_for(request.length, request.language);
  return band_for(request.length, is_han_text(text) ? "zh" : "en");
}

// The first line of a title that holds a text besides, as some pages give it.
std::string_view first_line(std::string_view title) {
  const std::string_view line = trim(trim(title).substr(0, trim(title).find('\n')));
  return count_code_points(line) >= 6 ? line : title;
}

Voice read_voice(const Candidate& member, const EditRequest& request) {
  Voice voice;
  const Entry& entry = member.entry;
  const std::string_view text = trim(truncate_code_points(entry.text(), kMaxText));
  voice.lines = clean_lines(text);
  const std::string raw_title = collapse_white_space(entry.title);
  if (!raw_title.empty()) voice.title = clean_title(first_line(entry.title), member.source_name, entry.link);
  voice.band = band_of(request, voice.title.empty() ? text : voice.title);
  if (count_code_points(raw_title) <= as_size(voice.band.title_max) * 3 / 2)
    std::erase(voice.lines, raw_title);
  voice.title_line = voice.title.empty() && voice.lines.size() > 1 && has_title_line(text, voice.band);
  return voice;
}

// What stands for the title of an entry without words: what was taken for boilerplate, its author, its link.
std::string last_resort(const Candidate& member) {
  const std::string line = clean_line(collapse_white_space(member.entry.text()));
  for (const std::string& text : {line, member.entry.author, member.source_name, member.entry.link})
    if (std::string title = collapse_white_space(without_controls(text)); !title.empty()) return title;
  return "…";
}

// The first sentences of an untitled post; `used` is how many of them the title holds whole.
std::string title_of_post(const std::vector<std::string>& sentences, const LengthBand& band,
                          std::size_t& used) {
  std::vector<std::string> parts;
  for (const std::string& sentence :
       sentences) {  // "Excited about this!" is no title: the next sentence joins it
    parts.push_back(sentence);
    if (count_code_points(join_sentences(parts)) > as_size(band.title_max) && parts.size() > 1) {
      parts.pop_back();
      break;
    }
    if (count_code_points(join_sentences(parts)) >= as_size(band.title_min)) break;
  }
  const std::string title = parts.size() == 1 ? parts.front() : join_sentences(parts);
  const bool fits = count_code_points(title) <= as_size(band.title_max);
  used = fits ? parts.size() : 0;
  return fits ? title : cut_at_clause(title, as_size(band.title_min), as_size(band.title_max));
}

// What stands before the first space between two Chinese characters: there a page's headline ended and its
// text began.
std::string before_gap(const std::string& title, const LengthBand& band) {
  const std::u32string points = to_code_points(title);
  for (std::size_t i = as_size(band.title_min); i + 1 < points.size() && i <= as_size(band.title_max); ++i)
    if (i > 0 && points[i] == U' ' && !is_latin(points[i - 1]) && !is_ascii_digit(points[i - 1]) &&
        !is_latin(points[i + 1]) && !is_ascii_digit(points[i + 1]))
      return from_code_points(std::u32string_view(points).substr(0, i));
  return {};
}

// A title that a feed gives may pass the usual length by half; one that is longer is a text. A length that
// was asked for holds.
std::string fit_title(const std::string& title, const LengthBand& band, const LengthBand& asked) {
  const std::size_t max = asked.title_max > 0 ? as_size(band.title_max) : as_size(band.title_max) * 3 / 2;
  if (count_code_points(title) <= max) return title;
  if (const std::string head = before_gap(title, band); !head.empty()) return head;
  const std::vector<std::string> sentences = split_sentences(title, 2);
  const std::size_t first = sentences.empty() ? 0 : count_code_points(sentences.front());
  if (first >= as_size(band.title_min) && first <= max) return sentences.front();
  return cut_at_clause(title, as_size(band.title_min), as_size(band.title_max));
}

std::string without_end(std::string title) {
  for (const std::string_view end : {"。", "，", "；", "：", ":", ",", ";"})
    if (title.ends_with(end)) title.resize(title.size() - end.size());
  if (title.ends_with('.') && !title.ends_with("..")) title.pop_back();
  return title;
}

// The member whose words are shown: the lead, or where it speaks another language than the digest, one that
// speaks it; of these a report, which has a title, before somebody's remark.
std::size_t best_voice(const std::vector<Voice>& voices, std::string_view language) {
  const auto speaks = [&](const Voice& voice) {
    return is_written_in(voice.title.empty() && !voice.lines.empty() ? voice.lines.front() : voice.title,
                         language);
  };
  if (speaks(voices.front())) return 0;
  const auto reports = [&](const Voice& voice) {
    return speaks(voice) && (!voice.title.empty() || voice.title_line);
  };
  auto found = std::find_if(voices.begin(), voices.end(), reports);
  if (found == voices.end()) found = std::find_if(voices.begin(), voices.end(), speaks);
  return found == voices.end() ? 0 : static_cast<std::size_t>(found - voices.begin());
}

std::vector<std::vector<std::string>> other_voices(const std::vector<Voice>& voices, std::size_t best) {
  std::vector<std::vector<std::string>> out;
  for (std::size_t i = 0; i < voices.size(); ++i)
    if (i != best) out.push_back(readable_sentences(voices[i].lines));
  return out;
}

// The title again, grown together with the text behind it.
void drop_title(std::string& sentence, const std::string& title) {
  if (!sentence.starts_with(title)) return;
  const std::string rest(trim(std::string_view(sentence).substr(title.size())));
  const std::u32string points = to_code_points(rest);
  const bool begins =
      !points.empty() && (is_word_character(points.front()) ||
                          std::u32string_view(U"“「《\"").find(points.front()) != std::u32string_view::npos);
  if (begins && points.size() >= 12) sentence = rest;
}

// The title, and the sentences that are left to tell.
std::vector<std::string> take_title(Voice& voice, const LengthBand& asked, std::string& title) {
  if (voice.title_line) {
    title = fit_title(clean_title(voice.lines.front(), {}, {}), voice.band, asked);
    voice.lines.erase(voice.lines.begin());
    return readable_sentences(voice.lines);
  }
  std::vector<std::string> sentences = readable_sentences(voice.lines);
  if (voice.title.empty()) {
    std::size_t used = 0;
    title = title_of_post(sentences, voice.band, used);
    sentences.erase(sentences.begin(), sentences.begin() + static_cast<std::ptrdiff_t>(used));
  } else {
    title = fit_title(voice.title, voice.band, asked);
    for (std::string& sentence : sentences) drop_title(sentence, title);
  }
  return sentences;
}

}  // namespace

Edited edit_extractively(const EditRequest& request) {
  Edited edited;
  std::vector<Voice> voices;
  for (const Candidate* member : request.members)
    if (member && voices.size() < kMaxMembers) voices.push_back(read_voice(*member, request));
  if (voices.empty()) return edited;
  const std::size_t best = best_voice(voices, request.language);
  Voice& voice = voices[best];
  edited.voice = best;

  const std::vector<std::string> sentences = take_title(voice, request.length, edited.title);
  edited.title = without_end(edited.title);
  if (edited.title.empty())
    edited.title = fit_title(last_resort(*request.members[best]), voice.band, request.length);
  if (voice.title_line) {
    edited.summary = join_sentences(voice.lines);
    const std::size_t letters = count_code_points(edited.summary);
    if (letters >= as_size(voice.band.summary_min) && letters <= as_size(voice.band.summary_max))
      return edited;
  }
  edited.summary = summarise(sentences, other_voices(voices, best), edited.title, voice.band);
  return edited;
}

std::vector<Edited> ExtractiveEditor::edit(const std::vector<EditRequest>& requests, Instant, Millis) {
  std::vector<Edited> out;
  out.reserve(requests.size());
  for (const EditRequest& request : requests) out.push_back(edit_extractively(request));
  return out;
}

}  // namespace eightbells
