// Runs a fuzz target over its seeds without libFuzzer, so that every build of any compiler exercises it:
//   replay_<target> FOLDER_OR_FILE...
// A file that ends in .lines holds one input a line. Each input is tried whole, cut short at sixteen places,
// and with bits turned at as many: the damage that a line or a disk does most often.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPlaces = 16;

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::size_t run_with_damage(const std::string& input) {
  run(input);
  const std::size_t step = std::max<std::size_t>(1, input.size() / kPlaces);
  std::size_t runs = 1;
  for (std::size_t at = 0; at < input.size(); at += step, runs += 2) {
    run(input.substr(0, at));
    std::string turned = input;
    turned[at] = static_cast<char>(turned[at] ^ (1 << (at % 8)));
    run(turned);
  }
  return runs;
}

std::size_t run_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (file.extension() != ".lines")
    return run_with_damage(std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
  std::size_t runs = 0;
  for (std::string line; std::getline(in, line);) runs += run_with_damage(line);
  return runs;
}

std::vector<fs::path> files_of(const fs::path& place) {
  if (fs::is_regular_file(place)) return {place};
  std::vector<fs::path> files;
  for (const auto& one : fs::recursive_directory_iterator(place))
    if (one.is_regular_file()) files.push_back(one.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t runs = 0;
  for (int i = 1; i < argc; ++i)
    for (const auto& file : files_of(argv[i])) runs += run_file(file);
  std::cout << runs << " inputs\n";
  return runs == 0 ? 1 : 0;
}
