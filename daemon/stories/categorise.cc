// Filing stories under categories.
//
// Problem: a story has to stand on the shelves that the user named: by the words that the user listed, by
// texts that the user labelled (eightbells learn), or by the source it came from. Method, in this order:
// 1. The door (shelves.cc): a story that is not about the digest's subject, by half of its entries,
//    is filed nowhere by words.
// 2. Keywords give each category a score (shelves.cc); the entries of a story speak together.
// 3. Where a model was learned, it gives each category a probability, and the keywords count as evidence
//    beside it: their share of all keyword scores, times keyword_evidence(), is added to the logarithm of the
//    probability. The evidence is small beside a model of thousands of lessons and large beside one of a few
//    dozen, such as an editor's choices of a week, which alone would file three of five wrongly. Where both
//    have the same favourite, the keywords decided, and what follows is theirs; else the model did. It
//    answers alone when the keywords are silent and it is sure enough: kSureFactor times as sure as a guess.
//    It says nothing of a text that it would rather give to a category that is not configured (any more).
//    In a large window the sum of both is then fitted to the window's words (adapt.cc).
// 4. Else the source's own category.
// 5. Else, where nothing was learned, the category of the stories in the same window that use the same words
//    (neighbours.cc).
// Without a model the keywords' best category leads, and others follow when they reach kFollowerShare of its
// score or, in the titles alone, kFollowerEnough, as much as one plain word in each: a title that says one
// thing five times may say another once. At most three, since a story on every shelf is on none. Cost: 13,000
// titles a second with the shipped lists.
#include "daemon/stories/categorise.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "daemon/stories/adapt.h"
#include "daemon/stories/neighbours.h"
#include "daemon/stories/shelves.h"

namespace eightbells {

namespace {

// Measured on labelled news and posts in both languages with the shipped lists: F1 .728 at 0.35 and 12, .739
// at 0.35 and 9, .742 at 0.3 and 9. More than a third: what a title says with one word, a text that mentions
// another does not follow.
constexpr double kFollowerShare = 0.35;
constexpr double kFollowerEnough = 9;
constexpr std::size_t kMaxCategories = 3;
// Chosen by folds of labelled news: 0.5 to 0.8 is best for 900 lessons a category, more than 8 for 20.
constexpr double kKeywordEvidence = 0.5;
constexpr double kEvidenceOfFewLessons = 200;  // divided by the lessons a category has on average
constexpr double kSureFactor = 1.2;
constexpr double kLearnedFollower = 0.25;      // the least probability of a second category
constexpr std::size_t kMaxFilingText = 4'000;  // bytes of a body that are read: the rest mentions anything
constexpr std::size_t kMaxLinkText = 300;      // bytes of a link that are read
constexpr std::size_t kMaxPlainPart = 24;      // a longer part of a path without hyphens is a key
constexpr std::size_t kMaxSpeakers = 8;        // entries of a story that are read

// At most kMaxFilingText bytes, cut before a character.
std::string_view head_of(std::string_view text) {
  if (text.size() <= kMaxFilingText) return text;
  std::size_t end = kMaxFilingText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

// https://www.example.org/2026/a-judge-rules/Cb3xQ_9z -> "www.example.org 2026 a judge rules". Parts with
// capitals and digits inside are keys and no words.
std::string words_of_link(std::string_view link) {
  const std::size_t scheme = link.find("://");
  if (scheme != std::string_view::npos) link.remove_prefix(scheme + 3);
  link = link.substr(0, std::min(link.find_first_of("?#"), kMaxLinkText));
  std::string out;
  while (!link.empty()) {
    const std::size_t slash = std::min(link.find('/'), link.size());
    const std::string_view part = link.substr(0, slash);
    link.remove_prefix(std::min(slash + 1, link.size()));
    const bool separated =
        part.find('-') != std::string_view::npos || part.size() <= kMaxPlainPart || out.empty();
    const bool capitals = std::any_of(part.begin(), part.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (separated && !(capitals && part.size() > kMaxPlainPart)) out.append(part).append(" ");
  }
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '-' || c == '_' || c == '+'; }, ' ');
  return out;
}

double keyword_evidence(const LearnedCategories& learned) {
  const double each =
      static_cast<double>(learned.lessons()) / static_cast<double>(learned.categories().size());
  return kKeywordEvidence + kEvidenceOfFewLessons / std::max(each, 1.0);
}

std::size_t best_of(const std::vector<double>& scores) {
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace

class Categoriser::Impl {
 public:
  // What the words of a story's entries say of each shelf.
  struct Heard {
    std::vector<double> keywords;
    std::vector<double> titles;  // what of them stands in titles
    std::vector<double> judged;  // probabilities; empty: nothing was learned, or not about the subject
    std::vector<bool> allowed;   // by the conditions of the shelf, of one entry at least
    std::size_t speakers = 0;    // whose keywords are summed
    bool about = false;
  };
  [[nodiscard]] Heard hear(const std::vector<FilingText>& entries) const;
  [[nodiscard]] Filed decide(const Heard& heard, const std::vector<FilingText>& entries) const;
  [[nodiscard]] std::vector<Filed> file_in_window(const std::vector<std::vector<FilingText>>& stories) const;
  [[nodiscard]] std::vector<double> learned_scores(const std::vector<FilingText>& entries) const;
  [[nodiscard]] Filed file_by_keywords(const Heard& heard) const;
  [[nodiscard]] std::vector<double> judge(const Heard& heard, std::vector<double> learned_here) const;
  [[nodiscard]] Filed file_by_learned(const Heard& heard) const;
  [[nodiscard]] Filed lead_and_follow(const std::vector<double>& scores,
                                      const std::function<bool(std::size_t)>& follows, std::string by) const;

  Shelves shelves;
  std::optional<LearnedCategories> learned;
};

Categoriser::Categoriser(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Categoriser::Categoriser(Categoriser&&) noexcept = default;
Categoriser& Categoriser::operator=(Categoriser&&) noexcept = default;
Categoriser::~Categoriser() = default;

Result<Categoriser> Categoriser::make(const std::vector<CategorySettings>& categories,
                                      std::optional<LearnedCategories> learned) {
  auto shelves = Shelves::make(categories);
  if (!shelves) return tl::unexpected(shelves.error());
  return Categoriser(std::make_unique<Impl>(Impl{std::move(*shelves), std::move(learned)}));
}

// By shelf: mean probability over the entries; 0 for a shelf that was not learned.
std::vector<double> Categoriser::Impl::learned_scores(const std::vector<FilingText>& entries) const {
  std::vector<double> out(shelves.names().size(), 0);
  if (!learned) return out;
  const auto& known = learned->categories();
  for (const auto& entry : entries) {
    const auto probabilities = learned->probabilities(entry.title, entry.text);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto at = std::lower_bound(known.begin(), known.end(), shelves.names()[i]);
      if (at == known.end() || *at != shelves.names()[i]) continue;
      out[i] +=
          probabilities[static_cast<std::size_t>(at - known.begin())] / static_cast<double>(entries.size());
    }
  }
  return out;
}

// The best category, and the best of those that follow.
Filed Categoriser::Impl::lead_and_follow(const std::vector<double>& scores,
                                         const std::function<bool(std::size_t)>& follows,
                                         std::string by) const {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  Filed filed;
  filed.by = std::move(by);
  for (const std::size_t i : order) {
    if (filed.categories.size() == kMaxCategories) break;
    if (filed.categories.empty() || follows(i)) filed.categories.push_back(shelves.names()[i]);
  }
  return filed;
}

Filed Categoriser::Impl::file_by_keywords(const Heard& heard) const {
  if (heard.keywords.empty()) return {};
  const double best = heard.keywords[best_of(heard.keywords)];
  if (best <= 0) return {};
  const double enough = kFollowerEnough * static_cast<double>(heard.speakers);
  return lead_and_follow(
      heard.keywords,
      [&](std::size_t i) { return heard.keywords[i] >= kFollowerShare * best || heard.titles[i] >= enough; },
      "keywords");
}

// By shelf: the probability by what was learned, with the keywords as evidence; what is missing to one
// belongs to categories that are not configured, or whose conditions keep the text out. Empty: nothing was
// learned, or it belongs there rather than to any shelf.
std::vector<double> Categoriser::Impl::judge(const Heard& heard, std::vector<double> learned_here) const {
  const auto& keywords = heard.keywords;
  double elsewhere = 1, most = 0;
  for (std::size_t i = 0; i < learned_here.size(); ++i) {
    if (!heard.allowed[i]) learned_here[i] = 0;
    elsewhere -= learned_here[i];
    most = std::max(most, learned_here[i]);
  }
  if (most <= 0 || elsewhere > most) return {};
  const double loudest = *std::max_element(keywords.begin(), keywords.end());
  const double said = std::accumulate(keywords.begin(), keywords.end(), 0.0);
  const double evidence = said > 0 ? keyword_evidence(*learned) / said : 0;
  // A shelf that was not learned has its keywords, and the probability of the least likely one.
  const double least = *std::min_element(learned_here.begin(), learned_here.end(), [](double a, double b) {
    return (a > 0 ? a : 2) < (b > 0 ? b : 2);
  });
  std::vector<double> both(keywords.size(), 0);
  double sum = std::max(elsewhere, 0.0) * std::exp(-evidence * loudest);
  for (std::size_t i = 0; i < both.size(); ++i) {
    const double alone = learned_here[i] > 0 ? learned_here[i] : keywords[i] > 0 ? least : 0;
    sum += both[i] = alone * std::exp(evidence * (keywords[i] - loudest));
  }
  for (double& one : both) one /= sum;
  return both;
}

Filed Categoriser::Impl::file_by_learned(const Heard& heard) const {
  const auto& keywords = heard.keywords;
  const auto& judged = heard.judged;
  const bool any = std::any_of(keywords.begin(), keywords.end(), [](double score) { return score > 0; });
  const std::size_t best = best_of(judged);
  if (any && best == best_of(keywords)) return file_by_keywords(heard);
  if (!any && judged[best] * static_cast<double>(learned->categories().size()) < kSureFactor) return {};
  return lead_and_follow(
      judged, [&](std::size_t i) { return judged[i] >= kLearnedFollower; }, "learned");
}

Categoriser::Impl::Heard Categoriser::Impl::hear(const std::vector<FilingText>& entries) const {
  Heard heard;
  heard.keywords.assign(shelves.names().size(), 0);
  heard.titles = heard.keywords;
  const std::vector<FilingText> speakers(
      entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(std::min(entries.size(), kMaxSpeakers)));
  std::vector<std::pair<KeywordText, KeywordText>> said;  // title and text
  std::size_t open = 0;
  for (const auto& entry : speakers) {
    said.emplace_back(KeywordText(entry.title),
                      KeywordText(std::string(head_of(entry.text)) + '\n' + words_of_link(entry.link)));
    open += shelves.open(said.back().first, said.back().second, KeywordText(entry.source_name)) ? 1 : 0;
  }
  heard.speakers = speakers.size();
  heard.about = 2 * open >= std::max<std::size_t>(speakers.size(), 1);
  if (!heard.about) return heard;
  heard.allowed.assign(shelves.names().size(), false);
  for (const auto& [title, text] : said) {
    const auto scores = shelves.scores(title, text);
    const auto allowed = shelves.allowed(title, text);
    for (std::size_t i = 0; i < allowed.size(); ++i) {
      heard.keywords[i] += scores.all[i];
      heard.titles[i] += scores.title[i];
      heard.allowed[i] = heard.allowed[i] || allowed[i];
    }
  }
  heard.judged = judge(heard, learned_scores(speakers));
  return heard;
}

Filed Categoriser::Impl::decide(const Heard& heard, const std::vector<FilingText>& entries) const {
  if (heard.about) {
    Filed filed = heard.judged.empty() ? file_by_keywords(heard) : file_by_learned(heard);
    if (!filed.categories.empty()) return filed;
  }
  for (const auto& entry : entries)
    if (!entry.source_category.empty()) return {{std::string(entry.source_category)}, "source", heard.about};
  return {{}, "", heard.about};
}

std::vector<Filed> Categoriser::Impl::file_in_window(
    const std::vector<std::vector<FilingText>>& stories) const {
  std::vector<Heard> heard;
  std::vector<JudgedText> texts(stories.size());
  for (std::size_t i = 0; i < stories.size(); ++i) {
    heard.push_back(hear(stories[i]));
    if (heard[i].judged.empty()) continue;
    const FilingText& lead = stories[i].front();
    texts[i] = {words_for_neighbours(lead.title, head_of(lead.text)), heard[i].judged};
  }
  auto adapted = adapt_to_window(texts);
  std::vector<Filed> out;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    heard[i].judged = std::move(adapted[i]);
    out.push_back(decide(heard[i], stories[i]));
  }
  return out;
}

Filed Categoriser::file(const std::vector<FilingText>& entries) const {
  return impl_->decide(impl_->hear(entries), entries);
}

Filed Categoriser::file(std::string_view title, std::string_view text,
                        std::string_view source_category) const {
  return file({FilingText{title, text, {}, {}, source_category}});
}

std::vector<Filed> Categoriser::file_all(const std::vector<std::vector<FilingText>>& stories) const {
  if (impl_->learned) return impl_->file_in_window(stories);
  std::vector<Filed> out;
  std::vector<std::vector<bool>> allowed;
  for (const auto& story : stories) {
    auto heard = impl_->hear(story);
    out.push_back(impl_->decide(heard, story));
    allowed.push_back(std::move(heard.allowed));
  }
  const auto& names = impl_->shelves.names();
  std::vector<NeighbourText> texts(stories.size());
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (stories[i].empty() || !out[i].open) continue;
    const FilingText& lead = stories[i].front();
    texts[i].words = words_for_neighbours(lead.title, head_of(lead.text));
    if (out[i].categories.empty()) texts[i].role = NeighbourText::Role::asks;
    if (out[i].by != "keywords" || out[i].categories.size() > 1) continue;
    texts[i].role = NeighbourText::Role::example;
    texts[i].shelf = static_cast<std::size_t>(
        std::find(names.begin(), names.end(), out[i].categories.front()) - names.begin());
  }
  const auto found = shelves_by_neighbours(texts, names.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i] && allowed[i][*found[i]]) out[i] = {{names[*found[i]]}, "neighbours"};
  return out;
}

void file_stories(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                  const Categoriser& categoriser) {
  std::vector<std::vector<FilingText>> texts;
  for (const auto& story : stories) {
    auto& entries = texts.emplace_back();
    for (const std::size_t m : story.members) {
      const Candidate& member = candidates[m];
      entries.push_back({member.entry.title, member.entry.text(), member.entry.link, member.source_name,
                         member.source_category});
    }
  }
  auto filed = categoriser.file_all(texts);
  for (std::size_t i = 0; i < stories.size(); ++i) {
    stories[i].categories = std::move(filed[i].categories);
    stories[i].categories_by = std::move(filed[i].by);
  }
}

}  // namespace eightbells
