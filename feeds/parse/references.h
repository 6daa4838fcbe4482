// Entity references, made such that an XML parser reads what the author meant.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

// Outside CDATA: a named HTML entity becomes the character itself or, where that would be markup, its numeric
// form; a numeric reference to what XML forbids (0, surrogates, C1 as windows-1252 writers meant it) becomes
// what was meant or goes. References that XML knows, and a bare &, stay: the parser reads them. Text without
// any of these is not copied. Returns whether something changed.
bool repair_references(std::string& text);

// The C1 controls U+0080 to U+009F written as characters: nobody writes controls, they are windows-1252 bytes
// that went through a converter that took them for ISO 8859-1. Replaced by what was meant, in CDATA too.
// Returns whether it did.
bool repair_c1_controls(std::string& text);

// One reference decoded: `at` stands on the '&' and moves behind the reference; the decoded characters go to
// `out`. What is no reference gives "&".
void decode_reference(std::string_view text, std::size_t& at, std::string& out);

}  // namespace eightbells
