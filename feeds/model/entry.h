// One thing that a source said, as read from its document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "feeds/base/clock.h"

namespace eightbells {

struct Entry {
  std::string
      id;  // the source's own id; else its link; else a hash of title and text. X posts: "x:<status id>"
  std::string link;     // absolute, as it may be shown; may be empty
  std::string title;    // plain text, one line; may be empty (X posts have none)
  std::string summary;  // plain text; may be empty
  std::string content;  // plain text; may be empty
  std::string author;   // a name, or "@handle" for X posts; may be empty
  std::vector<std::string> categories;
  std::optional<Instant> published;  // as the source says; absent when missing or unreadable
  std::optional<Instant> updated;
  std::string language;                 // BCP 47; may be empty
  std::vector<std::string> references;  // absolute links to what the entry is about: quoted or reposted
                                        // posts, pages linked by a post
  bool is_repost = false;               // a retweet, a boost
  bool is_reply = false;
  bool known = false;  // ParseOptions::is_known said so: title, summary and content were not read
  std::uint64_t written =
      0;  // a hash of title, summary and content as the document writes them; 0: there is none

  // What there is to read: content, else summary.
  [[nodiscard]] const std::string& text() const { return content.empty() ? summary : content; }
};

}  // namespace eightbells
