// What may stand beside an item: that it updates an earlier one, who else said it, in which language and
// when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/model/digest.h"

namespace eightbells {

struct Marks {
  bool update = false;
  std::vector<std::string> voices;   // others than the lead, once each, in the story's order
  std::string original;              // "in English"; empty: the digest's own language, or unknown
  std::optional<Instant> published;  // of the lead
  [[nodiscard]] bool empty() const { return !update && voices.empty() && original.empty() && !published; }
};

// Those that `show` names: "updates", "voices", "language", "time".
[[nodiscard]] Marks marks_of(const Item& item, const Digest& digest, const std::vector<std::string>& show);

// What the settings ask for: on the site all unless they say otherwise, elsewhere updates: nobody is to take
// what goes on for what is new.
[[nodiscard]] std::vector<std::string> marks_on_site(const ProfileSettings& profile);
[[nodiscard]] std::vector<std::string> marks_in_markdown(const ProfileSettings& profile);

// "03-02 03:12" in the digest's zone; with the year when it is not the window's.
[[nodiscard]] std::string time_in_words(Instant at, const Digest& digest);

inline constexpr std::size_t kNamedVoices = 5;

}  // namespace eightbells
