// A language model for tests: an OpenAI-compatible server on loopback that answers by rule, well or in one of
// the ways in which models and their servers go wrong.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/http_server.h"

namespace eightbells::testing {

// Modes: echo (title and summary cut from the first entry's text), and, to be survived: invent, fenced,
// think, prose, cut, extra, markup, obey, invent_quietly (without a link), empty, english, long, slow (never
// answers), 400, 401, 429, 500, reset, flaky (every third request fails), no_schema (400 as long as a
// response_format is sent), new_form (400 until max_completion_tokens is used and no temperature), repairable
// (wrong at first, right when told).
class ModelServer {
 public:
  explicit ModelServer(std::string mode);
  ~ModelServer();

  [[nodiscard]] std::string endpoint() const;  // http://127.0.0.1:<port>/v1
  [[nodiscard]] std::vector<ServedRequest> requests() const;
  [[nodiscard]] int most_at_once() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace eightbells::testing
