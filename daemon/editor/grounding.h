// Nothing that the sources lack: whether what an answer claims stands in the entries that it was written
// from.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/aliases.h"
#include "daemon/model/story.h"

namespace eightbells {

class AliasIndex;  // vocabulary.h

// The entries of one story, read once. The candidates and the index may go afterwards.
class Evidence {
 public:
  Evidence(const std::vector<const Candidate*>& members, const AliasIndex& aliases);
  ~Evidence();
  Evidence(Evidence&&) noexcept;
  Evidence& operator=(Evidence&&) noexcept;

  // The first URL, quoted phrase, date, number, version or Latin name in `text` that no entry supports, as a
  // sentence that can be said to the one who wrote it: "the number 8731% is in no entry". Nothing: everything
  // is supported.
  [[nodiscard]] std::optional<std::string> unsupported(std::string_view text,
                                                       std::string_view language) const;

  // How much there is to tell: characters, a Latin letter counted as 0.4 of a Han one.
  [[nodiscard]] double substance() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The same in one call, for a title and a summary; `aliases` may be null.
[[nodiscard]] std::optional<std::string> ungrounded(std::string_view title, std::string_view summary,
                                                    const std::vector<const Candidate*>& members,
                                                    std::string_view language,
                                                    const AliasTable* aliases = nullptr);

}  // namespace eightbells
