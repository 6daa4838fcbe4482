#include "daemon/store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace eightbells {
namespace {

// How long a writer waits for another process (a `once` beside the daemon) before it fails.
constexpr int kBusyMilliseconds = 10'000;

std::string advice_for(int code, const std::string& file) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return fmt::format("the disk is full: make room on the file system of {}", file);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return fmt::format(
          "the database {} may not be written: check its owner and mode and those of its folder", file);
    case SQLITE_CANTOPEN:
      return fmt::format("the database {} cannot be opened: check that its folder exists and may be written",
                         file);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fmt::format(
          "the database {} is damaged: move it away and put the latest backup in its place, or start anew "
          "without it",
          file);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fmt::format("the database {} is in use by another program: try again when that is done", file);
    case SQLITE_IOERR:
      return fmt::format("the disk of the database {} cannot be read or written", file);
    default:
      return fmt::format("the database {} refused", file);
  }
}

}  // namespace

// ---- Statement ----

Statement::Statement(Connection* connection, sqlite3_stmt* handle, bool* lent)
    : connection_(connection), handle_(handle), lent_(lent) {}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      handle_(std::exchange(other.handle_, nullptr)),
      lent_(std::exchange(other.lent_, nullptr)),
      copies_(other.copies_),
      failure_(other.failure_) {}

Statement::~Statement() {
  if (!handle_) return;
  if (!lent_) {
    sqlite3_finalize(handle_);
    return;
  }
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  *lent_ = false;
}

void Statement::note(int code) {
  if (failure_ == SQLITE_OK) failure_ = code;
}

void Statement::bind(int index, std::int64_t value) {
  if (handle_) note(sqlite3_bind_int64(handle_, index, value));
}

void Statement::bind(int index, double value) {
  if (handle_) note(sqlite3_bind_double(handle_, index, value));
}

void Statement::bind_text(int index, std::string_view value) {
  if (!handle_) return;
  // An empty view may have a null pointer, which SQLite would take for NULL.
  const char* bytes = value.data() ? value.data() : "";
  // The macro of SQLite is a C cast; this is its value.
  static const auto kTransient = reinterpret_cast<sqlite3_destructor_type>(std::intptr_t{-1});
  note(sqlite3_bind_text64(handle_, index, bytes, value.size(), copies_ ? kTransient : nullptr, SQLITE_UTF8));
}

Result<bool> Statement::step() {
  if (failure_ != SQLITE_OK) return tl::unexpected(connection_->error(failure_));
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(connection_->error(code));
}

Result<void> Statement::finish() {
  for (;;) {
    auto row = step();
    if (!row) return tl::unexpected(std::move(row.error()));
    if (!*row) return {};
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }
bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);  // the bytes of a text as they are stored
  const int size = sqlite3_column_bytes(handle_, column);
  return bytes ? std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(size))
               : std::string_view();
}

std::optional<Instant> Statement::maybe_instant(int column) const {
  if (is_null(column)) return std::nullopt;
  return instant(column);
}

// ---- Connection ----

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(file, handle));
  if (code != SQLITE_OK) return tl::unexpected(connection->error(code));
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  return connection;
}

Connection::~Connection() {
  for (auto& [sql, prepared] : prepared_) sqlite3_finalize(prepared.handle);
  sqlite3_close(handle_);
}

Statement Connection::prepare(const char* sql) {
  Prepared& kept = prepared_[sql];
  if (kept.handle && !kept.lent) {
    kept.lent = true;
    return {this, kept.handle, &kept.lent};
  }
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (kept.handle || code != SQLITE_OK) {  // in use further up, or failed: not kept
    Statement statement(this, handle, nullptr);
    statement.failure_ = code;
    return statement;
  }
  kept = {handle, true};
  return {this, handle, &kept.lent};
}

Result<void> Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(error(code));
  return {};
}

Result<std::int64_t> Connection::number(const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &handle, nullptr);
  Statement statement(this, handle, nullptr);
  statement.failure_ = code;
  auto row = statement.step();
  if (!row) return tl::unexpected(std::move(row.error()));
  return *row ? statement.integer(0) : 0;
}

Result<std::string> Connection::word(const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &handle, nullptr);
  Statement statement(this, handle, nullptr);
  statement.failure_ = code;
  auto row = statement.step();
  if (!row) return tl::unexpected(std::move(row.error()));
  return *row ? statement.string(0) : std::string();
}

std::int64_t Connection::last_row_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Error Connection::error(int code) const {
  if (code == SQLITE_OK) code = handle_ ? sqlite3_extended_errcode(handle_) : SQLITE_NOMEM;
  std::string detail = handle_ ? sqlite3_errmsg(handle_) : "no memory";
  for (char& c : detail) {
    if (c == '\n') c = ' ';
  }
  return {ErrorKind::database, fmt::format("{} ({})", advice_for(code, file_.string()), detail)};
}

bool Connection::broke_a_constraint() const {
  return (sqlite3_extended_errcode(handle_) & 0xff) == SQLITE_CONSTRAINT;
}

// ---- Transaction ----

Result<Transaction> Transaction::begin(Connection& connection) {
  const bool nested = connection.in_transaction();
  if (auto begun = connection.run(nested ? "SAVEPOINT inner" : "BEGIN IMMEDIATE"); !begun) {
    return tl::unexpected(std::move(begun.error()));
  }
  return Transaction(&connection, nested);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), nested_(other.nested_) {}

Transaction::~Transaction() {
  // After some failures (a full disk) SQLite has rolled back all by itself.
  if (!connection_ || !connection_->in_transaction()) return;
  (void)connection_->execute(nested_ ? "ROLLBACK TO inner; RELEASE inner" : "ROLLBACK");
}

Result<void> Transaction::commit() {
  auto done = connection_->run(nested_ ? "RELEASE inner" : "COMMIT");
  if (done) connection_ = nullptr;  // a failed commit is rolled back by the destructor
  return done;
}

}  // namespace eightbells
