#include "feeds/fetch/private_address.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(PrivateAddress, EachIpv4BlockIsPrivateFromItsFirstToItsLastAddress) {
  for (const char* address :
       {"0.0.0.0",         "0.255.255.255",   "10.0.0.0",        "10.255.255.255", "100.64.0.0",
        "100.127.255.255", "127.0.0.1",       "127.255.255.255", "169.254.0.0",    "169.254.169.254",
        "172.16.0.0",      "172.31.255.255",  "192.0.0.8",       "192.0.2.1",      "192.88.99.1",
        "192.168.0.1",     "192.168.255.255", "198.18.0.1",      "198.19.255.255", "198.51.100.7",
        "203.0.113.9",     "224.0.0.1",       "239.255.255.255", "240.0.0.1",      "255.255.255.255"}) {
    EXPECT_TRUE(is_private_address(address)) << address;
  }
}

TEST(PrivateAddress, TheIpv4AddressesBesideTheBlocksArePublic) {
  for (const char* address :
       {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0",       "169.253.255.255", "169.255.0.0",    "172.15.255.255",
        "172.32.0.0",      "192.0.1.0",       "192.0.3.0",       "192.88.98.255",  "192.167.255.255",
        "192.169.0.0",     "198.17.255.255",  "198.20.0.0",      "198.51.99.255",  "203.0.112.255",
        "203.0.114.0",     "223.255.255.255", "8.8.8.8"}) {
    EXPECT_FALSE(is_private_address(address)) << address;
  }
}

TEST(PrivateAddress, OnlyGlobalIpv6IsPublic) {
  for (const char* address :
       {"2606:4700::1111", "2a00:1450:4001:830::200e", "2400:cb00::1", "3ffe::1", "2001:4860:4860::8888"}) {
    EXPECT_FALSE(is_private_address(address)) << address;
  }
  for (const char* address :
       {"::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "2001:db8::1",
        "2001::1", "2001:10::1", "2001:2::1", "3fff::1", "64:ff9b:1::1", "100::1", "4000::1"}) {
    EXPECT_TRUE(is_private_address(address)) << address;
  }
}

TEST(PrivateAddress, AnIpv4AddressInsideAnIpv6AddressDecides) {
  for (const char* address : {"::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:a9fe:a9fe",
                              "64:ff9b::192.168.0.1", "2002:7f00:1::1", "2002:c0a8:1::", "::127.0.0.1"}) {
    EXPECT_TRUE(is_private_address(address)) << address;
  }
  for (const char* address : {"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
    EXPECT_FALSE(is_private_address(address)) << address;
  }
}

TEST(PrivateAddress, BracketsAndAZoneAreAllowed) {
  EXPECT_TRUE(is_private_address("[::1]"));
  EXPECT_TRUE(is_private_address("fe80::1%eth0"));
  EXPECT_FALSE(is_private_address("[2606:4700::1111]"));
}

TEST(PrivateAddress, WhatCannotBeReadCountsAsPrivate) {
  for (const char* address :
       {"", "[]", "[", "localhost", "256.1.1.1", "8.8.8", "08.8.8.8.8", "2606:4700", "0x7f.1"}) {
    EXPECT_TRUE(is_private_address(address)) << address;
  }
}

}  // namespace
}  // namespace eightbells
