// One call of LanguageModelEditor::edit(): the loop that sends requests, repairs, retries, and gives up in
// time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/editor/language_model.h"

namespace eightbells {

class EditSession {
 public:
  // All references outlive it. `results` holds the extractive edits, one for each request; those that the
  // model improves are replaced, the others get their `fallback`. `dialect` and `statistics` are updated.
  EditSession(const LanguageModelOptions& options, const std::vector<EditRequest>& requests, Instant now,
              Millis time_left, ChatDialect& dialect, EditStatistics& statistics,
              std::vector<Edited>& results);
  ~EditSession();

  // Asks for the requests with these indices, in this order, and returns when all are decided or the time is
  // up.
  void run(const std::vector<std::size_t>& wanted);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace eightbells
