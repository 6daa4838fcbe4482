// The words that entries hold, in every form in which an answer may fairly use them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "config/aliases.h"
#include "daemon/editor/names.h"
#include "daemon/editor/pinyin.h"

namespace eightbells {

// An alias table, read once for many stories.
class AliasIndex {
 public:
  // `table` may be null. Places that the news names in many ways are known besides.
  explicit AliasIndex(const AliasTable* table);

  struct Spelling {
    std::string han;                  // small letters; empty for a Latin spelling
    std::vector<std::string> tokens;  // of a Latin one
  };
  struct Group {
    std::vector<Spelling> spellings;
    std::u32string all;  // every spelling, for the tokens
  };
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }

 private:
  std::vector<Group> groups_;
};

class StoryVocabulary {
 public:
  // Both in plain_form(). `labels` are names and addresses.
  StoryVocabulary(std::u32string_view text, std::u32string_view labels, const AliasIndex& aliases);

  // Whether the name stands in the entries: as written, with other hyphens and spaces, as a plural or
  // possessive, in another language, as an acronym or spelled out, as the adjective of a place, or as the
  // pinyin of Han characters.
  [[nodiscard]] bool has(const NameFact& name, const std::vector<CapitalRun>& runs) const;

 private:
  void add(std::u32string_view form);
  void add_aliases(std::u32string_view form, const AliasIndex& aliases);
  [[nodiscard]] bool has_sequence(const std::vector<std::string>& tokens) const;
  [[nodiscard]] bool has_word(const std::string& token) const;
  [[nodiscard]] bool is_spelled_out(const NameFact& name, const std::vector<CapitalRun>& runs) const;

  std::string sequence_;                      // all tokens, one a line
  std::unordered_set<std::string> words_;     // tokens, their stems, and neighbours written together
  std::unordered_set<std::string> acronyms_;  // written in capitals
  std::unordered_set<std::string> initials_;  // that capitalised words in a row make
  Pinyin pinyin_;
};

}  // namespace eightbells
