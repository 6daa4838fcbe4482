// SQLite behind RAII: the only place that knows its C interface, but for search_rank.cc, which extends it.
// Errors are values with a sentence; nothing throws.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace eightbells {

class Connection;

// A prepared statement on loan from its connection, which must outlive it: reset and given back at the end of
// its scope. The first failure of preparing or binding is kept and comes out of step().
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Parameters from 1. Text is copied (but by Connection::run, which is over before its arguments are).
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  void bind(int index, double value);
  void bind(int index, std::string_view value) { bind_text(index, value); }
  void bind(int index, const char* value) { bind_text(index, value); }
  void bind(int index, const std::string& value) { bind_text(index, value); }
  void bind(int index, Instant value) { bind(index, std::int64_t{value.time_since_epoch().count()}); }
  void bind(int index, Millis value) { bind(index, std::int64_t{value.count()}); }
  template <typename T>
  void bind(int index, const std::optional<T>& value) {
    if (value) bind(index, *value);  // else NULL, as after a reset
  }

  // True: there is a row. False: done.
  [[nodiscard]] Result<bool> step();
  // For statements that give no rows.
  [[nodiscard]] Result<void> finish();

  // Columns of the row, from 0. Text lives until the next step.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] Instant instant(int column) const { return Instant(Millis(integer(column))); }
  [[nodiscard]] std::optional<Instant> maybe_instant(int column) const;

 private:
  friend class Connection;
  Statement(Connection* connection, sqlite3_stmt* handle, bool* lent);
  void bind_text(int index, std::string_view value);
  void note(int code);

  Connection* connection_;
  sqlite3_stmt* handle_;  // null: preparing failed
  bool* lent_;            // the cache's mark; null: this statement is its own and is finalised
  bool copies_ = true;
  int failure_ = 0;  // a result code of SQLite
};

// An open database. On one thread.
class Connection {
 public:
  // Opens or creates `file`.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // `sql` must be a literal, or live as long as the connection: the prepared form is kept under its address.
  template <typename... Arguments>
  [[nodiscard]] Statement query(const char* sql, const Arguments&... arguments) {
    Statement statement = prepare(sql);
    [[maybe_unused]] int index = 0;
    (statement.bind(++index, arguments), ...);
    return statement;
  }
  // The same for statements without rows, run at once.
  template <typename... Arguments>
  [[nodiscard]] Result<void> run(const char* sql, const Arguments&... arguments) {
    Statement statement = prepare(sql);
    statement.copies_ = false;
    [[maybe_unused]] int index = 0;
    (statement.bind(++index, arguments), ...);
    return statement.finish();
  }
  // One or several statements, not kept: schemas and pragmas.
  [[nodiscard]] Result<void> execute(const std::string& sql);
  // The first column of the first row of a statement that is not kept; 0 without rows.
  [[nodiscard]] Result<std::int64_t> number(const std::string& sql);
  [[nodiscard]] Result<std::string> word(const std::string& sql);

  [[nodiscard]] std::int64_t last_row_id() const;
  [[nodiscard]] std::int64_t changes() const;  // rows of the last statement
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  // For search_rank.cc, which extends SQLite.
  [[nodiscard]] sqlite3* handle() const { return handle_; }

  // The error for a result code, with the sentence for the present failure. `code` 0: the last failure.
  [[nodiscard]] Error error(int code = 0) const;
  // Whether the last failure was a broken uniqueness or reference.
  [[nodiscard]] bool broke_a_constraint() const;

 private:
  struct Prepared {
    sqlite3_stmt* handle = nullptr;
    bool lent = false;
  };
  Connection(std::filesystem::path file, sqlite3* handle) : file_(std::move(file)), handle_(handle) {}
  Statement prepare(const char* sql);

  std::filesystem::path file_;
  sqlite3* handle_;
  std::unordered_map<const char*, Prepared> prepared_;  // node-based: marks keep their address
};

// BEGIN IMMEDIATE to commit(), or a savepoint inside an open transaction; rolled back when it goes away
// uncommitted.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Connection& connection);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  Transaction(Connection* connection, bool nested) : connection_(connection), nested_(nested) {}
  Connection* connection_;  // null: over
  bool nested_;
};

}  // namespace eightbells
