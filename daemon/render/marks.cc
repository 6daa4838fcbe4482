#include "daemon/render/marks.h"

#include <algorithm>

#include "daemon/render/site_words.h"
#include "daemon/window/zone.h"

namespace eightbells {

namespace {

bool asks_for(const std::vector<std::string>& show, std::string_view mark) {
  return std::find(show.begin(), show.end(), mark) != show.end();
}

// An account is known by its handle, a medium by its own name rather than by who wrote there.
std::string voice_of(const ItemSource& member) {
  if (!member.author.empty() && member.author.front() == '@') return member.author;
  return member.source.empty() ? member.author : member.source;
}

std::vector<std::string> other_voices(const Item& item) {
  std::vector<std::string> all;
  for (const auto& member : item.members) {
    std::string voice = voice_of(member);
    if (!voice.empty() && std::find(all.begin(), all.end(), voice) == all.end())
      all.push_back(std::move(voice));
  }
  const bool has_lead = !item.members.empty() && !voice_of(item.members.front()).empty();
  if (has_lead) all.erase(all.begin());
  return all;
}

}  // namespace

Marks marks_of(const Item& item, const Digest& digest, const std::vector<std::string>& show) {
  Marks marks;
  marks.update = item.update && asks_for(show, "updates");
  if (asks_for(show, "voices")) marks.voices = other_voices(item);
  if (asks_for(show, "language")) marks.original = original_in_words(digest.language, item.language);
  if (asks_for(show, "time") && !item.members.empty()) marks.published = item.members.front().published;
  return marks;
}

std::vector<std::string> marks_on_site(const ProfileSettings& profile) {
  return profile.show.value_or(std::vector<std::string>{"updates", "voices", "language", "time"});
}

std::vector<std::string> marks_in_markdown(const ProfileSettings& profile) {
  return profile.show.value_or(std::vector<std::string>{"updates"});
}

std::string time_in_words(Instant at, const Digest& digest) {
  auto zone = Zone::find(digest.zone);
  if (!zone) zone = Zone::find("UTC");
  const bool same_year = zone->format("%Y", at) == zone->format("%Y", digest.window.end);
  return zone->format(same_year ? "%m-%d %H:%M" : "%Y-%m-%d %H:%M", at);
}

}  // namespace eightbells
