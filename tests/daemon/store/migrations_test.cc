#include "daemon/store/migrations.h"

#include <gtest/gtest.h>

#include "daemon/store/identity.h"
#include "daemon/store/sqlite_store.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

namespace fs = std::filesystem;

class Migrations : public ::testing::Test {
 protected:
  std::unique_ptr<Connection> open() { return Connection::open(file_).value(); }

  ScratchDirectory directory_;
  const fs::path file_ = directory_.path() / "state.db";
};

// A database of an older schema, as its program left it: a source, an entry that is known, and a digest that
// claims it.
std::string old_database(std::size_t schema) {
  return read_file(data_file("store/schema" + std::to_string(schema) + ".sql"));
}

TEST_F(Migrations, ANewDatabaseHasTheNewestSchemaAndNoBackup) {
  ASSERT_TRUE(open_sqlite_store(file_));
  EXPECT_EQ(open()->number("PRAGMA user_version").value(), static_cast<std::int64_t>(migrations().size()));
  EXPECT_EQ(open()->number("PRAGMA application_id").value(), kApplicationId);
  EXPECT_EQ(open()->word("PRAGMA journal_mode").value(), "wal");
  for (const auto& one : fs::directory_iterator(directory_.path())) EXPECT_NE(one.path().extension(), ".bak");
}

TEST_F(Migrations, EveryOlderSchemaIsBroughtUpWithItsRowsAndBackedUpFirst) {
  for (std::size_t old = 1; old < migrations().size(); ++old) {
    for (const auto& one : fs::directory_iterator(directory_.path())) fs::remove(one.path());
    {
      const auto connection = open();
      ASSERT_TRUE(connection->execute(old_database(old))) << "every schema that was in use has its fixture";
      ASSERT_EQ(connection->number("PRAGMA user_version").value(), static_cast<std::int64_t>(old));
    }
    auto opened = open_sqlite_store(file_);
    ASSERT_TRUE(opened) << opened.error().message;
    Store& store = **opened;
    EXPECT_EQ(store.source_state("feed:https://a.example/")->etag, "\"e\"");
    const auto unfinished = store.unfinished().value();
    ASSERT_EQ(unfinished.size(), 1u);
    EXPECT_EQ(unfinished[0].shown.size(), 1u);
    const auto shown = store.shown_since("ai", Instant()).value();
    ASSERT_EQ(shown.size(), 1u);
    EXPECT_EQ(shown[0].members.at(0).entry.title, "Robots");
    EXPECT_EQ(shown[0].members.at(0).entry.categories, std::vector<std::string>{"AI"});
    EXPECT_GE(store.index_pending(10).value(), 1);
    EXPECT_EQ(store.search({"robot", {}, "", 10})->size(), 1u);

    const fs::path backup = file_.string() + ".v" + std::to_string(old) + ".bak";
    const auto copy = Connection::open(backup).value();
    EXPECT_EQ(copy->number("PRAGMA user_version").value(), static_cast<std::int64_t>(old));
    EXPECT_EQ(copy->word("PRAGMA integrity_check").value(), "ok");
    EXPECT_EQ(copy->number("SELECT count(*) FROM entries").value(), 1);
  }
}

// Until schema 5, what was seen was ordered by its identity alone. An entry that is kept, one whose row is
// gone and a post on X were known then, and are after it.
TEST_F(Migrations, WhatWasSeenBeforeItWasOrderedBySourceIsKnownStill) {
  Source source;
  source.key = "feed:https://a.example/";
  source.name = "A";
  std::vector<Entry> entries(3);
  entries[0].id = "kept";
  entries[1].id = "gone";
  entries[2].id = "x:2008000000000000000";
  for (Entry& entry : entries) {
    entry.title = "Title of " + entry.id;
    entry.summary = "Text";
    entry.written = 5;
  }
  {
    const auto connection = open();
    ASSERT_TRUE(migrate(*connection, 4));
    ASSERT_TRUE(connection->run(
        "INSERT INTO sources (id, key, name, entries, first_success) VALUES (3, ?, 'A', 2, 1000)",
        source.key));
    std::int64_t row = 0;
    for (const Entry& entry : entries) {
      ++row;
      if (entry.id != "gone") {
        ASSERT_TRUE(connection->run(
            "INSERT INTO entries VALUES (?, 3, 900, 1000, NULL, 900, NULL, 1, 1, 0, 0, ?, '', ?, "
            "'', 'en', '', '', ?, '')",
            row, entry.id, entry.title, entry.summary));
      }
      for (const auto identity :
           {std::optional(id_identity(source.key, entry.id)), words_identity(source.key, entry)}) {
        if (!identity) continue;
        ASSERT_TRUE(connection->run(
            "INSERT INTO seen (identity, entry, words, at, written) VALUES (?, ?, ?, 1000, 5)",
            static_cast<std::int64_t>(*identity), row, static_cast<std::int64_t>(words_hash(entry))));
      }
    }
  }
  const auto store = open_sqlite_store(file_).value();
  for (const Entry& entry : entries) EXPECT_TRUE(store->knows(source.key, entry.id, 5).value()) << entry.id;
  EXPECT_FALSE(store->knows("feed:https://b.example/", "kept", 5).value());
  EXPECT_TRUE(store->knows("feed:https://b.example/", "x:2008000000000000000", 5).value());

  const Instant now{Millis(1'790'000'000'000)};
  SourceState state;
  state.first_success = now;
  EXPECT_EQ(store->save_poll(source, state, entries, now)->known, 3);
  for (Entry& entry : entries) entry.written = 6;  // the same words in other markup
  EXPECT_EQ(store->save_poll(source, state, entries, now)->known, 3);
  EXPECT_TRUE(store->knows(source.key, "kept", 6).value());
  EXPECT_TRUE(store->knows(source.key, "gone", 6).value());
  entries.pop_back();
  for (Entry& entry : entries) entry.id += ", under another id";
  EXPECT_EQ(store->save_poll(source, state, entries, now)->known, 2);
  for (Entry& entry : entries) entry.title += ", in other words";
  const SavedCounts counts = store->save_poll(source, state, entries, now).value();
  EXPECT_EQ(counts.changed, 1);
  EXPECT_EQ(counts.known, 1) << "removed for its age, and not new";
}

TEST_F(Migrations, TheStepsMakeTheSchemasThatAreInUse) {
  const auto schema_of = [](Connection& connection) {
    return connection.word("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)")
        .value();
  };
  for (std::size_t old = 1; fs::exists(data_file("store/schema" + std::to_string(old) + ".sql")); ++old) {
    ASSERT_LE(old, migrations().size());
    const auto kept = Connection::open(directory_.path() / ("kept" + std::to_string(old))).value();
    const auto made = Connection::open(directory_.path() / ("made" + std::to_string(old))).value();
    ASSERT_TRUE(kept->execute(old_database(old)));
    ASSERT_TRUE(migrate(*made, old));
    EXPECT_EQ(schema_of(*kept), schema_of(*made))
        << "a step that was in use has been changed: add a new one instead";
  }
}

TEST_F(Migrations, ANewerSchemaIsRefusedWithWhatToDo) {
  ASSERT_TRUE(open_sqlite_store(file_));
  ASSERT_TRUE(open()->execute("PRAGMA user_version = 99"));
  const auto opened = open_sqlite_store(file_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::database);
  EXPECT_NE(opened.error().message.find("newer eightbells (schema 99"), std::string::npos)
      << opened.error().message;
  EXPECT_NE(opened.error().message.find("install that version again"), std::string::npos);
}

TEST_F(Migrations, AnotherProgramsDatabaseIsLeftAsItIs) {
  ASSERT_TRUE(open()->execute("CREATE TABLE theirs (i INTEGER)"));
  const std::string before = read_file(file_);
  const auto opened = open_sqlite_store(file_);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("another program"), std::string::npos) << opened.error().message;
  EXPECT_EQ(read_file(file_), before);
}

TEST_F(Migrations, WhatIsNoDatabaseIsRefusedWithWhatToDo) {
  write_file(file_, std::string(8192, 'x'));
  const auto opened = open_sqlite_store(file_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::database);
  EXPECT_NE(opened.error().message.find("move it away and put the latest backup in its place"),
            std::string::npos)
      << opened.error().message;
}

TEST_F(Migrations, ADamagedPageIsFoundOnOpening) {
  {
    auto store = open_sqlite_store(file_).value();
    Source source;
    source.key = "feed:a";
    source.name = "a";
    std::vector<Entry> entries;
    for (int i = 0; i < 200; ++i) {
      Entry entry;
      entry.id = std::to_string(i);
      entry.title = "Title " + entry.id;
      entry.summary = std::string(500, 'x');
      entries.push_back(entry);
    }
    ASSERT_TRUE(store->save_poll(source, {}, entries, Instant(Millis(1'790'000'000'000))));
  }
  std::string bytes = read_file(file_);
  ASSERT_GT(bytes.size(), 30u * 4096);
  // The second half of the file without its last page: pages of entries among them.
  for (std::size_t i = bytes.size() / 2; i < bytes.size() - 4096; ++i) bytes[i] = '\x7f';
  write_file(file_, bytes);
  const auto opened = open_sqlite_store(file_);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("is damaged"), std::string::npos) << opened.error().message;
  EXPECT_EQ(opened.error().message.find('\n'), std::string::npos);
}

TEST_F(Migrations, ABackupThatCannotBeWrittenStopsTheMigration) {
  {
    const auto connection = open();
    ASSERT_TRUE(connection->execute(old_database(1)));
  }
  fs::create_directories(file_.string() + ".v1.bak/in the way");
  const auto opened = open_sqlite_store(file_);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("cannot back up"), std::string::npos) << opened.error().message;
  EXPECT_EQ(open()->number("PRAGMA user_version").value(), 1);
}

}  // namespace
}  // namespace eightbells::testing
