#include "feeds/parse/rss_channel.h"

#include <algorithm>
#include <charconv>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

class ChannelReader {
 public:
  explicit ChannelReader(FeedDraft& feed) : feed_(feed) {}

  void read(pugi::xml_node channel, const Scope& scope) {
    for_each_element(channel, scope, [&](pugi::xml_node node, const ElementName& name, const Scope& inner) {
      if (name.is(Vocabulary::core, "item") || name.is(Vocabulary::atom, "entry")) return;
      if (name.vocabulary == Vocabulary::core || name.vocabulary == Vocabulary::atom) {
        take_core(name, node, inner);
      } else {
        take_module(name, node);
      }
    });
  }

 private:
  void take_core(const ElementName& name, pugi::xml_node node, const Scope& scope) {
    const bool atom = name.vocabulary == Vocabulary::atom;
    if (name.local == "title") {
      if (has_content(node)) feed_.title.offer(atom ? 2 : 0, {node, TextKind::loose});
    } else if (name.local == "link") {
      take_link(node, scope, atom);
    } else if (name.local == "language") {
      feed_.language.offer(0, read_label(node));
    } else if (name.local == "managingeditor") {
      offer_name(feed_.author, 0, author_name(read_label(node)));
    } else if (name.local == "author") {
      offer_name(feed_.author, 1, person_name(node));
    } else if (name.local == "lastbuilddate" || name.local == "updated") {
      offer_date(feed_.built, 0, node);
    } else if (name.local == "pubdate") {
      offer_date(feed_.built, 1, node);
    } else {
      take_rhythm(name.local, node);
    }
  }

  void take_module(const ElementName& name, pugi::xml_node node) {
    using Vocabulary::dublin_core;
    if (name.is(dublin_core, "title")) {
      if (has_content(node)) feed_.title.offer(3, {node, TextKind::loose});
    } else if (name.is(dublin_core, "language")) {
      feed_.language.offer(1, read_label(node));
    } else if (name.is(dublin_core, "creator") || name.is(Vocabulary::itunes, "author") ||
               name.is(Vocabulary::google_play, "author")) {
      offer_name(feed_.author, name.vocabulary == dublin_core ? 2 : 3, author_name(read_label(node)));
    } else if (name.is(dublin_core, "date") || name.is(Vocabulary::dc_terms, "modified")) {
      offer_date(feed_.built, 2, node);
    } else if (name.is(Vocabulary::syndication, "updateperiod")) {
      take_period(ascii_lower(read_label(node)));
    } else if (name.is(Vocabulary::syndication, "updatefrequency")) {
      feed_.update_frequency = number(read_label(node), 1, 1000).value_or(1);
    }
  }

  void take_link(pugi::xml_node node, const Scope& scope, bool atom) {
    std::string buffer;
    std::string_view written = trim(inner_text_view(node, buffer));
    const std::string rel = ascii_lower(attribute_of(node, "rel"));
    if (written.empty() && (rel.empty() || rel == "alternate")) written = attribute_of(node, "href");
    std::string link = absolute_link(scope.base(), written);
    if (!link.empty()) feed_.link.offer_last(atom ? 1 : 0, std::move(link));
  }

  static std::optional<int> number(std::string_view text, int low, int high) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < low || value > high) return std::nullopt;
    return value;
  }

  // sy:updatePeriod (RSS 1.0 syndication module).
  void take_period(std::string_view period) {
    using std::chrono::hours;
    if (period == "hourly") feed_.update_period = hours(1);
    if (period == "daily") feed_.update_period = hours(24);
    if (period == "weekly") feed_.update_period = hours(24 * 7);
    if (period == "monthly") feed_.update_period = hours(24 * 30);
    if (period == "yearly") feed_.update_period = hours(24 * 365);
  }

  // ttl in minutes, skipHours, skipDays (RSS 2.0).
  void take_rhythm(std::string_view local, pugi::xml_node node) {
    if (local == "ttl") {
      if (const auto minutes = number(read_label(node), 1, 60 * 24 * 365))
        feed_.ttl = std::chrono::minutes(*minutes);
    } else if (local == "skiphours") {
      for (const pugi::xml_node child : node.children()) {
        // 0.91 counted from 1 to 24, 2.0 from 0 to 23.
        if (const auto hour = number(read_label(child), 0, 24)) add_once(feed_.skip_hours, *hour % 24);
      }
    } else if (local == "skipdays") {
      static constexpr std::string_view kDays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
      for (const pugi::xml_node child : node.children()) {
        const std::string day = ascii_lower(read_label(child)).substr(0, 3);
        const auto* found = std::find(std::begin(kDays), std::end(kDays), day);
        if (found != std::end(kDays)) add_once(feed_.skip_days, static_cast<int>(found - std::begin(kDays)));
      }
    }
  }

  static void add_once(std::vector<int>& numbers, int value) {
    if (std::find(numbers.begin(), numbers.end(), value) == numbers.end()) numbers.push_back(value);
  }

  FeedDraft& feed_;
};

}  // namespace

void read_rss_channel(pugi::xml_node channel, const Scope& scope, FeedDraft& feed) {
  ChannelReader(feed).read(channel, scope);
}

}  // namespace eightbells
