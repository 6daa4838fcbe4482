// Ranking of full-text matches.
//
// Problem. FTS5's own bm25() weighs a word by how rare it is, and for that counts its rows anew in each
// query: with a word that half of a million entries have, this counting is most of the query's time. But all
// words of a query have to occur, so that every match has all of them, and rarity changes the order of
// matches little.
//
// Method. BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) without the rarity:
// for each phrase tf (k1 + 1) / (tf + k1 (1 - b + b length / usual)), where an occurrence in the title counts
// four times one in the text and one in the author half; a usual length instead of the average, which is one
// more thing that need not be looked up. The sum over the phrases prefers entries that have a name in several
// spellings.
//
// Cost: about 2 microseconds a match, of which the length is half; nothing that grows with the number of
// entries.
#include "daemon/store/search_rank.h"

#include <sqlite3.h>

#include <array>

namespace eightbells {
namespace {

constexpr double kK1 = 1.2;
constexpr double kB = 0.5;
constexpr double kUsualLength = 150;  // words of an entry
constexpr std::array<double, 3> kColumnWeights = {4.0, 1.0, 0.5};
constexpr double kOtherSpelling = 0.7;     // of what a match of the typed words is worth
constexpr std::size_t kMostPhrases = 256;  // those beyond do not count

void news_rank(const Fts5ExtensionApi* api, Fts5Context* context, sqlite3_context* out, int count,
               sqlite3_value** values) {
  std::array<double, kMostPhrases> frequency{};
  int instances = 0;
  int length = 0;
  int code = api->xInstCount(context, &instances);
  if (code == SQLITE_OK) code = api->xColumnSize(context, -1, &length);
  for (int i = 0; code == SQLITE_OK && i < instances; ++i) {
    int phrase = 0, column = 0, offset = 0;
    code = api->xInst(context, i, &phrase, &column, &offset);
    const auto place = static_cast<std::size_t>(phrase);
    const auto weight = static_cast<std::size_t>(column);
    if (code == SQLITE_OK && place < frequency.size() && weight < kColumnWeights.size())
      frequency[place] += kColumnWeights[weight];
  }
  if (code != SQLITE_OK) return sqlite3_result_error_code(out, code);
  const double damping = kK1 * (1 - kB + kB * length / kUsualLength);
  double score = 0;
  const unsigned char* typed = count > 0 ? sqlite3_value_text(values[0]) : nullptr;
  bool ended = typed == nullptr;
  for (std::size_t i = 0; i < frequency.size(); ++i) {
    ended = ended || typed[i] == 0;
    const double worth = !ended && typed[i] == '0' ? kOtherSpelling : 1;
    score += worth * frequency[i] * (kK1 + 1) / (frequency[i] + damping);
  }
  sqlite3_result_double(out, score);
}

}  // namespace

Result<void> register_ranking(Connection& connection) {
  // FTS5 hands out its interface through a query (https://www.sqlite.org/fts5.html#extending_fts5).
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(connection.handle(), "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code == SQLITE_OK)
    code = sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  if (code == SQLITE_OK) sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (code == SQLITE_OK && !api) code = SQLITE_ERROR;
  if (code == SQLITE_OK) code = api->xCreateFunction(api, "news_rank", nullptr, news_rank, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(connection.error(code));
  return {};
}

}  // namespace eightbells
