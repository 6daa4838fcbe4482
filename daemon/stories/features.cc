#include "daemon/stories/features.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "daemon/stories/common_words.h"
#include "daemon/stories/headline.h"
#include "daemon/stories/tuning.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

constexpr char kProduct = '#';  // before the products of versions: no word begins with it

constexpr std::size_t kTermsPerEntry = 8;  // that no entry before it had, about: room for the table of words

constexpr double kLeastIdf = 0.05;  // of a word in every document

float strength_of(const NameTable::Token& token, Commonness commonness) {
  constexpr const Tuning& t = kTuning;
  if (token.known == NameTable::Kind::common) return static_cast<float>(t.common);
  if (token.known == NameTable::Kind::name) return static_cast<float>(t.known);
  if (token.kind == WordKind::word && token.text[0] >= '0' && token.text[0] <= '9')
    return static_cast<float>(t.empty);  // dates
  switch (commonness) {
    case Commonness::empty:
      return static_cast<float>(t.empty);
    case Commonness::common:
      return static_cast<float>(t.common);
    case Commonness::rare:
      break;
  }
  switch (token.kind) {
    case WordKind::name:
      return static_cast<float>(t.name);
    case WordKind::number:
      return static_cast<float>(t.number);
    case WordKind::version:
      return static_cast<float>(t.version);
    case WordKind::han:
      return static_cast<float>(t.han);
    case WordKind::word:
      break;
  }
  return static_cast<float>(t.word);
}

bool is_portable(const NameTable::Token& token) {
  return token.known != NameTable::Kind::none || token.kind == WordKind::name ||
         token.kind == WordKind::number || token.kind == WordKind::version;
}

bool is_topic(const NameTable::Token& token) {
  return token.known == NameTable::Kind::name || token.kind == WordKind::version;
}

bool is_amount(std::string_view number) {
  return number.find_first_of("%e.") != std::string_view::npos || number.size() >= 4;
}

std::string product_of(std::string_view version) {
  const std::size_t digit = version.find_first_of("0123456789");
  return std::string(version.substr(0, digit == std::string_view::npos ? 0 : digit));
}

std::string_view prefix(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

template <typename T>
void sort_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Sorted, repeats added up, of length 1. Returns the length before.
float finish(Vector& vector) {
  std::sort(vector.begin(), vector.end(), [](const Term& a, const Term& b) { return a.id < b.id; });
  double sum = 0;
  for (const Term& each : vector) sum += double{each.weight} * each.weight;
  const auto length = static_cast<float>(std::sqrt(sum));
  if (length > 0) {
    for (Term& each : vector) each.weight /= length;
  }
  return length;
}

}  // namespace

struct Corpus::Read {
  std::vector<TermId> title;
  std::vector<TermId> order;
  std::vector<TermId> text;  // those that the title lacks
  std::vector<Version> versions;
  std::vector<TermId> numbers;
  std::vector<TermId> amounts;
  std::vector<TermId> actors;
  std::vector<TermId> who;
  std::vector<TermId> names;
  std::string front;
  bool han = false;
};

Corpus::Corpus(const std::vector<const Candidate*>& candidates, const std::vector<std::size_t>& group,
               const NameTable& names, const DocumentFrequencies& past) {
  ids_.reserve(kTermsPerEntry * candidates.size());
  std::vector<Read> all;
  all.reserve(candidates.size());
  for (const Candidate* each : candidates) all.push_back(read(*each, names));
  count(all, group);
  crowd_ = frequency_;
  if (past.documents > 0) {
    const double share = std::min(1.0, kTuning.past / past.documents);
    documents_ += share * past.documents;
    for (const auto& [text, count] : past.counts) {
      if (const auto found = ids_.find(text); found != ids_.end()) frequency_[found->second] += share * count;
    }
  }
  weigh_terms();
  features_.reserve(all.size());
  for (const Read& each : all) features_.push_back(weigh(each));
}

// Copies of one thing count once: ten feeds that carry a headline do not make its words common.
void Corpus::count(const std::vector<Read>& all, const std::vector<std::size_t>& group) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return group[a] < group[b]; });
  std::vector<std::size_t> last(frequency_.size(), static_cast<std::size_t>(-1));
  for (const std::size_t i : order) {
    if (group[i] == i) documents_ += 1;
    for (const std::vector<TermId>* list : {&all[i].title, &all[i].text}) {
      for (const TermId term : *list) {
        if (std::exchange(last[term], group[i]) != group[i]) frequency_[term] += 1;
      }
    }
  }
}

TermId Corpus::intern(const std::string& text) {
  const auto [found, fresh] = ids_.try_emplace(text, static_cast<TermId>(ids_.size()));
  if (fresh) {
    frequency_.push_back(0);
    strength_.push_back(0);
    commonness_.push_back(commonness_of(text));
    kinds_seen_.push_back(0);
    portable_.push_back(false);
    topic_.push_back(false);
    han_pair_.push_back(false);
  }
  return found->second;
}

TermId Corpus::learn(const NameTable::Token& token) {
  const TermId term = intern(token.text);
  const auto kind = static_cast<unsigned>(token.kind) * 3 + static_cast<unsigned>(token.known);
  const auto bit = static_cast<std::uint16_t>(1U << kind);
  if ((kinds_seen_[term] & bit) == 0) {
    kinds_seen_[term] = static_cast<std::uint16_t>(kinds_seen_[term] | bit);
    strength_[term] = std::max(strength_[term], strength_of(token, commonness_[term]));
  }
  return term;
}

void Corpus::read_headline(const std::vector<NameTable::Token>& tokens, Read& out) {
  bool after_version = false;
  for (const NameTable::Token& token : tokens) {
    const TermId term = learn(token);
    const bool known = token.known != NameTable::Kind::none;
    const bool version = token.kind == WordKind::version;
    const bool variant = after_version && token.kind == WordKind::name && !known;  // "Luna" of GPT-5.6 Luna
    if (is_portable(token)) portable_[term] = true;
    if (is_topic(token) || variant) topic_[term] = true;
    if (token.kind == WordKind::han && !known) han_pair_[term] = true;
    after_version = version || variant;
    out.title.push_back(term);
    if (known || commonness_[term] != Commonness::empty) {
      if (out.order.size() < kSubjectWords) out.front.append(token.text) += ' ';
      out.order.push_back(term);
    }
    if (token.kind == WordKind::han) out.han = true;
    if (token.known == NameTable::Kind::name) out.actors.push_back(term);
    if (token.kind == WordKind::name || version) out.names.push_back(term);
    const bool name = token.kind == WordKind::name && token.known != NameTable::Kind::common &&
                      commonness_[term] == Commonness::rare;  // LLM, GPU and API are nobody
    if (name || version || token.known == NameTable::Kind::name) out.who.push_back(term);
    if (token.kind == WordKind::number && token.text.size() > 1) out.numbers.push_back(term);
    if (token.kind == WordKind::number && is_amount(token.text)) out.amounts.push_back(term);
    const std::string product = version ? product_of(token.text) : std::string{};
    if (!product.empty()) out.versions.push_back({intern(std::string(1, kProduct).append(product)), term});
  }
}

Corpus::Read Corpus::read(const Candidate& candidate, const NameTable& names) {
  Read out;
  const Entry& entry = candidate.entry;
  std::string_view text = prefix(entry.text(), kTextBytes);
  std::string headline = headline_of(entry.title, candidate.source_name);
  if (headline.empty()) {  // a post: its text is its headline
    headline = headline_of(collapse_white_space(prefix(text, kPostBytes)), candidate.source_name);
    text = {};
  }
  read_headline(names.find(words_of(headline)), out);
  for (const NameTable::Token& token : names.find(words_of(text))) {
    out.text.push_back(learn(token));
  }
  for (std::vector<TermId>* list :
       {&out.title, &out.text, &out.numbers, &out.amounts, &out.actors, &out.who, &out.names})
    sort_unique(*list);
  (out.han ? out.front.clear() : out.names.clear());
  std::vector<TermId> rest;
  std::set_difference(out.text.begin(), out.text.end(), out.title.begin(), out.title.end(),
                      std::back_inserter(rest));
  out.text = std::move(rest);
  return out;
}

double Corpus::rarity(TermId term) const {
  const double idf = std::log((documents_ + 1.0) / (frequency_[term] + 0.5));
  const double crowd = topic_[term] ? std::sqrt(std::min(1.0, kTuning.crowd / (crowd_[term] + 0.5))) : 1.0;
  return std::pow(std::max(idf, kLeastIdf), kTuning.rarity) * crowd;
}

void Corpus::weigh_terms() {
  weight_.reserve(strength_.size());
  for (TermId term = 0; term < strength_.size(); ++term)
    weight_.push_back(static_cast<float>(rarity(term) * strength_[term]));
}

Features Corpus::weigh(const Read& read) const {
  Features out;
  const auto mark = [&](TermId term) {
    return term | (topic_[term] ? kTopic : 0) | (han_pair_[term] ? kHanPair : 0);
  };
  const auto weight = [&](TermId term) { return weight_[term]; };
  for (const TermId term : read.title) {
    out.title.push_back({mark(term), weight(term)});
    if (portable_[term]) out.portable.push_back({mark(term), weight(term)});
  }
  if (!read.text.empty()) {
    out.whole = out.title;
    for (const TermId term : read.text)
      out.whole.push_back({mark(term), weight(term) * static_cast<float>(kTuning.text)});
  }
  finish(out.title);
  finish(out.whole);
  out.portable_weight = finish(out.portable);
  for (const TermId term : read.order) out.order.push_back(mark(term));
  out.names = read.names;
  out.front = read.front;
  out.versions = read.versions;
  out.numbers = read.numbers;
  out.amounts = read.amounts;
  out.actors = read.actors;
  out.who = read.who;
  out.han = read.han;
  return out;
}

const Term* find_term(const Vector& vector, TermId term) {
  const auto found = std::lower_bound(vector.begin(), vector.end(), term,
                                      [](const Term& t, TermId id) { return t.id < id; });
  return found != vector.end() && found->id == term ? &*found : nullptr;
}

Vector mean_vector(const std::vector<const Vector*>& parts) {
  Vector all;
  for (const Vector* part : parts) all.insert(all.end(), part->begin(), part->end());
  std::sort(all.begin(), all.end(),
            [](const Term& a, const Term& b) { return std::tie(a.id, a.weight) < std::tie(b.id, b.weight); });
  Vector out;
  for (const Term& term : all) {
    if (!out.empty() && out.back().id == term.id) out.back().weight += term.weight;
    else out.push_back(term);
  }
  finish(out);
  return out;
}

// Steps without a branch on which id is less, as nobody can predict that: half the time of clustering was
// here.
Product dot(const Vector& a, const Vector& b) {
  Product out;
  const Term* i = a.data();
  const Term* j = b.data();
  const Term* const end_i = i + a.size();
  const Term* const end_j = j + b.size();
  while (i != end_i && j != end_j) {
    const TermId x = i->id;
    const TermId y = j->id;
    if (x == y) {
      const double product = double{i->weight} * j->weight;
      out.all += product;
      if ((x & kTopic) != 0) out.topics += product;
    }
    i += static_cast<int>(x <= y);
    j += static_cast<int>(y <= x);
  }
  return out;
}

}  // namespace eightbells
