// Inflating costs more than reading the XML that comes out: zlib, which must be able to stop after any byte,
// makes 325 to 490 MB/s of a feed, libdeflate, which wants the whole input and output at once, 630 to 1,130.
// A feed is small and read as a whole anyway. What the whole will be stands in its last four bytes; as a
// stranger wrote them they are only a guess, within what deflate can do at best (1,032 to 1) and the caller's
// limit.
//
// libdeflate gives nothing of a damaged body, zlib what comes before the damage: a cut one goes that way.
#include "feeds/fetch/gunzip.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>

namespace eightbells {
namespace {

constexpr std::string_view kMagic = "\x1F\x8B";
constexpr std::size_t kBestRatio = 1032;  // of deflate
constexpr std::size_t kUsualRatio = 5;    // of XML
constexpr std::size_t kSmallest = 4096;
constexpr int kGzipOnly = 15 + 16;  // zlib's windowBits for the largest window and a gzip header

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
};

libdeflate_decompressor* decompressor() {
  thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> kept(
      libdeflate_alloc_decompressor());
  return kept.get();
}

tl::unexpected<Error> too_large() {
  return fail(ErrorKind::too_large, "it inflates to more than is allowed");
}
tl::unexpected<Error> broken() { return fail(ErrorKind::parse, "it is compressed in a broken way"); }

// The size that the end of `bytes` tells, where that can be.
std::size_t guess_size(std::string_view bytes, std::size_t limit) {
  std::size_t told = 0;
  for (std::size_t i = 0; i < 4 && bytes.size() >= 18; ++i)
    told |= std::size_t{static_cast<unsigned char>(bytes[bytes.size() - 4 + i])} << (8 * i);
  const bool possible = told != 0 && told / kBestRatio <= bytes.size();
  return std::min(limit, possible ? told : std::max(kSmallest, bytes.size() * kUsualRatio));
}

// Byte by byte, as far as it goes: for what libdeflate refuses.
Result<std::string> inflate_what_is_left(std::string_view bytes, std::size_t limit) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) return too_large();
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return broken();
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, inflateEnd);
  // zlib's interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  char piece[16 << 10];
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    const int code = inflate(&stream, Z_NO_FLUSH);
    out.append(piece, sizeof piece - stream.avail_out);
    if (out.size() > limit) return too_large();
    if (code == Z_STREAM_END || code == Z_BUF_ERROR) break;  // the second: no more input
    if (code != Z_OK) return broken();
  }
  if (out.empty()) return broken();
  return out;
}

}  // namespace

Result<std::string> gunzip(std::string_view bytes, std::size_t limit) {
  libdeflate_decompressor* const reader = decompressor();
  if (!reader || !bytes.starts_with(kMagic)) return broken();
  std::string out(guess_size(bytes, limit), '\0');
  std::size_t filled = 0;
  for (std::string_view rest = bytes; rest.starts_with(kMagic);) {
    std::size_t taken = 0;
    std::size_t made = 0;
    const auto outcome = libdeflate_gzip_decompress_ex(reader, rest.data(), rest.size(), out.data() + filled,
                                                       out.size() - filled, &taken, &made);
    if (outcome == LIBDEFLATE_INSUFFICIENT_SPACE) {
      if (out.size() >= limit) return too_large();
      out.resize(std::min(limit, std::max(kSmallest, out.size() * 2)));
      continue;
    }
    if (outcome != LIBDEFLATE_SUCCESS) {
      if (filled == 0) return inflate_what_is_left(bytes, limit);
      break;  // what stands behind a whole member is not the document
    }
    filled += made;
    rest.remove_prefix(taken);
  }
  out.resize(filled);
  return out;
}

}  // namespace eightbells
