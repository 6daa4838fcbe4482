// Categories learned from labelled texts.
//
// Problem: a user has texts with labels (or an editor's choices), in any language, from a few hundred titles
// up, and wants new texts on the same shelves; without a library of models, within seconds, and small enough
// for the state database. Method: a linear classifier over words, in three steps.
//   Features: the words of words_of (Latin words lightly stemmed, pairs of neighbouring Han characters),
//   single Han characters, pairs of neighbouring Latin words, and the first four letters of a Latin word,
//   which its relatives share where the stem is too light; hashed into 2^18 places; log(1 + count) times
//   inverse document frequency, brought to length one. A title's words count kTitleCount times, and once more
//   as words of a title, since a headline uses them otherwise than a text does. Naive
//   Bayes gives the first weights: log odds of a word in a category against the whole, which is good with few
//   lessons. Multinomial logistic regression starts there and corrects them by stochastic gradient descent
//   with AdaGrad's step sizes (Duchi, Hazan, Singer 2011), which is better with many; few epochs from a good
//   start keep it from learning by heart. (Wang and Manning 2012, "Baselines and Bigrams", is why the two
//   belong together.)
// Deterministic: a fixed seed orders the lessons; nothing depends on time or on the machine's threads.
// The model keeps the kMaxFeatures places that most lessons have, each weight in one byte.
#include "daemon/stories/learned.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <utility>

#include "daemon/stories/learned_limits.h"
#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/text/words.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxText = 4'000;  // bytes of a body that are read: the rest repeats it
constexpr float kTitleCount = 2;
constexpr float kTitleWord = 0.7F;  // of a word as one of a title
constexpr std::size_t kPrefix = 4;  // characters of a Latin word that its relatives share
constexpr double kSmoothing = 0.3;  // of naive Bayes' counts
constexpr float kBayesShare = 1;    // how far the start leans on naive Bayes
constexpr int kEpochs = 5;
constexpr float kStep = 0.5F;
constexpr float kIdfUnit = 1.0F / 16;  // what one step of a stored idf means

using Features = std::vector<std::pair<std::uint32_t, float>>;  // bucket and value, by bucket

std::string_view head_of(std::string_view text) {
  if (text.size() <= kMaxText) return text;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void count_word(std::map<std::uint32_t, float>& counts, std::string_view word, float count) {
  counts[static_cast<std::uint32_t>(hash64(word) % kBuckets)] += count;
}

// Its first kPrefix characters, or nothing where that is nearly the whole word.
std::string_view prefix_of(std::string_view word) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < kPrefix && end < word.size(); ++i)
    static_cast<void>(next_code_point(word, end));
  return end < word.size() ? word.substr(0, end) : std::string_view();
}

enum class Part { title, text };

void count_words(std::map<std::uint32_t, float>& counts, std::string_view text, Part part) {
  const float count = part == Part::title ? kTitleCount : 1;
  std::string before;
  for (const Word& word : words_of(text)) {
    count_word(counts, word.text, count);
    if (part == Part::title) count_word(counts, "title: " + word.text, kTitleWord);
    if (word.kind == WordKind::han) {
      std::size_t end = 0;
      static_cast<void>(next_code_point(word.text, end));
      if (end < word.text.size()) count_word(counts, word.text.substr(0, end), count);
      before.clear();
      continue;
    }
    if (const auto prefix = prefix_of(word.text); !prefix.empty())
      count_word(counts, std::string(prefix) + '-', count);
    if (!before.empty()) count_word(counts, before + ' ' + word.text, count);
    before = word.text;
  }
}

// Logarithms of counts, not yet weighted.
Features features_of(std::string_view title, std::string_view text) {
  std::map<std::uint32_t, float> counts;
  count_words(counts, title, Part::title);
  count_words(counts, head_of(text), Part::text);
  Features out(counts.begin(), counts.end());
  for (auto& feature : out) feature.second = std::log1p(feature.second);
  return out;
}

void normalise(Features& features) {
  float square = 0;
  for (const auto& feature : features) square += feature.second * feature.second;
  if (square <= 0) return;
  for (auto& feature : features) feature.second /= std::sqrt(square);
}

template <typename Number>
void soften(std::vector<Number>& scores) {
  const Number most = *std::max_element(scores.begin(), scores.end());
  Number sum = 0;
  for (auto& score : scores) sum += score = std::exp(score - most);
  for (auto& score : scores) score /= sum;
}

}  // namespace

// The working state of one training.
class LearnedTrainer {
 public:
  LearnedTrainer(const std::vector<Lesson>& lessons, LearnedCategories& model) : model_(model) {
    for (const auto& lesson : lessons) {
      const auto at = std::lower_bound(model.categories_.begin(), model.categories_.end(), lesson.category);
      labels_.push_back(static_cast<std::size_t>(at - model.categories_.begin()));
      texts_.push_back(features_of(lesson.title, lesson.text));
    }
    classes_ = model.categories_.size();
  }

  void run(const std::function<void(int done, int total)>& progress) {
    choose_features();
    weigh();
    start_from_bayes();
    std::vector<std::size_t> order(texts_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::minstd_rand random(1);
    for (int epoch = 0; epoch < kEpochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      for (const std::size_t lesson : order) step(lesson);
      if (progress) progress(epoch + 1, kEpochs);
    }
    quantise();
  }

 private:
  void choose_features() {
    std::vector<std::uint32_t> documents(kBuckets, 0);
    for (const auto& text : texts_)
      for (const auto& feature : text) ++documents[feature.first];
    std::vector<std::uint32_t> known;
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket)
      if (documents[bucket] > 0) known.push_back(bucket);
    if (known.size() > kMaxFeatures) {
      std::stable_sort(known.begin(), known.end(),
                       [&](auto a, auto b) { return documents[a] > documents[b]; });
      known.resize(kMaxFeatures);
      std::sort(known.begin(), known.end());
    }
    model_.idf_.assign(kBuckets, 0);
    model_.row_.assign(kBuckets, 0);
    for (std::uint32_t row = 0; row < known.size(); ++row) {
      const double idf = std::log((1.0 + static_cast<double>(texts_.size())) / documents[known[row]]);
      model_.idf_[known[row]] = static_cast<std::uint8_t>(std::clamp(std::lround(idf / kIdfUnit), 1L, 255L));
      model_.row_[known[row]] = row;
    }
    rows_ = known.size();
  }

  // From here on the first of a feature is its row.
  void weigh() {
    for (auto& text : texts_) {
      text.erase(
          std::remove_if(text.begin(), text.end(), [&](const auto& f) { return model_.idf_[f.first] == 0; }),
          text.end());
      for (auto& feature : text) {
        feature.second *= static_cast<float>(model_.idf_[feature.first]) * kIdfUnit;
        feature.first = model_.row_[feature.first];
      }
      normalise(text);
    }
  }

  void start_from_bayes() {
    std::vector<double> counts(rows_ * classes_, 0);
    std::vector<double> total(classes_, 0);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      for (const auto& [row, value] : texts_[i]) {
        counts[row * classes_ + labels_[i]] += value;
        total[labels_[i]] += value;
      }
    }
    weights_.assign(rows_ * classes_, 0);
    gradients_.assign(rows_ * classes_, 1e-2F);
    for (std::size_t row = 0; row < rows_; ++row) {
      double mean = 0;
      for (std::size_t c = 0; c < classes_; ++c) {
        const double p =
            (counts[row * classes_ + c] + kSmoothing) / (total[c] + kSmoothing * static_cast<double>(rows_));
        weights_[row * classes_ + c] = static_cast<float>(std::log(p));
        mean += std::log(p) / static_cast<double>(classes_);
      }
      for (std::size_t c = 0; c < classes_; ++c) {
        float& weight = weights_[row * classes_ + c];
        weight = (weight - static_cast<float>(mean)) * kBayesShare;
      }
    }
  }

  void step(std::size_t lesson) {
    std::vector<float> scores(classes_, 0);
    for (const auto& [row, value] : texts_[lesson])
      for (std::size_t c = 0; c < classes_; ++c) scores[c] += value * weights_[row * classes_ + c];
    soften(scores);
    scores[labels_[lesson]] -= 1;
    for (const auto& [row, value] : texts_[lesson]) {
      for (std::size_t c = 0; c < classes_; ++c) {
        const float slope = scores[c] * value;
        float& seen = gradients_[row * classes_ + c];
        seen += slope * slope;
        weights_[row * classes_ + c] -= kStep * slope / std::sqrt(seen);
      }
    }
  }

  void quantise() {
    float most = 1e-6F;
    for (const float weight : weights_) most = std::max(most, std::abs(weight));
    model_.scale_ = most / 127;
    model_.weights_.resize(weights_.size());
    std::transform(weights_.begin(), weights_.end(), model_.weights_.begin(), [&](float weight) {
      return static_cast<std::int8_t>(std::lround(weight / model_.scale_));
    });
  }

  LearnedCategories& model_;
  std::vector<Features> texts_;
  std::vector<std::size_t> labels_;
  std::size_t classes_ = 0;
  std::size_t rows_ = 0;
  std::vector<float> weights_, gradients_;
};

Result<LearnedCategories> LearnedCategories::train(const std::vector<Lesson>& lessons, Instant at,
                                                   const std::function<void(int done, int total)>& progress) {
  LearnedCategories model;
  for (const auto& lesson : lessons) model.categories_.push_back(lesson.category);
  std::sort(model.categories_.begin(), model.categories_.end());
  model.categories_.erase(std::unique(model.categories_.begin(), model.categories_.end()),
                          model.categories_.end());
  if (model.categories_.size() < 2)
    return fail(ErrorKind::invalid, "texts of two categories at least are needed to tell them apart");
  if (model.categories_.size() > kMaxLearnedCategories)
    return fail(ErrorKind::invalid,
                fmt::format("{} categories: {} at most", model.categories_.size(), kMaxLearnedCategories));
  for (const auto& name : model.categories_)
    if (name.empty() || name.size() > kMaxCategoryName)
      return fail(ErrorKind::invalid, fmt::format("a category's name has 1 to {} bytes", kMaxCategoryName));
  model.lessons_ = lessons.size();
  model.trained_at_ = at;
  LearnedTrainer(lessons, model).run(progress);
  return model;
}

std::vector<double> LearnedCategories::probabilities(std::string_view title, std::string_view text) const {
  Features features = features_of(title, text);
  features.erase(
      std::remove_if(features.begin(), features.end(), [&](const auto& f) { return idf_[f.first] == 0; }),
      features.end());
  for (auto& feature : features) feature.second *= static_cast<float>(idf_[feature.first]) * kIdfUnit;
  normalise(features);
  std::vector<double> scores(categories_.size(), 0);
  for (const auto& [bucket, value] : features) {
    const std::int8_t* row = &weights_[row_[bucket] * categories_.size()];
    for (std::size_t c = 0; c < scores.size(); ++c) scores[c] += static_cast<double>(value) * row[c] * scale_;
  }
  soften(scores);
  return scores;
}

}  // namespace eightbells
