// What gives a story its title and summary. Extractive always works; a language model writes better.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/model/story.h"

namespace eightbells {

struct EditRequest {
  std::string story_id;
  std::vector<const Candidate*> members;  // the lead first; they outlive the call
  std::string language;                   // BCP 47, of the digest
  LengthBand length;                      // zeros: the language's defaults
  std::vector<std::string> categories;    // the names that the editor may choose from
};

struct Edited {
  std::string title;    // one line
  std::string summary;  // one paragraph; may be empty when the entries hold nothing but the title
  std::vector<std::string> categories;  // of the request's names; empty: no opinion
  std::optional<double> importance;     // 0 to 10
  std::string by = "extractive";        // or the model's name
  std::size_t voice = 0;                // the member whose words these are; the lead's where a model wrote
  std::string fallback;  // why it is extractive although a model is configured; empty otherwise
};

class Editor {
 public:
  virtual ~Editor() = default;

  // One answer for each request, in order; never fails and returns before `deadline` (by the monotonic clock,
  // from the call). Blocks its thread: call it on a worker where a loop has to turn. `now` is the wall clock,
  // for budgets.
  virtual std::vector<Edited> edit(const std::vector<EditRequest>& requests, Instant now,
                                   Millis deadline) = 0;
};

}  // namespace eightbells
