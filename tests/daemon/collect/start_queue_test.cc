#include "daemon/collect/start_queue.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

SourcePointer source(const std::string& address, SourceKind kind = SourceKind::feed) {
  Source one;
  one.address = address;
  one.name = address;
  one.kind = kind;
  return std::make_shared<const Source>(one);
}

// The addresses that may start now, in order.
std::vector<std::string> start_all(StartQueue& queue) {
  std::vector<std::string> out;
  while (const SourcePointer next = queue.next()) out.push_back(next->address);
  return out;
}

using Addresses = std::vector<std::string>;

TEST(StartQueue, TheHostStandsBetweenTheSchemeAndThePath) {
  EXPECT_EQ(host_in("https://example.com/feed?x=1"), "example.com");
  EXPECT_EQ(host_in("http://user:word@example.com:8080#top"), "example.com:8080");
  EXPECT_EQ(host_in("/home/me/feed.xml"), "");
  EXPECT_EQ(host_in(""), "");
}

TEST(StartQueue, AsManyStartAsTheLimitAllowsAndTheNextWhenOneEnds) {
  StartQueue queue({2, 2});
  for (const char* name : {"http://a/", "http://b/", "http://c/"}) queue.add(source(name));
  EXPECT_EQ(start_all(queue), (Addresses{"http://a/", "http://b/"}));
  EXPECT_EQ(queue.waiting(), 1u);
  queue.ended(*source("http://a/"));
  EXPECT_EQ(start_all(queue), Addresses{"http://c/"});
  EXPECT_EQ(queue.waiting(), 0u);
}

TEST(StartQueue, AHostWithManySourcesDoesNotKeepTheOthersWaiting) {
  StartQueue queue({4, 2});
  for (const char* name : {"http://a/1", "http://a/2", "http://a/3", "http://a/4", "http://b/1"})
    queue.add(source(name));
  EXPECT_EQ(start_all(queue), (Addresses{"http://a/1", "http://a/2", "http://b/1"}));
  EXPECT_EQ(queue.waiting(), 2u);
  queue.ended(*source("http://a/1"));
  EXPECT_EQ(start_all(queue), Addresses{"http://a/3"});
  queue.ended(*source("http://a/2"));
  EXPECT_EQ(start_all(queue), Addresses{"http://a/4"});
}

TEST(StartQueue, AccountsOfXStartTogetherAtOnce) {
  StartQueue queue({1, 1});
  queue.add(source("http://a/"));
  for (const char* name : {"one", "two", "three"}) queue.add(source(name, SourceKind::x));
  EXPECT_EQ(start_all(queue), (Addresses{"one", "two", "three", "http://a/"}));
  queue.ended(*source("one", SourceKind::x));
  queue.add(source("http://b/"));
  EXPECT_EQ(start_all(queue), Addresses{}) << "they take no place of the others";
}

TEST(StartQueue, WhatWaitsCanBeTakenOutWhole) {
  StartQueue queue({1, 1});
  for (const char* name : {"http://a/1", "http://a/2", "http://b/"}) queue.add(source(name));
  EXPECT_EQ(start_all(queue).size(), 1u);
  EXPECT_EQ(queue.take_all().size(), 2u);
  EXPECT_EQ(queue.waiting(), 0u);
  EXPECT_EQ(queue.next(), nullptr);
}

}  // namespace
}  // namespace eightbells
