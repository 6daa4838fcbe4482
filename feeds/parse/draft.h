// An entry while its document is read: for each field the best candidate so far. Texts stay where they are in
// the document until it is known that somebody needs them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/model/feed.h"
#include "feeds/parse/parse_feed.h"
#include "feeds/parse/xml_text.h"

namespace eightbells {

// The smaller rank wins; of equal ranks the first.
template <typename Value>
class Best {
 public:
  void offer(std::uint8_t rank, Value value) {
    if (rank >= rank_) return;
    rank_ = rank;
    value_ = std::move(value);
  }
  // The same, but of equal ranks the last wins.
  void offer_last(std::uint8_t rank, Value value) {
    if (rank > rank_) return;
    rank_ = rank;
    value_ = std::move(value);
  }
  [[nodiscard]] const Value& value() const { return value_; }
  [[nodiscard]] bool has_value() const { return rank_ != kNone; }

 private:
  static constexpr std::uint8_t kNone = 255;
  std::uint8_t rank_ = kNone;
  Value value_{};
};

struct EntryDraft {
  std::string own_id;      // as the source writes it
  Best<std::string> link;  // absolute
  Best<TextSource> title;
  Best<TextSource> summary;
  Best<TextSource> content;
  Best<std::string> author;
  Best<std::optional<Instant>> published;
  Best<std::optional<Instant>> updated;
  std::vector<std::string> categories;
  std::string language;

  // The source's own id, else the link; empty when it has neither.
  [[nodiscard]] const std::string& identity() const { return own_id.empty() ? link.value() : own_id; }
  void add_category(std::string_view name);
};

struct FeedDraft {
  std::string format;
  Best<TextSource> title;
  Best<std::string> link;
  Best<std::string> author;  // of entries that name none
  Best<std::string> language;
  std::vector<EntryDraft> entries;
  std::optional<Millis> ttl;
  std::optional<Millis> update_period;  // sy:updatePeriod
  int update_frequency = 1;
  std::vector<int> skip_hours;
  std::vector<int> skip_days;
  Best<std::optional<Instant>> built;

  FeedDraft() { entries.reserve(kUsualEntries); }

 private:
  static constexpr std::size_t kUsualEntries = 50;  // of a feed
};

// The base of relative links in a document that nobody gave an address: its own link to itself, else to its
// site, where one of them is absolute; else empty. `parent` holds the links: <feed> or <channel>.
[[nodiscard]] std::string self_base(pugi::xml_node parent);

inline constexpr std::size_t kMaxCategories = 50;  // of one entry
inline constexpr std::size_t kMaxCategoryBytes = 200;

// The name in "Name (email)", "email (Name)", "Name <email>", "email"; the address when there is no name.
[[nodiscard]] std::string author_name(std::string_view written);

// The name of an Atom person: name, else email; text in place when there are no elements. May be empty.
[[nodiscard]] std::string person_name(pugi::xml_node person);

// Offers the name when there is one.
void offer_name(Best<std::string>& best, std::uint8_t rank, std::string name);

// Reads `node` as a date and offers it; what cannot be read is no candidate.
void offer_date(Best<std::optional<Instant>>& best, std::uint8_t rank, pugi::xml_node node);

// `reference` made absolute against `base`, trimmed, white space inside removed; empty when it is no link
// that can be followed at all (javascript:, data:).
[[nodiscard]] std::string absolute_link(std::string_view base, std::string_view reference);

// Whether `text` starts with http:// or https://.
[[nodiscard]] bool is_web_address(std::string_view text);

// Splits "a, b; c" into categories.
void add_keywords(EntryDraft& draft, std::string_view list);

// The id of an entry that has neither an id nor a link: what it says tells it from others.
[[nodiscard]] std::string id_of_text(const Entry& entry);

}  // namespace eightbells
