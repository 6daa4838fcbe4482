#include "daemon/cli/options.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace eightbells {

namespace {

constexpr const char* kAbout =
    "Eight Bells polls the sources you configure and writes one numbered digest for every window of time.\n"
    "\n"
    "First steps:\n"
    "  eightbells check                    is the configuration right?\n"
    "  eightbells once                     poll everything now and write the digest of the last window\n"
    "  systemctl enable --now eightbells   from then on by itself";

constexpr const char* kTimes =
    "\nTIME is RFC 3339 (2026-01-07T08:00:00+08:00), local time in the configured zone (2026-01-07T08:00 or "
    "2026.01.07.08), or \"now\".\n"
    "Exit status: 0 done, 1 failed, 2 bad usage or configuration, 3 done but some sources failed.";

void add_time_commands(CLI::App& app, Options& options) {
  app.add_subcommand("run", "Run as a daemon: a digest after every window, until SIGTERM; SIGHUP reads the configuration again");
  auto* once = app.add_subcommand("once", "Poll every source, then write each window that has closed and is not written yet; prints the files");
  once->add_option("--at", options.at, "Pretend that it is TIME")->type_name("TIME");
  once->add_flag("-v,--verbose", options.verbose, "Say what is done and why");
  auto* preview = app.add_subcommand("preview", "Show what the next digest would say if it were written now; records nothing");
  preview->add_option("--at", options.at, "Pretend that it is TIME")->type_name("TIME");
  preview->add_option("--profile", options.profile, "The [[digest]] to show (default: the first)");
  auto* digest = app.add_subcommand("digest", "Write a window's digest again from the ledger: the same items, the same numbers");
  digest->add_option("--window", options.window, "The window that ended at TIME")->type_name("TIME")->required();
  digest->add_option("--profile", options.profile, "The [[digest]] to write (default: all)");
}

void add_looking_commands(CLI::App& app, Options& options) {
  app.add_subcommand("check", "Validate the configuration: every error at once, with its place");
  auto* status = app.add_subcommand("status", "Sources and their health, the windows written, the next wake");
  status->add_flag("--json", options.json, "As JSON");
  auto* explain = app.add_subcommand("explain", "Every candidate of a written window: story, category, score by part, and what kept it out");
  explain->add_option("WINDOW", options.window, "The window that ended at TIME")->required();
  explain->add_option("--profile", options.profile, "The [[digest]] (default: the first)");
  explain->add_flag("--json", options.json, "As JSON");
  auto* search = app.add_subcommand("search", "Find entries by words, Chinese and English");
  search->add_option("WORDS", options.words, "All of them must occur")->required();
  search->add_option("--since", options.since, "Only what was published since TIME")->type_name("TIME");
  search->add_option("--source", options.source, "Only of the source of this name");
  search->add_option("--limit", options.limit, "How many at most")->capture_default_str()->check(CLI::Range(1, 1000));
  search->add_flag("--json", options.json, "As JSON lines");
}

void add_document_commands(CLI::App& app, Options& options) {
  auto* parse = app.add_subcommand("parse", "Read one feed document and print its entries");
  parse->add_option("FILE", options.file, "The document; - for standard input")->required();
  parse->add_option("--content-type", options.content_type, "The Content-Type that the server sent");
  parse->add_option("--base", options.base, "The document's own address, for relative links");
  parse->add_flag("--json", options.json, "As JSON (the default)");
  auto* stories = app.add_subcommand("stories", "Fold entries (JSON lines) into stories: one line each with story, categories, score");
  stories->add_option("FILE", options.file, "JSON lines with id, title and what else is known; - for standard input")->required();
  auto* learn = app.add_subcommand("learn", "Teach the categories of this state directory by labelled texts (JSON lines)");
  learn->add_option("FILE", options.file, "JSON lines with title, text and category; - for standard input");
  learn->add_flag("--from-digests", options.from_digests, "Learn from what the editor chose in the digests written so far");
  auto* import = app.add_subcommand("import", "Print the sources of an OPML file as configuration");
  import->add_option("FILE", options.file, "The OPML file; - for standard input")->required();
  app.add_subcommand("export", "Print the configured sources as OPML");
}

void add_global_options(CLI::App& app, Options& options) {
  app.add_option("--config", options.config,
                 "The configuration (default: $EIGHTBELLS_CONFIG, else /etc/eightbells/eightbells.toml)")->type_name("FILE");
  app.add_option("--state", options.state,
                 "Where database and digests lie (default: $STATE_DIRECTORY, else ~/.local/state/eightbells)")->type_name("DIR");
  app.add_option("--log-level", options.log_level, "debug, info, warn, error or off")->capture_default_str()
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}));
  app.set_version_flag("--version", std::string("eightbells ") + EIGHTBELLS_VERSION);
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  Options options;
  CLI::App app{kAbout, "eightbells"};
  app.footer(kTimes);
  app.require_subcommand(1);
  app.fallthrough();  // global options may stand behind the command too
  app.failure_message(CLI::FailureMessage::simple);
  add_global_options(app, options);
  add_time_commands(app, options);
  add_looking_commands(app, options);
  add_document_commands(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    if (code == 0) return kDone;
    std::cerr << "Type \"eightbells --help\" for the commands.\n";
    return kBadUsage;
  }
  options.command = app.get_subcommands().front()->get_name();
  return options;
}

}  // namespace eightbells
