#include "daemon/store/sqlite.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

class Sqlite : public ::testing::Test {
 protected:
  ScratchDirectory directory_;
  const std::filesystem::path file_ = directory_.path() / "state.db";
  std::unique_ptr<Connection> connection_ = Connection::open(file_).value();
};

TEST_F(Sqlite, ValuesComeBackAsTheyWent) {
  ASSERT_TRUE(
      connection_->execute("CREATE TABLE t (i INTEGER, r REAL, s TEXT, n INTEGER, at INTEGER) STRICT"));
  const std::string bytes("a\0b\xff", 4);
  const Instant at{Millis(1'790'000'000'123)};
  ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (?, ?, ?, ?, ?)", std::int64_t{-5}, 0.5, bytes,
                               std::optional<Instant>(), at));
  auto row = connection_->query("SELECT i, r, s, n, at FROM t");
  ASSERT_TRUE(row.step().value());
  EXPECT_EQ(row.integer(0), -5);
  EXPECT_EQ(row.real(1), 0.5);
  EXPECT_EQ(row.text(2), bytes);
  EXPECT_TRUE(row.is_null(3));
  EXPECT_FALSE(row.maybe_instant(3));
  EXPECT_EQ(row.instant(4), at);
  EXPECT_FALSE(row.step().value());
}

TEST_F(Sqlite, AnEmptyTextIsNotNull) {
  auto row = connection_->query("SELECT ? IS NULL", std::string_view());
  ASSERT_TRUE(row.step().value());
  EXPECT_EQ(row.integer(0), 0);
}

TEST_F(Sqlite, AStatementInUseMayBeAskedForAgain) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (1), (2)"));
  static constexpr char kAll[] = "SELECT i FROM t ORDER BY i";
  auto outer = connection_->query(kAll);
  ASSERT_TRUE(outer.step().value());
  auto inner = connection_->query(kAll);
  ASSERT_TRUE(inner.step().value());
  ASSERT_TRUE(inner.step().value());
  EXPECT_EQ(inner.integer(0), 2);
  EXPECT_EQ(outer.integer(0), 1);
}

TEST_F(Sqlite, AWrongStatementIsAnErrorWhenItRuns) {
  const auto done = connection_->run("SELECT one FROM nowhere");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::database);
  EXPECT_NE(done.error().message.find("no such table: nowhere"), std::string::npos) << done.error().message;
  EXPECT_FALSE(connection_->run("SELECT ?", 1, 2)) << "too many values";
}

TEST_F(Sqlite, ATransactionThatIsNotCommittedIsRolledBack) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (i INTEGER) STRICT"));
  {
    auto transaction = Transaction::begin(*connection_).value();
    ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(connection_->number("SELECT count(*) FROM t").value(), 0);
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(Sqlite, AnInnerTransactionFailsAlone) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (i INTEGER) STRICT"));
  auto outer = Transaction::begin(*connection_).value();
  ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (1)"));
  {
    auto inner = Transaction::begin(*connection_).value();
    ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (2)"));
  }
  {
    auto inner = Transaction::begin(*connection_).value();
    ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (3)"));
    ASSERT_TRUE(inner.commit());
  }
  ASSERT_TRUE(outer.commit());
  EXPECT_EQ(connection_->number("SELECT sum(i) FROM t").value(), 4);
}

TEST_F(Sqlite, AFullDiskIsSaidInWords) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (s TEXT) STRICT; PRAGMA max_page_count = 10"));
  const auto done = connection_->run("INSERT INTO t VALUES (?)", std::string(1 << 20, 'x'));
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("the disk is full"), std::string::npos) << done.error().message;
}

TEST_F(Sqlite, ABrokenConstraintIsToldApart) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (i INTEGER UNIQUE) STRICT; INSERT INTO t VALUES (1)"));
  ASSERT_FALSE(connection_->run("INSERT INTO t VALUES (1)"));
  EXPECT_TRUE(connection_->broke_a_constraint());
  ASSERT_FALSE(connection_->run("INSERT INTO nowhere VALUES (1)"));
  EXPECT_FALSE(connection_->broke_a_constraint());
}

TEST(SqliteFiles, AFolderThatDoesNotExistIsASentence) {
  const auto opened = Connection::open("/nowhere/at/all/state.db");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("check that its folder exists"), std::string::npos)
      << opened.error().message;
}

}  // namespace
}  // namespace eightbells::testing
