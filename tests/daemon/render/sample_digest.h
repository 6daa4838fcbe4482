// A digest with all there is: voices, an update, a note, hostile words. What the tests of the formats share.
#pragma once

#include <string>

#include "daemon/model/digest.h"
#include "feeds/text/dates.h"

namespace eightbells::testing {

inline Item sample_item(int number, std::string title, std::string link, std::string summary) {
  Item item;
  item.number = number;
  item.story_id = "s" + std::to_string(number);
  item.title = std::move(title);
  item.link = std::move(link);
  item.summary = std::move(summary);
  item.score = 4.0 - number;
  item.parts = {{"voices", 1.5}, {"freshness", 0.25}};
  item.language = "zh";
  return item;
}

inline Digest sample_digest() {
  Digest digest;
  digest.profile = "ai";
  digest.window = {*parse_rfc3339("2026-03-02T08:00:00+08:00"), *parse_rfc3339("2026-03-02T12:00:00+08:00")};
  digest.written = *parse_rfc3339("2026-03-02T12:00:05.007+08:00");
  digest.zone = "Asia/Shanghai";
  digest.language = "zh-CN";
  digest.title = "2026.03.02.12 过去4小时全球AI发生了什么？";
  digest.intro = "以下是过去一段时间全球AI领域的重点新闻回顾：";
  digest.notes = {"注：60个信息源中有2个未能读取，本期内容可能不完整。"};
  digest.categories = {"AI进展", "机器人"};
  digest.collect = {60, 60, 2, 1, 41, {"Harbour Wire: HTTP 503", "Northlight: timed out"}, {}};
  Item robot =
      sample_item(1, "北辰实验室发布“小星”机器人 & 新的 <API>", "https://example.com/robots?a=1&b=2",
                  "北辰实验室（Polaris Lab）发布了新一代家用机器人，续航提高到12小时，售价下调30%。");
  robot.categories = {"机器人", "AI进展"};
  robot.update = true;
  robot.earlier = "https://example.com/robots/earlier";
  robot.language = "en";
  robot.members = {
      {11, "@polaris", "@polaris", "Meet Little Star", "https://x.com/polaris/status/1",
       *parse_rfc3339("2026-03-01T19:12:00Z")},
      {12, "Harbour Wire", "Jo Park", "Polaris unveils a robot", "https://example.org/polaris", std::nullopt},
      {13, "@mira", "@mira", "Wow", "https://x.com/mira/status/2", std::nullopt}};
  Item second = sample_item(2, "</title><script>alert(1)</script> ]]> {{title}}", "javascript:alert(1)",
                            "\" onmouseover=\"alert(1) {{{summary}}} & <img src=x onerror=alert(1)>");
  second.categories = {"AI进展"};
  second.members = {{14, "Northlight", "", "", "https://example.net/2", std::nullopt}};
  Item third = sample_item(3, "没有摘要的一条", "https://example.net/%E6%96%B0?q=a b|c", "");
  third.categories = {"AI进展"};
  digest.items = {robot, second, third};
  return digest;
}

}  // namespace eightbells::testing
