// The commands. Each prints its data to stdout and its words to stderr, and returns an exit status of
// options.h.
#pragma once

#include "daemon/cli/options.h"

namespace eightbells {

int run_daemon(const Options& options);     // run
int run_once(const Options& options);       // once
int run_preview(const Options& options);    // preview
int run_digest(const Options& options);     // digest
int run_check(const Options& options);      // check
int run_status(const Options& options);     // status
int run_explain(const Options& options);    // explain
int run_search(const Options& options);     // search
int run_import(const Options& options);     // import
int run_export(const Options& options);     // export
int run_generate(const Options& options);   // generate, hidden
int run_init(const Options& options);       // init
int run_add(const Options& options);        // add
int run_templates(const Options& options);  // templates
int run_parse(const Options& options);      // parse
int run_stories(const Options& options);    // stories
int run_backup(const Options& options);     // backup
int run_learn(const Options& options);      // learn

// Parses the command line and does what it says.
int run_command_line(int argc, const char* const* argv);

}  // namespace eightbells
