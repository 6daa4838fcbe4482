// make_feeds DIRECTORY COUNT [HOURS [SALT]]: writes feeds 00000.xml ... and their gzip'd forms, for a web
// server to serve. The newest entries are from HOURS after 2026-01-07T00:00:00Z, which is also the files'
// time of change. The same feeds every time; SALT makes others.
#include <zlib.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "tests/bench/feed_maker.h"

namespace {

namespace fs = std::filesystem;
using eightbells::Instant;

constexpr Instant kNewest{std::chrono::milliseconds(1'767'744'000'000)};  // 2026-01-07T00:00:00Z

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// The time of change is given, and with it the validators are.
void write(const fs::path& file, const std::string& bytes, Instant changed) {
  std::ofstream(file, std::ios::binary) << bytes;
  fs::last_write_time(file, fs::file_time_type::clock::from_sys(changed));
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3 || count > 5) {
    std::fprintf(stderr, "make_feeds DIRECTORY COUNT [HOURS [SALT]]\n");
    return 2;
  }
  const fs::path directory = arguments[1];
  fs::create_directories(directory);
  std::size_t bytes = 0;
  long entries = 0;
  const int feeds = std::atoi(arguments[2]);
  const Instant newest = kNewest + std::chrono::hours(count > 3 ? std::atoi(arguments[3]) : 0);
  const int salt = count > 4 ? std::atoi(arguments[4]) : 0;
  for (int i = 0; i < feeds; ++i) {
    const auto feed = eightbells::bench::make_feed(i + salt, newest);
    const std::string name = fmt::format("{:05}.xml", i);
    write(directory / name, feed.bytes, newest);
    write(directory / (name + ".gz"), gzipped(feed.bytes), newest);
    bytes += feed.bytes.size();
    entries += feed.entries;
  }
  fmt::print("{} feeds, {} bytes, {} entries\n", feeds, bytes, entries);
}
