// One poll at a time against a fake or a real client, and feeds to serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "feeds/sources/poll_source.h"

namespace eightbells::testing {

// 2026-01-07T08:00:00Z.
inline const Instant kNow{std::chrono::seconds(1767772800)};

inline Source feed_source(const std::string& url) {
  Source source;
  source.kind = SourceKind::feed;
  source.key = "feed:" + url;
  source.name = "The source";
  source.address = url;
  return source;
}

// An RSS 2.0 feed; each item is {guid, hours before kNow}.
inline std::string rss_feed(const std::vector<std::pair<std::string, int>>& items,
                            const std::string& channel = "") {
  std::string out = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A feed</title>" + channel;
  for (const auto& [guid, hours] : items) {
    const Instant at = kNow - std::chrono::hours(hours);
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:00:00Z", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()),
                  int(std::chrono::duration_cast<std::chrono::hours>(at - day).count()));
    out += "<item><title>Item " + guid + "</title><guid isPermaLink=\"false\">" + guid +
           "</guid><link>http://site.test/" + guid +
           "</link><dc:date xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" + text + "</dc:date></item>";
  }
  return out + "</channel></rss>";
}

// Polls and waits for the answer.
inline PollResult poll_once(boost::asio::io_context& io, SourcePoller& poller, const Source& source,
                            SourceState state, Instant now) {
  std::optional<PollResult> out;
  poller.poll(source, std::move(state), now, [&](PollResult result) { out = std::move(result); });
  io.restart();
  while (!out && io.run_one() > 0) {
  }
  return out.value_or(PollResult{});
}

}  // namespace eightbells::testing
