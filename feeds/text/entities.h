// Character references of HTML: &amp; &eacute &#150; &#x2014;
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eightbells {

struct NamedEntity {
  char name[32];  // without & and ;
  char text[7];   // UTF-8, one or two code points
  bool bare;      // known without a semicolon too, as browsers of old had it
};

inline constexpr std::size_t kNamedEntityCount = 2125;
extern const NamedEntity kNamedEntities[kNamedEntityCount];  // sorted by name, entity_table.cc

// Where a reference stands decides whether a bare name counts: in an attribute "&copy=1" is a query.
enum class EntityContext { text, attribute };

// Reads the reference at text[at], which is '&', and appends its UTF-8 to `out`. Returns the bytes it takes,
// 0 when there is no reference here (then nothing was appended).
std::size_t read_entity(std::string_view text, std::size_t at, EntityContext context, std::string& out);

// Well-formed UTF-8 made of `text`: ill-formed sequences are U+FFFD, and C1 controls, which are windows-1252
// that somebody took for Latin-1, are what windows-1252 means. Returns false, and leaves `out` alone, when
// `text` needs neither.
bool mend_text(std::string_view text, std::string& out);

// `text` with every reference decoded once.
std::string decode_entities_in(std::string_view text, EntityContext context);

}  // namespace eightbells
