// Which vocabulary an element of a feed belongs to. pugixml knows no namespaces; feeds use them loosely: one
// vocabulary goes under several URIs (http and https, with and without the last slash, old drafts), and
// prefixes are used that nobody declared. So a prefix is bound by its URI where one is declared and known,
// and by custom else.
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eightbells {

enum class Vocabulary : std::uint8_t {
  core,  // the feed's own: RSS in any namespace or none, or Atom when the root is Atom
  atom,  // Atom inside another format
  dublin_core,
  dc_terms,
  content,
  media,
  itunes,
  google_play,
  syndication,
  feedburner,
  xhtml,
  rdf,
  other,  // known to nobody here
};

// What is in force at one element: prefixes, base address, language. A child's scope points to its parent's,
// which must outlive it; entering an element without xmlns:*, xml:base and xml:lang costs a look at its
// attributes only.
class Scope {
 public:
  // The scope above the root: links resolve against the address of the document.
  explicit Scope(std::string_view document_url) : base_(std::string(document_url)) {}

  // The scope of `node` below `parent`. With `container` a default namespace that `node` declares and that is
  // unknown counts as core: a feed in an odd namespace is still a feed.
  Scope(const Scope& parent, pugi::xml_node node, bool container = false);

  [[nodiscard]] Vocabulary vocabulary_of(std::string_view prefix) const;
  [[nodiscard]] std::string_view base() const;           // xml:base, else the document's address
  [[nodiscard]] std::string_view declared_base() const;  // xml:base only
  [[nodiscard]] std::string_view language() const;

  // Elements with `prefix` are the feed's own from here down, whatever it is bound to.
  void make_core(std::string_view prefix) { bindings_.emplace_back(prefix, Vocabulary::core); }

 private:
  const Scope* parent_ = nullptr;
  std::vector<std::pair<std::string_view, Vocabulary>> bindings_;
  std::optional<std::string> base_;
  std::string_view language_;
};

// An element's name: vocabulary, and local name in small letters (CDF and careless RSS write capitals).
struct ElementName {
  Vocabulary vocabulary = Vocabulary::other;
  std::string local;

  [[nodiscard]] bool is(Vocabulary wanted, std::string_view name) const {
    return vocabulary == wanted && local == name;
  }
};

[[nodiscard]] std::string_view prefix_of(std::string_view qualified_name);
[[nodiscard]] std::string_view local_part(std::string_view qualified_name);
[[nodiscard]] ElementName name_of(pugi::xml_node node, const Scope& scope);

// The first attribute of `node` with that local name, whatever its prefix and capitals (rdf:resource,
// isPermaLink).
[[nodiscard]] std::string_view attribute_of(pugi::xml_node node, std::string_view local_name);

// Calls `visit(child, name, scope)` for every element below `parent`, in order.
template <typename Visit>
void for_each_element(pugi::xml_node parent, const Scope& scope, Visit&& visit) {
  for (pugi::xml_node child = parent.first_child(); child; child = child.next_sibling()) {
    if (child.type() != pugi::node_element) continue;
    const Scope inner(scope, child);
    visit(child, name_of(child, inner), inner);
  }
}

}  // namespace eightbells
