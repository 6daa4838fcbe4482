#include "daemon/cli/command_table.h"

#include <algorithm>

#include "config/starter.h"
#include "daemon/cli/commands.h"

namespace eightbells {

namespace {

constexpr std::string_view kWriting = "Writing digests";
constexpr std::string_view kLooking = "Looking";
constexpr std::string_view kSetting = "Setting up";
constexpr std::string_view kDocuments = "Documents";

const OptionRow kAt = {"--at", "TIME", "Pretend that it is TIME", &Options::at};
const OptionRow kAsJson = {"--json", "", "As JSON", &Options::json};

std::vector<CommandRow> writing_commands() {
  return {
      {"run",
       kWriting,
       "Run as a daemon: a digest after every window",
       "Stops at SIGTERM within five seconds. SIGHUP reads the configuration again; a file with errors is "
       "refused and the old settings stay.",
       run_daemon,
       {},
       {"eightbells --config my.toml --state /var/lib/eightbells run"}},
      {"once",
       kWriting,
       "Poll every source and write each window that has closed; prints the files",
       "Writes each window that has closed and is not in the ledger yet; on a first run only the latest. For "
       "use by hand and from cron.",
       run_once,
       {kAt, {"-v,--verbose", "", "Say what is done and why", &Options::verbose}},
       {"eightbells once -v", "eightbells once --at 2026-01-07T08:00"}},
      {"preview",
       kWriting,
       "Show what the next digest would say if it were written now",
       "Polls into a copy of the state and prints Markdown to standard output. Records nothing.",
       run_preview,
       {kAt, {"--profile", "NAME", "The [[digest]] to show (default: the first)", &Options::profile}},
       {"eightbells preview --profile daily"}},
      {"digest",
       kWriting,
       "Write a window's digest again from the ledger",
       "Without polling: the same items under the same numbers. Items that were left extractive because the "
       "model was down are edited now.",
       run_digest,
       {{"--window", "TIME", "The window that ended at TIME", &Options::window, true},
        {"--profile", "NAME", "The [[digest]] to write (default: all)", &Options::profile}},
       {"eightbells digest --window 2026.01.07.08"}},
  };
}

std::vector<CommandRow> looking_commands() {
  return {
      {"status",
       kLooking,
       "Sources and their health, the windows written, the next wake",
       "Sources in trouble are named, with the reason and what to do.",
       run_status,
       {{"--all", "", "Every source, with its rhythm", &Options::all}, kAsJson},
       {"eightbells status --all | less -R", "sudo eightbells --state /var/lib/eightbells status"}},
      {"search",
       kLooking,
       "Find entries and items of digests by words, in any language",
       "All words must occur; words in double quotes stand side by side. Endings do not matter (robot finds "
       "robots), nor do traditional and "
       "simplified characters, and a name finds its other spellings (谷歌 finds Google).",
       run_search,
       {{"WORDS", "WORD", "All of them must occur", &Options::words, true},
        {"--since", "TIME", "Only what was published since TIME; 7d means the last seven days",
         &Options::since},
        {"--source", "NAME", "Only of the source of this name", &Options::source},
        {"--category", "NAME", "Only what was filed under this category", &Options::category},
        {"--limit", "N", "How many at most", &Options::limit},
        {"--json", "", "As JSON lines", &Options::json}},
       {"eightbells search 机器人 --since 7d",
        "eightbells search 'open source' licence --source OpenAI --limit 5"}},
      {"explain",
       kLooking,
       "Every candidate of a window: story, category, score, and what kept it out",
       "What stands in the digest comes first; the scores are given by part, of which those at zero are left "
       "out.",
       run_explain,
       {{"WINDOW", "TIME", "The window that ended at TIME", &Options::window, true},
        {"--profile", "NAME", "The [[digest]] (default: the first)", &Options::profile},
        {"--json", "", "As JSON lines", &Options::json}},
       {"eightbells explain 2026.01.07.08"}},
  };
}

std::vector<CommandRow> setting_up_commands() {
  return {
      {"init",
       kSetting,
       "Write a first configuration, with every setting explained",
       "Language and time zone are those of the system unless they are said. Never overwrites a file. FILE "
       "is --config's, "
       "$EIGHTBELLS_CONFIG or /etc/eightbells/eightbells.toml when it is not given.",
       run_init,
       {{"FILE", "FILE", "The file to write; - for standard output", &Options::file},
        {"--language", "TAG", "Of the digests: zh-CN or en (default: the locale's)", &Options::language},
        {"--topic", "TOPIC", "What to read about", &Options::topic, false, starter_topics()}},
       {"eightbells init my.toml --topic tech --language en"}},
      {"add",
       kSetting,
       "Find the feed of a page and add it to the configuration",
       "Shows the feed's latest entries and appends a [[source]] to the configuration; all that stands there "
       "stays as it is. An "
       "address on x.com adds the account.",
       run_add,
       {{"URL", "URL", "A page or a feed", &Options::address, true},
        {"--name", "NAME", "What to call it (default: the feed's own title)", &Options::name},
        {"--category", "NAME", "Of its posts when nothing else decides", &Options::category},
        {"--dry-run", "", "Show the feed and what would be added, and change nothing", &Options::dry_run}},
       {"eightbells add https://example.org", "eightbells add https://x.com/karpathy",
        "eightbells add example.org/blog --name Blog --dry-run"}},
      {"check",
       kSetting,
       "Validate the configuration: every error at once, with its place",
       "Line, column and a hint for each; templates of your own are checked too. Exit status 2 when there is "
       "one.",
       run_check,
       {},
       {"eightbells --config my.toml check"}},
      {"import",
       kSetting,
       "Print the sources of an OPML file as configuration",
       "Append the output to a configuration: every reader of feeds can write such a list.",
       run_import,
       {{"FILE", "FILE", "The OPML file; - for standard input", &Options::file, true}},
       {"eightbells import subscriptions.opml >> my.toml"}},
      {"templates",
       kSetting,
       "Write the site's templates and stylesheet into a folder, to be changed",
       "Name the folder as template_directory in a [[digest]]; a file that is taken out again is the shipped "
       "one. Files that are "
       "there already stay as they are.",
       run_templates,
       {{"DIR", "DIR", "The folder; made where it is not there", &Options::file, true}},
       {"eightbells templates my-templates"}},
      {"export",
       kSetting,
       "Print the configured sources as OPML",
       "Every reader of feeds takes such a list.",
       run_export,
       {},
       {"eightbells export > subscriptions.opml"}},
      {"backup",
       kSetting,
       "Write a whole copy of the state into one file, also while the daemon runs",
       "Put the file back as eightbells.db in the state directory, while no daemon runs, and all is as it "
       "was.",
       run_backup,
       {{"FILE", "FILE", "Where to; it must not exist", &Options::file, true}},
       {"eightbells --state /var/lib/eightbells backup /backup/eightbells.db"}},
      {"learn",
       kSetting,
       "Teach the categories of this state directory by labelled texts",
       "JSON lines with title, text and category; what was learned answers where keywords do not.",
       run_learn,
       {{"FILE", "FILE", "JSON lines with title, text and category; - for standard input", &Options::file},
        {"--from-digests", "", "Learn from what the editor chose in the digests written so far",
         &Options::from_digests}},
       {"eightbells learn labelled.jsonl", "eightbells learn --from-digests"}},
  };
}

std::vector<CommandRow> document_commands() {
  return {
      {"parse",
       kDocuments,
       "Read one feed document and print its entries as JSON",
       "RSS, Atom, RDF, JSON Feed and what servers make of them; needs no configuration.",
       run_parse,
       {{"FILE", "FILE", "The document; - for standard input", &Options::file, true},
        {"--content-type", "TYPE", "The Content-Type that the server sent", &Options::content_type},
        {"--base", "URL", "The document's own address, for relative links", &Options::base},
        {"--json", "", "As JSON (the default)", &Options::json}},
       {"eightbells parse feed.xml --base https://example.org/feed.xml"}},
      {"stories",
       kDocuments,
       "Fold entries (JSON lines) into stories",
       "One line for each entry, with its story, categories and score.",
       run_stories,
       {{"FILE", "FILE", "JSON lines with id, title and what else is known; - for standard input",
         &Options::file, true}},
       {"eightbells stories entries.jsonl"}},
  };
}

std::vector<CommandRow> hidden_commands() {
  CommandRow generate = {"generate",
                         kDocuments,
                         "Print a completion, a manual page or the reference of the configuration",
                         "",
                         run_generate,
                         {{"WHAT",
                           "WHAT",
                           "Which",
                           &Options::what,
                           true,
                           {"bash", "zsh", "fish", "configuration", "eightbells.1", "eightbells.toml.5"}}}};
  generate.hidden = true;
  return {generate};
}

}  // namespace

const std::vector<CommandRow>& command_table() {
  static const std::vector<CommandRow> kTable = [] {
    std::vector<CommandRow> all;
    for (auto part : {writing_commands(), looking_commands(), setting_up_commands(), document_commands(),
                      hidden_commands()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return kTable;
}

const std::vector<OptionRow>& global_options() {
  static const std::vector<OptionRow> kOptions = {
      {"--config", "FILE",
       "The configuration (default: $EIGHTBELLS_CONFIG, else /etc/eightbells/eightbells.toml)",
       &Options::config},
      {"--state", "DIR",
       "Where database and digests lie (default: $STATE_DIRECTORY, else ~/.local/state/eightbells)",
       &Options::state},
      {"--log-level",
       "LEVEL",
       "How much the log says",
       &Options::log_level,
       false,
       {"debug", "info", "warn", "error", "off"}},
  };
  return kOptions;
}

const CommandRow* find_command(std::string_view name) {
  const auto& table = command_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const CommandRow& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

bool is_positional(const OptionRow& row) { return row.names.front() != '-'; }

std::vector<std::string_view> names_of(const OptionRow& row) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= row.names.size();) {
    const std::size_t end = std::min(row.names.find(',', begin), row.names.size());
    out.push_back(row.names.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace eightbells
