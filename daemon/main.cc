#include "daemon/cli/commands.h"

int main(int argc, char** argv) { return eightbells::run_command_line(argc, argv); }
