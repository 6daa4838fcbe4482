// The IANA special-purpose address registries (RFC 6890 and its updates) as two tables. Several IPv6 forms
// carry an IPv4 address that the network unpacks again (mapped, NAT64, 6to4, compatible): there the inner
// address decides. Teredo and the other tunnels count as private: no feed lives there.
#include "feeds/fetch/private_address.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace eightbells {
namespace {

using Bytes4 = std::array<std::uint8_t, 4>;
using Bytes16 = std::array<std::uint8_t, 16>;

template <std::size_t N>
struct Block {
  std::array<std::uint8_t, N> prefix;
  unsigned bits;
};

template <std::size_t N>
bool contains(const Block<N>& block, const std::array<std::uint8_t, N>& address) {
  const std::size_t whole = block.bits / 8;
  if (std::memcmp(block.prefix.data(), address.data(), whole) != 0) return false;
  const unsigned rest = block.bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xFF << (8 - rest));
  return (block.prefix[whole] & mask) == (address[whole] & mask);
}

constexpr Block<4> kPrivate4[] = {
    {{0, 0, 0, 0}, 8},        // "this" network; 0.0.0.0 reaches this host
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared by carriers (CGNAT)
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local, and the metadata services of clouds
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // 6to4 relays, retired
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarks
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, and 255.255.255.255
};

constexpr Block<16> kMapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96};
constexpr Block<16> kNat64 = {{0, 0x64, 0xFF, 0x9B}, 96};
constexpr Block<16> kSixToFour = {{0x20, 0x02}, 16};
constexpr Block<16> kGlobal6 = {{0x20}, 3};  // 2000::/3: all that is assigned to the public
constexpr Block<16> kPrivate6[] = {
    {{0x20, 0x01, 0, 0}, 23},        // protocol assignments, Teredo and benchmarks among them
    {{0x20, 0x01, 0x0D, 0xB8}, 32},  // documentation
    {{0x3F, 0xFF}, 20},              // documentation
};

bool is_private(const Bytes4& address) {
  for (const auto& block : kPrivate4) {
    if (contains(block, address)) return true;
  }
  return false;
}

bool is_private(const Bytes16& address) {
  Bytes4 inner;
  if (contains(kMapped, address) || contains(kNat64, address)) {
    std::memcpy(inner.data(), address.data() + 12, inner.size());
    return is_private(inner);
  }
  if (contains(kSixToFour, address)) {
    std::memcpy(inner.data(), address.data() + 2, inner.size());
    return is_private(inner);
  }
  if (!contains(kGlobal6, address)) return true;
  for (const auto& block : kPrivate6) {
    if (contains(block, address)) return true;
  }
  return false;
}

}  // namespace

bool is_private_address(std::string_view address) {
  if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  const std::string text(address.substr(0, address.find('%')));
  Bytes4 four;
  if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return is_private(four);
  Bytes16 sixteen;
  if (inet_pton(AF_INET6, text.c_str(), sixteen.data()) == 1) return is_private(sixteen);
  return true;
}

}  // namespace eightbells
