#include "daemon/service/embeddings.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <numeric>
#include <sstream>
#include <unordered_map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "daemon/store/sqlite_store.h"
#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/fetch/curl_client.h"

namespace eightbells {

namespace json = boost::json;

namespace {

constexpr std::string_view kSpace = "embeddings";
constexpr std::string_view kLast = "last";
constexpr std::size_t kMostKept = std::size_t{8} << 20;  // bytes in the store
constexpr float kStep = 1.0F / 32'767;                   // vectors are rounded to it, fresh or kept
constexpr std::size_t kFewestOfScale = 4;                // clear pairs of each kind
constexpr double kLeastGap = 0.1;                        // between the mean cosines of the two kinds
constexpr double kYes = 0.75;                            // of the gap, from the unlike pairs up
constexpr double kNo = 0.4;

double cosine(const Embedding& a, const Embedding& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double mean_cosine(const std::vector<Pair>& pairs, const std::vector<Embedding>& vectors) {
  double sum = 0;
  for (const auto& [a, b] : pairs) sum += cosine(vectors[a], vectors[b]);
  return sum / static_cast<double>(pairs.size());
}

std::string to_hex(const Embedding& vector) {
  std::string out;
  for (const float x : vector)
    out +=
        fmt::format("{:04x}", static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(x / kStep))));
  return out;
}

Embedding from_hex(std::string_view text) {
  Embedding out;
  for (; text.size() >= 4; text.remove_prefix(4)) {
    std::uint16_t bits = 0;
    if (std::from_chars(text.data(), text.data() + 4, bits, 16).ptr != text.data() + 4) return {};
    out.push_back(static_cast<float>(static_cast<std::int16_t>(bits)) * kStep);
  }
  return out;
}

// Error parse: not numbers, too many of them, or all zero.
Result<Embedding> read_vector(const json::value* value) {
  const json::array* numbers = value ? value->if_array() : nullptr;
  if (!numbers || numbers->empty() || numbers->size() > kMaxDimensions)
    return fail(ErrorKind::parse, "the embeddings hold no vector");
  Embedding out;
  double square = 0;
  for (const json::value& number : *numbers) {
    boost::system::error_code failed;
    const double x = number.is_number() ? number.to_number<double>(failed) : std::nan("");
    if (failed || !std::isfinite(x) || std::abs(x) > 1e6)
      return fail(ErrorKind::parse, "the embeddings hold what is no number");
    out.push_back(static_cast<float>(x));
    square += x * x;
  }
  if (square <= 0) return fail(ErrorKind::parse, "the embeddings hold an empty vector");
  for (float& x : out)
    x = static_cast<float>(std::lround(x / static_cast<float>(std::sqrt(square)) / kStep)) * kStep;
  return out;
}

// One question's vectors: from the store, else from the server.
class Asker {
 public:
  Asker(const EmbeddingsSettings& settings, const std::filesystem::path& database, Instant now)
      : settings_(settings), now_(now), end_(std::chrono::steady_clock::now() + settings.timeout) {
    auto store = open_sqlite_store(database);
    if (store) store_ = std::move(*store);
    else spdlog::warn("event=embeddings_cache_failed error=\"{}\"", store.error().message);
  }

  [[nodiscard]] Result<std::vector<Embedding>> vectors(const std::vector<std::string>& texts) {
    std::vector<Embedding> out(texts.size());
    std::vector<std::size_t> missing;
    recall();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto found = known_.find(key(texts[i]));
      if (found == known_.end() || found->second.empty()) missing.push_back(i);
      else out[i] = found->second;
    }
    for (std::size_t from = 0; from < missing.size(); from += kEmbeddingsBatch) {
      const std::size_t count = std::min(kEmbeddingsBatch, missing.size() - from);
      json::array input;
      for (std::size_t i = 0; i < count; ++i) input.emplace_back(texts[missing[from + i]]);
      auto answer = ask(json::serialize(json::object{{"model", settings_.model}, {"input", input}}), count);
      if (!answer) return tl::unexpected(answer.error());
      for (std::size_t i = 0; i < count; ++i) out[missing[from + i]] = std::move((*answer)[i]);
    }
    for (const auto& vector : out)
      if (vector.size() != out.front().size())
        return fail(ErrorKind::parse, "the embeddings differ in length");
    if (!missing.empty()) remember(texts, out);
    return out;
  }

 private:
  [[nodiscard]] std::string key(const std::string& text) const {
    return hash128_hex(settings_.endpoint + '\n' + settings_.model + '\n' + text);
  }

  // The vectors of the last question: the next window has many of its texts again.
  void recall() {
    const auto stored = store_ ? store_->get(kSpace, kLast) : Result<std::optional<std::string>>();
    if (!stored || !*stored) return;
    std::istringstream in(**stored);
    for (std::string name, vector; in >> name >> vector;) known_[name] = from_hex(vector);
  }

  void remember(const std::vector<std::string>& texts, const std::vector<Embedding>& vectors) {
    if (!store_) return;
    std::string lines;
    for (std::size_t i = 0; i < texts.size() && lines.size() < kMostKept; ++i)
      lines += key(texts[i]) + ' ' + to_hex(vectors[i]) + '\n';
    if (const auto kept = store_->put(kSpace, kLast, lines, now_); !kept)
      spdlog::warn("event=embeddings_cache_failed error=\"{}\"", kept.error().message);
  }

  Result<std::vector<Embedding>> ask(std::string body, std::size_t count) {
    const auto left = std::chrono::duration_cast<Millis>(end_ - std::chrono::steady_clock::now());
    if (left <= Millis(0)) return fail(ErrorKind::timeout, "the time for embeddings was up");
    HttpRequest request;
    request.method = "POST";
    request.url = settings_.endpoint.substr(0, settings_.endpoint.find_last_not_of('/') + 1) + "/embeddings";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (const std::string secret = api_key(); !secret.empty())
      request.headers.emplace_back("Authorization", "Bearer " + secret);
    request.body = std::move(body);
    request.options.timeout = left;
    request.options.max_bytes = kMaxEmbeddingsAnswer;
    request.options.max_redirects = 0;
    request.options.user_agent = "eightbells/" EIGHTBELLS_VERSION;
    request.options.allow_private = true;  // a model on this machine is the usual case, and the user named it
    boost::asio::io_context loop{1};
    CurlClient client(loop, CurlClientOptions{1, 1});
    Result<HttpResponse> response = fail(ErrorKind::cancelled, "no answer");
    client.fetch(std::move(request), [&](Result<HttpResponse> arrived) { response = std::move(arrived); });
    loop.run();
    if (!response) return tl::unexpected(response.error());
    if (response->status != 200)
      return fail(ErrorKind::http, fmt::format("the embeddings' server answered HTTP {}", response->status));
    return read_embeddings(response->body, count);
  }

  [[nodiscard]] std::string api_key() const {
    if (settings_.api_key_file.empty()) return {};
    std::ifstream in(settings_.api_key_file, std::ios::binary);
    const std::string key(std::istreambuf_iterator<char>(in), {});
    return std::string(trim(key));
  }

  const EmbeddingsSettings& settings_;
  Instant now_;
  std::chrono::steady_clock::time_point end_;
  std::unique_ptr<Store> store_;  // none: nothing is remembered
  std::unordered_map<std::string, Embedding> known_;
};

}  // namespace

Result<std::vector<Embedding>> read_embeddings(std::string_view body, std::size_t count) {
  if (body.size() > kMaxEmbeddingsAnswer) return fail(ErrorKind::too_large, "the embeddings are too long");
  boost::system::error_code failed;
  const json::value value = json::parse(json::string_view(body.data(), body.size()), failed);
  const json::object* object = failed ? nullptr : value.if_object();
  const json::value* data = object ? object->if_contains("data") : nullptr;
  if (!data || !data->is_array() || data->get_array().size() != count)
    return fail(ErrorKind::parse,
                fmt::format("the embeddings' server did not answer with {} vectors", count));
  std::vector<Embedding> out(count);
  std::size_t place = 0;
  for (const json::value& one : data->get_array()) {
    const json::object* item = one.if_object();
    const json::value* index = item ? item->if_contains("index") : nullptr;
    const std::size_t at = index && index->is_number() ? index->to_number<std::size_t>(failed) : place;
    ++place;
    if (!item || failed || at >= count || !out[at].empty())
      return fail(ErrorKind::parse, "the embeddings are out of order");
    auto vector = read_vector(item->if_contains("embedding"));
    if (!vector) return tl::unexpected(vector.error());
    out[at] = std::move(*vector);
    if (out[at].size() != out[0].size() && !out[0].empty())
      return fail(ErrorKind::parse, "the embeddings differ in length");
  }
  return out;
}

std::vector<std::optional<bool>> judge(const OpinionQuestion& question,
                                       const std::vector<Embedding>& vectors) {
  if (question.alike.size() < kFewestOfScale || question.unlike.size() < kFewestOfScale) return {};
  const double high = mean_cosine(question.alike, vectors);
  const double low = mean_cosine(question.unlike, vectors);
  if (high - low < kLeastGap) return {};
  std::vector<std::optional<bool>> out;
  for (const auto& [a, b] : question.open) {
    const double share = (cosine(vectors[a], vectors[b]) - low) / (high - low);
    out.push_back(share >= kYes ? std::optional(true) : share <= kNo ? std::optional(false) : std::nullopt);
  }
  return out;
}

SecondOpinion second_opinion_of(const Settings& settings, const std::filesystem::path& database,
                                Instant now) {
  if (!settings.embeddings) return {};
  return [&wanted = *settings.embeddings, database, now](const OpinionQuestion& question) {
    const auto vectors = Asker(wanted, database, now).vectors(question.texts);
    if (!vectors) {
      spdlog::warn("event=embeddings_failed error=\"{}\"", vectors.error().message);
      return std::vector<std::optional<bool>>{};
    }
    return judge(question, *vectors);
  };
}

}  // namespace eightbells
