// Filing by keywords.
//
// Problem: a story has to stand on the shelves that the user named, by words that the user chose, in Latin and Han text alike.
// Method: text and keywords are folded alike (fold_text: NFKC, case, simplified Han). A keyword that begins or ends with a Latin
// letter or digit has to begin or end a word there; Han needs no boundary, since Chinese is written without any. A category's
// score is the sum of its keywords' weights, each counted once, three times when it stands in the title: a title says what a
// text is about, a body mentions much else. `must`, `any` and `exclude` decide before any score. The best category leads, and
// others follow when they reach half of its score; at most three, since a story on every shelf is on none.
// Cost: one search of the folded text for each keyword.
#include "daemon/stories/categorise.h"

#include <algorithm>
#include <utility>

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include "feeds/text/words.h"

namespace eightbells {

namespace {

constexpr double kTitleFactor = 3.0;
constexpr double kFollowerShare = 0.5;
constexpr std::size_t kMaxCategories = 3;

bool is_word_byte(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_'; }

// A keyword made ready: folded text, or a compiled expression.
class Pattern {
 public:
  static Result<Pattern> make(const std::string& text) {
    Pattern pattern;
    if (text.size() < 2 || text.front() != '/' || text.back() != '/') {
      pattern.folded_ = fold_text(text);
      return pattern;
    }
    UErrorCode code = U_ZERO_ERROR;
    const auto expression = icu::UnicodeString::fromUTF8(text.substr(1, text.size() - 2));
    pattern.expression_.reset(icu::RegexPattern::compile(expression, UREGEX_CASE_INSENSITIVE, code));
    if (U_FAILURE(code)) return fail(ErrorKind::config, "\"" + text + "\" is not a regular expression: " + u_errorName(code));
    return pattern;
  }

  [[nodiscard]] bool occurs_in(std::string_view folded) const {
    if (expression_) return matches(folded);
    if (folded_.empty()) return false;
    for (std::size_t at = folded.find(folded_); at != std::string_view::npos; at = folded.find(folded_, at + 1)) {
      const std::size_t end = at + folded_.size();
      const bool starts = !is_word_byte(folded_.front()) || at == 0 || !is_word_byte(folded[at - 1]);
      const bool ends = !is_word_byte(folded_.back()) || end == folded.size() || !is_word_byte(folded[end]);
      if (starts && ends) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] bool matches(std::string_view folded) const {
    UErrorCode code = U_ZERO_ERROR;
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), static_cast<int>(folded.size())));
    const std::unique_ptr<icu::RegexMatcher> matcher(expression_->matcher(text, code));
    // The limit ends an expression that explodes; it then does not match.
    if (U_SUCCESS(code)) matcher->setTimeLimit(100, code);
    return U_SUCCESS(code) && matcher->find(code) && U_SUCCESS(code);
  }

  std::string folded_;
  std::unique_ptr<icu::RegexPattern> expression_;
};

struct Shelf {
  std::string name;
  std::vector<std::pair<Pattern, double>> keywords;
  std::vector<Pattern> any, must, exclude;
};

Result<void> add_patterns(std::vector<Pattern>& out, const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    auto pattern = Pattern::make(text);
    if (!pattern) return tl::unexpected(pattern.error());
    out.push_back(std::move(*pattern));
  }
  return {};
}

Result<Shelf> make_shelf(const CategorySettings& category) {
  Shelf shelf;
  shelf.name = category.name;
  for (const auto& keyword : category.keywords) {
    auto pattern = Pattern::make(keyword.text);
    if (!pattern) return tl::unexpected(pattern.error());
    shelf.keywords.emplace_back(std::move(*pattern), keyword.weight);
  }
  for (const auto& [out, texts] : {std::pair{&shelf.any, &category.any}, std::pair{&shelf.must, &category.must},
                                   std::pair{&shelf.exclude, &category.exclude}})
    if (auto added = add_patterns(*out, *texts); !added) return tl::unexpected(added.error());
  return shelf;
}

double score_of(const Shelf& shelf, std::string_view title, std::string_view text) {
  const auto occurs = [&](const Pattern& pattern) { return pattern.occurs_in(title) || pattern.occurs_in(text); };
  if (!std::all_of(shelf.must.begin(), shelf.must.end(), occurs)) return 0;
  if (!shelf.any.empty() && std::none_of(shelf.any.begin(), shelf.any.end(), occurs)) return 0;
  if (std::any_of(shelf.exclude.begin(), shelf.exclude.end(), occurs)) return 0;
  double score = 0;
  for (const auto& [pattern, weight] : shelf.keywords) {
    if (pattern.occurs_in(title))
      score += weight * kTitleFactor;
    else if (pattern.occurs_in(text))
      score += weight;
  }
  return score;
}

}  // namespace

class Categoriser::Impl {
 public:
  std::vector<Shelf> shelves;
};

Categoriser::Categoriser(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Categoriser::Categoriser(Categoriser&&) noexcept = default;
Categoriser& Categoriser::operator=(Categoriser&&) noexcept = default;
Categoriser::~Categoriser() = default;

Result<Categoriser> Categoriser::make(const std::vector<CategorySettings>& categories) {
  auto impl = std::make_unique<Impl>();
  for (const auto& category : categories) {
    auto shelf = make_shelf(category);
    if (!shelf) return fail(shelf.error(), "category \"" + category.name + "\"");
    impl->shelves.push_back(std::move(*shelf));
  }
  return Categoriser(std::move(impl));
}

Filed Categoriser::file(std::string_view title, std::string_view text, std::string_view source_category) const {
  const std::string folded_title = fold_text(title);
  const std::string folded_text = fold_text(text);
  std::vector<std::pair<double, const Shelf*>> found;
  for (const auto& shelf : impl_->shelves)
    if (const double score = score_of(shelf, folded_title, folded_text); score > 0) found.emplace_back(score, &shelf);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  Filed filed;
  for (const auto& [score, shelf] : found) {
    if (filed.categories.size() == kMaxCategories || score < kFollowerShare * found.front().first) break;
    filed.categories.push_back(shelf->name);
  }
  if (!filed.categories.empty()) {
    filed.by = "keywords";
  } else if (!source_category.empty()) {
    filed.categories.emplace_back(source_category);
    filed.by = "source";
  }
  return filed;
}

void file_stories(std::vector<Story>& stories, const std::vector<Candidate>& candidates, const Categoriser& categoriser) {
  for (auto& story : stories) {
    for (const std::size_t m : story.members) {
      const Candidate& member = candidates[m];
      Filed filed = categoriser.file(member.entry.title, member.entry.text(), member.source_category);
      if (filed.categories.empty()) continue;
      story.categories = std::move(filed.categories);
      story.categories_by = std::move(filed.by);
      break;
    }
  }
}

}  // namespace eightbells
