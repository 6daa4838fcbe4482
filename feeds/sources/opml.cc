#include "feeds/sources/opml.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <set>
#include <sstream>
#include <utility>

#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/text/charset.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxNameBytes = 512;
constexpr std::size_t kMaxHandleBytes = 15;  // X allows no longer ones

std::string clean_name(std::string_view text) {
  const std::string plain = collapse_white_space(without_controls(text));
  return std::string(truncate_code_points(plain, kMaxNameBytes / 4));
}

// Attribute names are case-sensitive in XML, and exporters disagree about them (xmlUrl, xmlurl, xmlURL).
// pugixml writes a reference to half a surrogate pair (&#xD800;) as three bytes that are no UTF-8: repaired.
std::string attribute(const pugi::xml_node& node, std::string_view name) {
  const std::string wanted = ascii_lower(name);
  for (const pugi::xml_attribute& each : node.attributes()) {
    if (ascii_lower(each.name()) == wanted) return repair_utf8(trim(each.value()));
  }
  return {};
}

bool is_handle(std::string_view text) {
  return !text.empty() && text.size() <= kMaxHandleBytes &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
         });
}

// Walks the outlines and collects what they name.
class Collector {
 public:
  void walk(const pugi::xml_node& parent, const std::string& folder, std::size_t depth) {
    for (const pugi::xml_node& node : parent.children()) {
      if (found_.size() >= kMaxOpmlSources) return;
      if (ascii_lower(node.name()) != "outline") continue;
      std::string name = attribute(node, "text");
      if (name.empty()) name = attribute(node, "title");
      name = clean_name(name);
      const bool is_source = take(node, name, folder);
      if (depth + 1 < kMaxOpmlDepth) walk(node, is_source ? folder : name, depth + 1);
    }
  }

  std::vector<Source> found() && { return std::move(found_); }

 private:
  // Whether the outline is a source (known already, or not).
  bool take(const pugi::xml_node& node, const std::string& name, const std::string& folder) {
    std::string address = attribute(node, "xmlUrl");
    const std::string type = ascii_lower(attribute(node, "type"));
    if (address.empty() && (type == "rss" || type == "atom")) address = attribute(node, "url");
    if (address.empty()) return false;
    Source source;
    if (std::string handle = x_handle_of(address); !handle.empty()) {
      source.kind = SourceKind::x;
      source.address = std::move(handle);
      source.name = name.empty() ? "@" + source.address : name;
    } else {
      const Result<Url> url = parse_url(address);
      if (!url || (url->scheme != "http" && url->scheme != "https")) return true;
      source.kind = SourceKind::feed;
      // "https:/host" is understood, and written as what it means; a good address is kept to the byte.
      const bool good = address.rfind("http://", 0) == 0 || address.rfind("https://", 0) == 0;
      source.address = good ? address : url->to_string();
      source.name = name.empty() ? clean_name(address) : name;
    }
    source.key = source_key(source);
    source.language = attribute(node, "language");
    source.category = folder.empty() ? category_of(attribute(node, "category")) : folder;
    if (keys_.insert(source.key).second) found_.push_back(std::move(source));
    return true;
  }

  // OPML's own category attribute: "/Boston/Weather,/Harvard": the last name of the first path.
  static std::string category_of(std::string_view text) {
    text = trim(text.substr(0, text.find(',')));
    if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos)
      text.remove_prefix(slash + 1);
    return clean_name(text);
  }

  std::vector<Source> found_;
  std::set<std::string> keys_;
};

// The first <opml> below the root, however it is written.
pugi::xml_node opml_of(const pugi::xml_document& document) {
  return document.find_child([](const pugi::xml_node& node) { return ascii_lower(node.name()) == "opml"; });
}

}  // namespace

std::string x_handle_of(std::string_view url) {
  url = trim(url);
  if (url.size() > 1 && url.front() == '@')
    return is_handle(url.substr(1)) ? std::string(url.substr(1)) : std::string{};
  const Result<Url> parsed = parse_url(url);
  if (!parsed || (parsed->scheme != "http" && parsed->scheme != "https")) return {};
  static constexpr std::array<std::string_view, 3> kHosts{"x.com", "twitter.com", "mobile.twitter.com"};
  std::string_view host = parsed->host;
  if (host.rfind("www.", 0) == 0) host.remove_prefix(4);
  if (std::find(kHosts.begin(), kHosts.end(), host) == kHosts.end()) return {};
  std::string_view handle = parsed->path;
  while (!handle.empty() && handle.front() == '/') handle.remove_prefix(1);
  while (!handle.empty() && handle.back() == '/') handle.remove_suffix(1);
  static constexpr std::array<std::string_view, 6> kPages{"home", "search",   "explore",
                                                          "i",    "settings", "hashtag"};
  if (std::find(kPages.begin(), kPages.end(), ascii_lower(handle)) != kPages.end()) return {};
  return is_handle(handle) ? std::string(handle) : std::string{};
}

std::string source_key(const Source& source) {
  switch (source.kind) {
    case SourceKind::feed:
      return "feed:" + source.address;
    case SourceKind::x:
      return "x:" + ascii_lower(source.address);
    case SourceKind::file:
      return "file:" + source.address;
    case SourceKind::opml:
      return "opml:" + source.address;
    case SourceKind::command:
      break;
  }
  std::string joined;
  for (const std::string& argument : source.argv) {
    joined += argument;
    joined += '\0';
  }
  return "command:" + hash128_hex(joined);
}

Result<std::vector<Source>> parse_opml(std::string_view bytes) {
  const std::string text = to_utf8(bytes).text;
  pugi::xml_document document;
  // pugixml keeps what it read before an error: a damaged list gives the sources before the damage.
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node opml = opml_of(document);
  if (!opml) {
    const std::string why =
        parsed ? "there is no <opml> element in it" : std::string("it is not XML: ") + parsed.description();
    return fail(ErrorKind::parse, "not an OPML list, " + why);
  }
  Collector collector;
  for (const pugi::xml_node& child : opml.children()) {
    if (ascii_lower(child.name()) == "body") collector.walk(child, "", 0);
  }
  return std::move(collector).found();
}

std::string write_opml(const std::vector<Source>& sources, std::string_view title) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node opml = document.append_child("opml");
  opml.append_attribute("version") = "2.0";
  opml.append_child("head").append_child("title").text() = clean_name(title).c_str();
  pugi::xml_node body = opml.append_child("body");

  std::vector<std::pair<std::string, pugi::xml_node>> folders;
  const auto folder_of = [&](const std::string& category) {
    if (category.empty()) return body;
    for (const auto& [name, node] : folders) {
      if (name == category) return node;
    }
    pugi::xml_node folder = body.append_child("outline");
    folder.append_attribute("text") = clean_name(category).c_str();
    folders.emplace_back(category, folder);
    return folder;
  };

  for (const Source& source : sources) {
    if (source.kind != SourceKind::feed && source.kind != SourceKind::x) continue;
    pugi::xml_node node = folder_of(source.category).append_child("outline");
    const std::string name = clean_name(source.name.empty() ? source.address : source.name);
    node.append_attribute("type") = "rss";
    node.append_attribute("text") = name.c_str();
    node.append_attribute("title") = name.c_str();
    const std::string address =
        source.kind == SourceKind::x ? "https://x.com/" + source.address : source.address;
    node.append_attribute("xmlUrl") = address.c_str();
    if (!source.language.empty()) node.append_attribute("language") = source.language.c_str();
  }

  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace eightbells
