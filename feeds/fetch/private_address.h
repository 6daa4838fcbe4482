// Which addresses a stranger's link must not reach: those of this machine and of the networks around it.
#pragma once

#include <string_view>

namespace eightbells {

// Whether `address` (IPv4 in dotted form or IPv6, as inet_ntop writes them, brackets and a zone allowed) is
// anything but a global unicast address: loopback, private, link-local, shared (CGNAT), unique-local,
// multicast, reserved, documentation; and an IPv6 address that carries such an IPv4 address inside it. What
// cannot be read counts as private.
[[nodiscard]] bool is_private_address(std::string_view address);

}  // namespace eightbells
