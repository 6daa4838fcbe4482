// Stories of our own for the editor's tests.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "config/load.h"
#include "daemon/editor/edit_cache.h"
#include "daemon/editor/language_model.h"
#include "feeds/text/dates.h"

namespace eightbells::testing {

// A candidate with its text; what is not given is left empty.
inline Candidate candidate(std::string title, std::string text, std::string link = "https://news.example/1",
                           std::string source = "Harbour News") {
  Candidate out;
  out.entry.id = link;
  out.entry.link = std::move(link);
  out.entry.title = std::move(title);
  out.entry.content = std::move(text);
  out.entry.published = parse_rfc3339("2026-01-06T16:10:00Z");
  out.source_name = std::move(source);
  return out;
}

inline EditRequest request_for(const std::vector<const Candidate*>& members, std::string language = "zh-CN") {
  EditRequest request;
  request.story_id = "s1";
  request.members = members;
  request.language = std::move(language);
  return request;
}

// Chinese stories, each with an id and a number of its own, that an echo of their text is grounded in. The
// band lets the echo pass.
class Stories {
 public:
  explicit Stories(std::size_t count, std::size_t first = 0) {
    for (std::size_t i = first; i < first + count; ++i) {
      const std::string number = std::to_string(100 + i);
      Candidate one =
          candidate("",
                    "蓝鲸实验室公布第" + number +
                        "号航行模型的进展与评测结果并开放下载\n\n蓝鲸实验室周二公布了编号" + number +
                        "的航行模型，团队用三年时间采集了港口数据，模型在避碰测试中的成功率达到百分之九十二。"
                        "实验室表示，代码和权重即日起开放，"
                        "港口管理部门可以在本地运行，不需要联网。研究人员认为，这会让中小港口也用得起自动导航"
                        "，并减少等待时间。",
                    "https://x.com/lab/status/20083070026996" + std::to_string(10000 + i), "lab");
      one.entry.id = "x:20083070026996" + std::to_string(10000 + i);
      members_.push_back(std::move(one));
    }
    for (const Candidate& member : members_) {
      EditRequest request = request_for({&member});
      request.story_id = member.entry.id;
      request.length = {5, 70, 20, 400};
      request.categories = {"机器人", "大模型"};
      requests_.push_back(std::move(request));
    }
  }

  [[nodiscard]] const std::vector<EditRequest>& requests() const { return requests_; }

 private:
  std::deque<Candidate> members_;
  std::vector<EditRequest> requests_;
};

class MemoryCache final : public EditCache {
 public:
  std::optional<std::string> find(std::string_view key) override {
    const auto at = values.find(std::string(key));
    return at == values.end() ? std::nullopt : std::optional(at->second);
  }
  void put(std::string_view key, std::string_view value) override { values[std::string(key)] = value; }
  [[nodiscard]] std::size_t edits() const {
    std::size_t count = 0;
    for (const auto& [key, value] : values) count += key.starts_with("edit:") ? 1 : 0;
    return count;
  }
  std::map<std::string, std::string> values;
};

inline LanguageModelOptions options_for(const std::string& endpoint, EditCache* cache = nullptr) {
  LanguageModelOptions options;
  options.settings.endpoint = endpoint;
  options.settings.model = "test-model";
  options.api_key = "sk-not-to-be-seen";
  options.prompts = *load_prompts(data_directory() / "prompts");
  options.cache = cache;
  return options;
}

inline const Instant kNow = *parse_rfc3339("2026-01-07T00:00:10Z");

}  // namespace eightbells::testing
