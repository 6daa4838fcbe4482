// limit_store DATABASE ROWS: the least that SQLite needs to keep so many entries: one table with a unique
// key, one prepared insert, 1,000 rows a transaction, WAL; the same pragmas as the program's.
#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "tests/bench/feed_maker.h"

namespace {

constexpr char kSchema[] =
    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA "
    "wal_autocheckpoint = 8192; PRAGMA cache_size = -16384;"
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, identity INTEGER NOT NULL UNIQUE, "
    "at INTEGER NOT NULL,"
    " link TEXT NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL)";

bool insert_all(sqlite3* database, sqlite3_stmt* insert, int rows, const std::string& title,
                const std::string& content) {
  eightbells::bench::Numbers numbers(17);
  for (int i = 0; i < rows; ++i) {
    if (i % 1000 == 0) sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    const std::string link = fmt::format("https://www.site-{:06}.example/2026/01/07/{}/", i / 35, i);
    sqlite3_bind_int64(insert, 1, i / 35);
    sqlite3_bind_int64(insert, 2, static_cast<sqlite3_int64>(numbers.next()));
    sqlite3_bind_int64(insert, 3, 1'767'744'000 - i);
    sqlite3_bind_text(insert, 4, link.data(), static_cast<int>(link.size()), nullptr);
    sqlite3_bind_text(insert, 5, title.data(), static_cast<int>(title.size()), nullptr);
    sqlite3_bind_text(insert, 6, content.data(), static_cast<int>(content.size()), nullptr);
    if (sqlite3_step(insert) != SQLITE_DONE) return false;
    sqlite3_reset(insert);
    if (i % 1000 == 999 || i + 1 == rows) sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "limit_store DATABASE ROWS\n");
    return 2;
  }
  std::filesystem::remove(arguments[1]);
  sqlite3* database = nullptr;
  sqlite3_stmt* insert = nullptr;
  sqlite3_open(arguments[1], &database);
  sqlite3_exec(database, kSchema, nullptr, nullptr, nullptr);
  sqlite3_prepare_v3(
      database, "INSERT INTO entry (source, identity, at, link, title, content) VALUES (?, ?, ?, ?, ?, ?)",
      -1, SQLITE_PREPARE_PERSISTENT, &insert, nullptr);
  eightbells::bench::Numbers numbers(19);
  const std::string title = eightbells::bench::make_words(numbers, false, 9);
  const std::string content = eightbells::bench::make_words(numbers, false, 200);
  const int rows = std::atoi(arguments[2]);
  const auto began = std::chrono::steady_clock::now();
  const bool whole = insert && insert_all(database, insert, rows, title, content);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  if (!whole) fmt::print(stderr, "{}\n", sqlite3_errmsg(database));
  else fmt::print("{} rows in {:.3f} s\n", rows, took.count());
  sqlite3_finalize(insert);
  sqlite3_close(database);
  return whole ? 0 : 1;
}
