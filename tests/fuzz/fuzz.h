// What every fuzz target shares. A target is one function that takes bytes and aborts when a promise of a
// header is broken; who calls it is libFuzzer (preset fuzz), or replay_main.cc with the seeds in every other
// build.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// libFuzzer's entry (LLVM documentation, "libFuzzer: a library for coverage-guided fuzz testing"). Always
// returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace eightbells::fuzz {

inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Stops the process with the promise that was broken, so that libFuzzer keeps the input.
inline void require(bool holds, const char* promise, std::string_view shown = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n%.*s\n", promise, static_cast<int>(shown.size()), shown.data());
  std::abort();
}

// The input cut at its first newline: a small header (a content type, a base address) and the rest.
struct HeadAndBody {
  std::string_view head;
  std::string_view body;
};

inline HeadAndBody head_and_body(std::string_view input) {
  const auto newline = input.find('\n');
  if (newline == std::string_view::npos) return {{}, input};
  return {input.substr(0, newline), input.substr(newline + 1)};
}

}  // namespace eightbells::fuzz
