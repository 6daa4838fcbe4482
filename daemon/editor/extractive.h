// Titles and summaries made of the entries' own sentences.
#pragma once

#include "daemon/editor/editor.h"

namespace eightbells {

class ExtractiveEditor final : public Editor {
 public:
  std::vector<Edited> edit(const std::vector<EditRequest>& requests, Instant now, Millis deadline) override;
};

// One story: pure.
[[nodiscard]] Edited edit_extractively(const EditRequest& request);

}  // namespace eightbells
