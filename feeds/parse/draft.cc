#include "feeds/parse/draft.h"

#include <algorithm>
#include <array>

#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" \t\n<>()") == std::string_view::npos;
}

std::string_view strip(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = trim(text.substr(1, text.size() - 2));
  return text;
}

// What stands before and inside the last pair of `open` and `close`, when the text ends with `close`.
bool split_bracket(std::string_view text, char open, char close, std::string_view& before,
                   std::string_view& inside) {
  if (text.empty() || text.back() != close) return false;
  const std::size_t at = text.find(open);
  if (at == std::string_view::npos) return false;
  before = strip(text.substr(0, at));
  inside = strip(text.substr(at + 1, text.size() - at - 2));
  return true;
}

// Letters, digits and the marks of RFC 3986 but the quote and the brackets.
constexpr std::array<bool, 256> make_address_bytes() {
  std::array<bool, 256> allowed{};
  for (unsigned char c = '0'; c <= '9'; ++c) allowed[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) allowed[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) allowed[c] = true;
  for (const char c : std::string_view("-._~:/?#@!$&()*+,;=%")) allowed[static_cast<unsigned char>(c)] = true;
  return allowed;
}
constexpr std::array<bool, 256> kAddressBytes = make_address_bytes();

// An absolute web address that resolving would give back as it is. Nearly all are.
bool is_clean_address(std::string_view text) {
  const std::size_t start = text.substr(0, 8) == "https://" ? 8 : text.substr(0, 7) == "http://" ? 7 : 0;
  if (start == 0 || text.size() == start) return false;
  if (text.find("/.", start) != std::string_view::npos) return false;  // dot segments, perhaps
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return kAddressBytes[static_cast<unsigned char>(c)]; });
}

}  // namespace

void EntryDraft::add_category(std::string_view name) {
  name = trim(name);
  if (name.empty() || name.size() > kMaxCategoryBytes || categories.size() >= kMaxCategories) return;
  if (std::find(categories.begin(), categories.end(), name) == categories.end())
    categories.emplace_back(name);
}

std::string author_name(std::string_view written) {
  const std::string_view text = strip(written);
  std::string_view before;
  std::string_view inside;
  for (const auto& [open, close] : {std::pair('(', ')'), std::pair('<', '>')}) {
    if (!split_bracket(text, open, close, before, inside)) continue;
    std::string_view address = inside;
    if (address.substr(0, 7) == "mailto:") address.remove_prefix(7);
    if (is_address(address)) return std::string(before.empty() ? address : before);
    if (is_address(before)) return std::string(inside.empty() ? before : inside);
  }
  return std::string(text);
}

std::string person_name(pugi::xml_node person) {
  std::string name;
  std::string email;
  for (pugi::xml_node child = person.first_child(); child; child = child.next_sibling()) {
    const std::string local = ascii_lower(local_part(child.name()));
    if (local == "name" && name.empty()) {
      name = author_name(read_label(child));
    } else if (local == "email" && email.empty()) {
      email = read_label(child);
    }
  }
  if (!name.empty()) return name;
  if (!email.empty()) return email;
  return has_elements(person) ? std::string()
                              : author_name(read_label(person));  // an address on the web is no name
}

void offer_date(Best<std::optional<Instant>>& best, std::uint8_t rank, pugi::xml_node node) {
  std::string buffer;
  const std::string_view text = trim(inner_text_view(node, buffer));
  if (text.empty() || text.size() > 200) return;
  if (const auto date = parse_date(text)) best.offer(rank, date);
}

std::string absolute_link(std::string_view base, std::string_view reference) {
  reference = trim(reference);
  if (is_clean_address(reference)) return std::string(reference);
  std::string link(reference);
  // Long links are wrapped over lines by some writers; a link holds neither line ends nor tabs (WHATWG
  // URL, 4.1).
  link.erase(
      std::remove_if(link.begin(), link.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
      link.end());
  if (link.empty()) return {};
  const std::string start = ascii_lower(std::string_view(link).substr(0, 11));
  if (start == "javascript:" || start.compare(0, 5, "data:") == 0) return {};
  return resolve_url(base, link);
}

bool is_web_address(std::string_view text) {
  const std::string start = ascii_lower(text.substr(0, 8));
  return start.compare(0, 7, "http://") == 0 || start == "https://";
}

std::string self_base(pugi::xml_node parent) {
  std::string site;
  for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling()) {
    const std::string local = ascii_lower(local_part(node.name()));
    if (local != "link") continue;
    std::string buffer;
    std::string_view address = trim(attribute_of(node, "href"));
    if (address.empty()) address = trim(inner_text_view(node, buffer));
    if (!is_web_address(address)) continue;
    const std::string rel = ascii_lower(trim(attribute_of(node, "rel")));
    if (rel == "self") return std::string(address);
    if (site.empty() && (rel.empty() || rel == "alternate")) site = address;
  }
  return site;
}

void offer_name(Best<std::string>& best, std::uint8_t rank, std::string name) {
  if (!name.empty()) best.offer(rank, std::move(name));
}

void add_keywords(EntryDraft& draft, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = list.find_first_of(",;");
    draft.add_category(list.substr(0, end));
    if (end == std::string_view::npos) return;
    list.remove_prefix(end + 1);
  }
}

std::string id_of_text(const Entry& entry) {
  std::string text = entry.title;
  text.append(1, '\n').append(entry.text());
  return "text:" + hash128_hex(text);
}

}  // namespace eightbells
