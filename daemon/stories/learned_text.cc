// A learned model as text, for the state database. Lines:
//   eightbells categories 2                    what it is, and the version of this form
//   <milliseconds> <lessons> <scale> <categories> <rows>
//   <bytes> <name>                             for each category
//   base64 of the rows, by bucket: the distance from the bucket before (varint), the idf, one byte for each
//   category
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <sstream>

#include "daemon/stories/learned.h"
#include "daemon/stories/learned_limits.h"

namespace eightbells {

namespace {

constexpr std::string_view kMagic = "eightbells categories 2";
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 4 / 3 + 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xFFFFFF;
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  return out;
}

// Error parse: a character that base64 does not have.
Result<std::string> from_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return fail(ErrorKind::parse, "the learned categories are damaged");
    bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFFF;
    if ((count += 6) < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 255);
  }
  return out;
}

void add_varint(std::string& out, std::uint32_t number) {
  for (; number > 127; number >>= 7) out += static_cast<char>((number & 127) | 128);
  out += static_cast<char>(number);
}

// Reads bytes; after the end it gives zeros and says so.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  std::uint8_t byte() {
    if (at_ >= bytes_.size()) failed_ = true;
    return failed_ ? 0 : static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint32_t varint() {
    std::uint32_t out = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      const std::uint8_t one = byte();
      out |= static_cast<std::uint32_t>(one & 127) << shift;
      if (one < 128) return out;
    }
    failed_ = true;
    return out;
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool ended() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

struct Head {
  std::int64_t at = 0;
  std::size_t lessons = 0, categories = 0, rows = 0;
  float scale = 0;
};

bool read_head(std::istream& in, Head& head, std::vector<std::string>& names) {
  if (!(in >> head.at >> head.lessons >> head.scale >> head.categories >> head.rows)) return false;
  if (head.categories < 2 || head.categories > kMaxLearnedCategories || head.rows > kMaxFeatures)
    return false;
  if (!std::isfinite(head.scale) || head.scale <= 0) return false;
  for (std::size_t i = 0; i < head.categories; ++i) {
    std::size_t size = 0;
    if (!(in >> size) || size > kMaxCategoryName || in.get() != ' ') return false;
    std::string name(size, '\0');
    if (!in.read(name.data(), static_cast<std::streamsize>(size)) || in.get() != '\n') return false;
    if (i > 0 && name <= names.back()) return false;
    names.push_back(std::move(name));
  }
  return true;
}

}  // namespace

std::string LearnedCategories::serialise() const {
  std::string bytes;
  std::uint32_t before = 0;
  std::size_t rows = 0;
  for (std::uint32_t bucket = 0; bucket < idf_.size(); ++bucket) {
    if (idf_[bucket] == 0) continue;
    add_varint(bytes, bucket - before);
    before = bucket;
    ++rows;
    bytes += static_cast<char>(idf_[bucket]);
    const std::int8_t* row = &weights_[row_[bucket] * categories_.size()];
    for (std::size_t c = 0; c < categories_.size(); ++c) bytes += static_cast<char>(row[c]);
  }
  std::string out = fmt::format("{}\n{} {} {} {} {}\n", kMagic, trained_at_.time_since_epoch().count(),
                                lessons_, scale_, categories_.size(), rows);
  for (const auto& name : categories_) out += fmt::format("{} {}\n", name.size(), name);
  return out + to_base64(bytes);
}

Result<LearnedCategories> LearnedCategories::parse(std::string_view stored) {
  const auto damaged = [] {
    return fail(ErrorKind::parse, "the learned categories are damaged: teach them again");
  };
  std::istringstream in{std::string(stored)};
  std::string line;
  if (!std::getline(in, line) || line != kMagic)
    return fail(ErrorKind::parse, "the learned categories are of another version: teach them again");
  LearnedCategories model;
  Head head;
  if (!read_head(in, head, model.categories_)) return damaged();
  std::getline(in, line);
  const auto bytes = from_base64(line);
  if (!bytes) return damaged();
  model.trained_at_ = Instant(Millis(head.at));
  model.lessons_ = head.lessons;
  model.scale_ = head.scale;
  model.idf_.assign(kBuckets, 0);
  model.row_.assign(kBuckets, 0);
  ByteReader reader(*bytes);
  std::size_t bucket = 0;
  for (std::size_t row = 0; row < head.rows; ++row) {
    bucket += reader.varint();
    if (reader.failed() || bucket >= kBuckets) return damaged();
    model.row_[bucket] = static_cast<std::uint32_t>(row);
    model.idf_[bucket] = reader.byte();
    for (std::size_t c = 0; c < head.categories; ++c)
      model.weights_.push_back(static_cast<std::int8_t>(reader.byte()));
  }
  if (reader.failed() || !reader.ended()) return damaged();
  return model;
}

}  // namespace eightbells
