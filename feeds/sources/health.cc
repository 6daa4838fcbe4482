// Is this source telling the truth?
//
// Problem: a source that fails is easily found; one that answers 200 and says nothing, for months, is not,
// and looks like one with no news. Quiet (nothing happened there), stale (its words about itself are not
// true) and empty have to be told apart without asking anybody. Method: three things are learnt from every
// document that parses. The usual interval is the mean time between its entries, smoothed over polls. The
// longest silence is the longest gap between two entries, in the document or lived through; it knows of
// nights, weekends and holidays, which the mean does not. An entry is new when its id was not in the last
// document: a new date on a known id is not news. Then, with `age` the time since the last new entry:
//   quiet  age > 2 usual intervals, and at least kQuietFloor
//   stale  the document calls itself fresh (its build date, or new dates on known entries) while age > 2
//          longest silences, and at least a day (where less than a week of it is known two weeks, or three
//          days when the dates are new); or nothing new for a year (and 2 usual intervals), whatever it says
//   empty  the document has no entries: had before, or never had
// A feed that posts regularly has a longest silence near its usual interval and is found out after two of
// them; one that sleeps at night is given the night. Where fewer than three dates are known, half a year with
// a fresh build date is stale. Cost: one pass over the dates of at most kDatesRead entries, and a hash for
// each of at most kIdsKept ids.
#include "feeds/sources/health.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "feeds/base/hash.h"
#include "feeds/fetch/verdict.h"
#include "feeds/sources/extra.h"

namespace eightbells {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Millis kQuietFloor = hours(4);
constexpr Millis kQuietUnknown = days(30);  // where no rhythm is known
constexpr Millis kStaleFloor = days(1);
constexpr Millis kStaleFloorEarly =
    days(14);  // its habits are not known yet, and many servers always say that they built just now
constexpr Millis kStaleFloorRedated = days(3);  // who gives old entries new dates is not just quiet
constexpr Millis kWeek = days(8);               // of history: one weekend at least is in it
constexpr Millis kStaleUnknown = days(180);
constexpr Millis kYear = days(365);
constexpr Millis kFreshBuild = days(2);  // a build date this near the poll says "just now"
constexpr std::size_t kDatesRead = 50;
constexpr std::size_t kIdsKept = 64;
constexpr std::size_t kIdDigits = 8;

std::string id_digits(const Entry& entry) { return hash128_hex(entry.id).substr(0, kIdDigits); }

// ---- learning ----

// The dates of the newest entries, newest first, none in the future, each once.
std::vector<Instant> dates_of(const Feed& feed, std::optional<Instant> known, Instant now) {
  std::vector<Instant> dates;
  for (const Entry& entry : feed.entries) {
    if (entry.published) dates.push_back(std::min(*entry.published, now));
  }
  if (known) dates.push_back(*known);
  std::sort(dates.begin(), dates.end(), std::greater<>());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  if (dates.size() > kDatesRead) dates.resize(kDatesRead);
  return dates;
}

void learn_rhythm(SourceState& state, const std::vector<Instant>& dates) {
  if (dates.size() < 3) return;
  const Millis span = dates.front() - dates.back();
  const Millis mean = span / static_cast<Millis::rep>(dates.size() - 1);
  state.usual_interval = state.usual_interval.count() == 0 ? mean : (state.usual_interval * 3 + mean) / 4;
  Millis longest{0};
  for (std::size_t n = 1; n < dates.size(); ++n) longest = std::max(longest, dates[n - 1] - dates[n]);
  // What was learnt fades slowly: half of it is gone after some three weeks of six polls a day.
  const Millis before{extra::number(state, extra::kLongest) * 995 / 1000};
  extra::set_number(state, extra::kLongest, std::max(longest, before).count());
  extra::set_number(state, extra::kHistory,
                    std::max<std::int64_t>(extra::number(state, extra::kHistory), span.count()));
}

// A document without dates has the rhythm in which its new entries were seen.
void learn_arrival(SourceState& state, Instant now) {
  if (!state.last_new_entry || now <= *state.last_new_entry) return;
  const Millis gap = now - *state.last_new_entry;
  state.usual_interval = state.usual_interval.count() == 0 ? gap : (state.usual_interval * 3 + gap) / 4;
  extra::set_number(state, extra::kLongest,
                    std::max<std::int64_t>(extra::number(state, extra::kLongest), gap.count()));
}

// Whether the document holds an id that the last one did not, and keeps its ids. An old entry that comes up
// from below the kept ones is not new: it is older than what is known.
bool learn_ids(SourceState& state, const Feed& feed) {
  const std::string before = extra::get(state, extra::kIds);
  const auto known = [&](const std::string& digits) {
    for (std::size_t at = 0; at + kIdDigits <= before.size(); at += kIdDigits) {
      if (before.compare(at, kIdDigits, digits) == 0) return true;
    }
    return false;
  };
  std::string after;
  bool is_new = false;
  for (std::size_t n = 0; n < feed.entries.size() && n < kIdsKept; ++n) {
    const Entry& entry = feed.entries[n];
    const std::string digits = id_digits(entry);
    after += digits;
    const bool old = entry.published && state.newest_published && *entry.published < *state.newest_published;
    is_new = is_new || (!old && !known(digits));
  }
  if (!after.empty()) state.extra[extra::kIds] = after;
  return is_new;
}

// ---- judging ----

bool built_just_now(const SourceState& state) {
  const std::int64_t built = extra::number(state, extra::kBuilt);
  return built != 0 && state.last_success && *state.last_success - Instant(Millis(built)) < kFreshBuild;
}

// New dates on entries that are known.
bool redates(const SourceState& state) {
  return state.newest_published && state.last_new_entry &&
         *state.newest_published - *state.last_new_entry > kStaleFloor;
}

std::string rhythm_words(const SourceState& state) {
  if (state.usual_interval.count() == 0) return {};
  return ", usually one every " + spoken(state.usual_interval);
}

std::optional<std::string> stale_words(const SourceState& state, Millis age) {
  const Millis longest{extra::number(state, extra::kLongest)};
  const bool known = state.usual_interval.count() != 0;
  const bool redated = redates(state);
  const Millis early = redated ? kStaleFloorRedated : kStaleFloorEarly;
  const Millis floor = Millis(extra::number(state, extra::kHistory)) < kWeek ? early : kStaleFloor;
  const Millis patience = known ? std::max({longest * 2, state.usual_interval * 2, floor}) : kStaleUnknown;
  if ((redated || built_just_now(state)) && age > patience) {
    return "answers and calls itself fresh, but has had nothing new for " + spoken(age) +
           rhythm_words(state) + ": look at the site, the feed may have moved or been given up";
  }
  if (age > std::max(kYear, state.usual_interval * 2)) {
    return "has had nothing new for " + spoken(age) +
           ": it has probably moved or been given up; look at the site, then replace or remove the source";
  }
  return std::nullopt;
}

HealthReport judge_content(const SourceState& state, Instant now) {
  if (const auto entries = state.extra.find(extra::kEntries);
      entries != state.extra.end() && entries->second == "0") {
    const std::int64_t had = extra::number(state, extra::kHadEntries);
    if (had == 0)
      return {Health::empty,
              "answers with a feed that holds no entries: check that this is the right address"};
    return {Health::empty, "held " + std::to_string(had) + (had == 1 ? " entry" : " entries") +
                               " before and holds none now: look at the site, the feed may have moved"};
  }
  const Millis age = state.last_new_entry ? now - *state.last_new_entry : Millis{0};
  if (const auto words = stale_words(state, age)) return {Health::stale, *words};
  if (state.moved_seen > 0 && !state.moved_to.empty()) {
    return {Health::moved, "has moved for good to " + state.moved_to + " (seen " +
                               std::to_string(state.moved_seen) + " of " + std::to_string(kSightingsToMove) +
                               " times): put that address in the configuration"};
  }
  const bool found_on_page = state.extra.count(extra::kPage) != 0;
  if (!state.stored_url.empty() && !found_on_page) {
    return {Health::moved, "has moved for good to " + state.stored_url +
                               ", which is asked now: put that address in the configuration"};
  }
  const bool known = state.usual_interval.count() != 0;
  const Millis silence = known ? std::max(state.usual_interval * 2, kQuietFloor) : kQuietUnknown;
  const std::string page =
      found_on_page ? "; its address is a web page, the feed is read from " + state.stored_url : "";
  if (!state.last_new_entry) return {Health::ok, "answers, nothing new yet" + page};
  if (age > silence)
    return {Health::quiet, "answers, nothing new for " + spoken(age) + rhythm_words(state) + page};
  return {Health::ok, "last new entry " + spoken(age) + " ago" + rhythm_words(state) + page};
}

}  // namespace

std::string_view name_of(Health health) {
  switch (health) {
    case Health::unknown:
      return "unknown";
    case Health::ok:
      return "ok";
    case Health::quiet:
      return "quiet";
    case Health::stale:
      return "stale";
    case Health::empty:
      return "empty";
    case Health::moved:
      return "moved";
    case Health::failing:
      return "failing";
    case Health::retired:
      return "retired";
  }
  return "unknown";
}

std::string spoken(Millis duration) {
  struct Unit {
    Millis length;
    const char* name;
  };
  static constexpr Unit kUnits[] = {
      {days(365), "year"}, {days(30), "month"}, {days(1), "day"}, {hours(1), "hour"}, {minutes(1), "minute"}};
  duration = std::max(duration, Millis{0});
  for (const Unit& unit : kUnits) {
    // A unit is used from two of it on, so that "26 hours" does not become "1 day".
    if (duration < unit.length * 2 && unit.length != minutes(1)) continue;
    const auto count = std::max<Millis::rep>(1, duration / unit.length);
    return std::to_string(count) + " " + unit.name + (count == 1 ? "" : "s");
  }
  return "1 minute";
}

void learn_document(SourceState& state, const Feed& feed, bool whole, Instant now) {
  const bool first = !state.last_new_entry;
  const bool is_new = learn_ids(state, feed);
  const std::vector<Instant> dates = dates_of(feed, whole ? std::nullopt : state.newest_published, now);
  if (whole) {
    const auto count = static_cast<std::int64_t>(feed.entries.size());
    extra::set_number(state, extra::kEntries, count);
    extra::set_number(state, extra::kHadEntries, std::max(count, extra::number(state, extra::kHadEntries)));
    if (feed.built) extra::set_number(state, extra::kBuilt, feed.built->time_since_epoch().count());
  }
  if (whole || is_new) learn_rhythm(state, dates);
  if (is_new && dates.empty()) learn_arrival(state, now);
  if (!dates.empty() && (!state.newest_published || dates.front() > *state.newest_published))
    state.newest_published = dates.front();
  // The first document's entries were not seen to come: their own dates are the best there is.
  if (is_new) state.last_new_entry = first && !dates.empty() ? dates.front() : now;
  if (!feed.title.empty()) state.feed_title = feed.title;
  if (!feed.language.empty()) state.feed_language = feed.language;
}

HealthReport judge_health(const Source& source, const SourceState& state, Instant now) {
  if (state.health == Health::retired) {
    return {Health::retired, state.last_error.empty()
                                 ? "is gone for good and is not asked any more: remove it"
                                 : state.last_error};
  }
  if (state.failures > 0) {
    std::string sentence = state.last_error;
    if (state.failures > 1) sentence += " (" + std::to_string(state.failures) + " times in a row)";
    return {Health::failing, sentence};
  }
  if (!state.last_poll) return {Health::unknown, "has not been asked yet"};
  if (source.kind == SourceKind::opml) return {Health::ok, "is a list of sources"};
  return judge_content(state, now);
}

void refresh_health(const Source& source, SourceState& state, Instant now) {
  const Health health = judge_health(source, state, now).health;
  if (health == state.health && state.health_since) return;
  state.health = health;
  state.health_since = now;
}

}  // namespace eightbells
