// The first configuration of somebody new: the annotated one that ships, cut to a language and a topic.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"

namespace eightbells {

struct StarterChoice {
  std::string language =
      "en";  // BCP 47; one that begins with zh is zh-CN, any other is kept and gets English names
  std::string topic = "ai";  // of starter_topics()
  std::string timezone;      // IANA; empty: the system's is followed
};

// "ai", "science", "tech", "world", "none" (no source and no category).
[[nodiscard]] const std::vector<std::string>& starter_topics();

// The text of the file, made from what lies in data_directory(). For a language other than Chinese the
// sources with Chinese names are left out: without a language model a digest speaks its sources' language.
// Errors: invalid (no such topic or language), io (the pieces cannot be read).
[[nodiscard]] Result<std::string> starter_configuration(const StarterChoice& choice);

}  // namespace eightbells
