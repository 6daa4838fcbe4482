// The alias table made ready for finding names in words.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "daemon/stories/cluster.h"
#include "feeds/base/hash.h"
#include "feeds/text/words.h"

namespace eightbells {

class NameTable {
 public:
  explicit NameTable(const Aliases& aliases);

  enum class Kind : std::uint8_t { none, name, common };

  struct Token {
    std::string text;  // of the word, or "=canonical" of a name found
    WordKind kind = WordKind::word;
    Kind known = Kind::none;
  };

  // `words` with every spelling that the table knows replaced by its canonical token: the longest first.
  // Pairs of Han that reach over the edge of a found name are dropped, as they are no words.
  [[nodiscard]] std::vector<Token> find(const std::vector<Word>& words) const;

 private:
  struct Spelling {
    std::vector<std::string> words;
    std::string canonical;
    Kind kind = Kind::name;
    bool capitals = false;  // a short one in capitals (US, UN): "us" is another word
  };
  [[nodiscard]] const Spelling* match(const std::vector<Word>& words, std::size_t at) const;

  boost::unordered_flat_map<std::string, std::vector<Spelling>, TextHash, std::equal_to<>>
      by_first_;  // longest first
};

}  // namespace eightbells
