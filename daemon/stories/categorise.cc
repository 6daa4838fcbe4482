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
// 4. Else the source's own category.
// 5. Else, where nothing was learned, the category of the stories in the same window that use the same words
//    (neighbours.cc).
// Without a model the keywords' best category leads, and others follow when they reach kFollowerShare of its
// score; at most three, since a story on every shelf is on none. Cost: 20,000 titles a second with the
// shipped lists.
#include "daemon/stories/categorise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "daemon/stories/neighbours.h"
#include "daemon/stories/shelves.h"

namespace eightbells {

namespace {

// Measured on labelled news of three windows, in both languages: F1 .68 at 0.5, .70 at 0.4, .69 at 0.35.
constexpr double kFollowerShare = 0.4;
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
  [[nodiscard]] std::vector<double> learned_scores(const std::vector<FilingText>& entries) const;
  [[nodiscard]] Filed file_by_keywords(const std::vector<double>& scores) const;
  [[nodiscard]] Filed file_by_learned(const std::vector<double>& keywords,
                                      const std::vector<double>& learned) const;
  [[nodiscard]] Filed lead_and_follow(const std::vector<double>& scores, double least, std::string by) const;

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

// The best category, and those that reach `least`.
Filed Categoriser::Impl::lead_and_follow(const std::vector<double>& scores, double least,
                                         std::string by) const {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  Filed filed;
  filed.by = std::move(by);
  for (const std::size_t i : order) {
    if (filed.categories.size() == kMaxCategories || (!filed.categories.empty() && scores[i] < least)) break;
    filed.categories.push_back(shelves.names()[i]);
  }
  return filed;
}

Filed Categoriser::Impl::file_by_keywords(const std::vector<double>& scores) const {
  if (scores.empty()) return {};
  const double best = scores[best_of(scores)];
  return best > 0 ? lead_and_follow(scores, kFollowerShare * best, "keywords") : Filed{};
}

Filed Categoriser::Impl::file_by_learned(const std::vector<double>& keywords,
                                         const std::vector<double>& learned_here) const {
  const double heard = std::accumulate(keywords.begin(), keywords.end(), 0.0);
  const double evidence = heard > 0 ? keyword_evidence(*learned) / heard : 0;
  // A shelf that was not learned has its keywords, and the probability of the least likely one.
  const double least = *std::min_element(learned_here.begin(), learned_here.end(), [](double a, double b) {
    return (a > 0 ? a : 2) < (b > 0 ? b : 2);
  });
  std::vector<double> both(keywords.size(), 0);
  for (std::size_t i = 0; i < both.size(); ++i) {
    const double alone = learned_here[i] > 0 ? learned_here[i] : keywords[i] > 0 ? least : 0;
    both[i] =
        alone * std::exp(evidence * (keywords[i] - *std::max_element(keywords.begin(), keywords.end())));
  }
  const double sum = std::accumulate(both.begin(), both.end(), 0.0);
  for (double& one : both) one /= sum;
  const std::size_t best = best_of(both);
  if (heard > 0 && best == best_of(keywords)) return file_by_keywords(keywords);
  if (heard == 0 && both[best] * static_cast<double>(learned->categories().size()) < kSureFactor) return {};
  return lead_and_follow(both, kLearnedFollower, "learned");
}

Filed Categoriser::file(const std::vector<FilingText>& entries) const {
  std::vector<double> keywords(impl_->shelves.names().size(), 0);
  const std::vector<FilingText> speakers(
      entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(std::min(entries.size(), kMaxSpeakers)));
  std::vector<std::pair<KeywordText, KeywordText>> heard;  // title and text
  std::size_t open = 0;
  for (const auto& entry : speakers) {
    heard.emplace_back(KeywordText(entry.title),
                       KeywordText(std::string(head_of(entry.text)) + '\n' + words_of_link(entry.link)));
    open +=
        impl_->shelves.open(heard.back().first, heard.back().second, KeywordText(entry.source_name)) ? 1 : 0;
  }
  const bool about = 2 * open >= std::max<std::size_t>(speakers.size(), 1);
  if (about) {
    for (const auto& [title, text] : heard) {
      const auto scores = impl_->shelves.scores(title, text);
      for (std::size_t i = 0; i < scores.size(); ++i) keywords[i] += scores[i];
    }
    const auto learned = impl_->learned_scores(speakers);
    const bool taught = std::any_of(learned.begin(), learned.end(), [](double p) { return p > 0; });
    Filed filed = taught ? impl_->file_by_learned(keywords, learned) : impl_->file_by_keywords(keywords);
    if (!filed.categories.empty()) return filed;
  }
  for (const auto& entry : entries)
    if (!entry.source_category.empty()) return {{std::string(entry.source_category)}, "source", about};
  return {{}, "", about};
}

Filed Categoriser::file(std::string_view title, std::string_view text,
                        std::string_view source_category) const {
  return file({FilingText{title, text, {}, {}, source_category}});
}

std::vector<Filed> Categoriser::file_all(const std::vector<std::vector<FilingText>>& stories) const {
  std::vector<Filed> out;
  for (const auto& story : stories) out.push_back(file(story));
  if (impl_->learned) return out;
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
    if (found[i]) out[i] = {{names[*found[i]]}, "neighbours"};
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
