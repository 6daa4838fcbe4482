// Sources that wait to be polled. What a poll holds in memory (its state, its request, its answer) exists
// only for the few that are under way, however many sources there are; and a host with many sources does not
// keep the others waiting.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "feeds/model/source.h"

namespace eightbells {

using SourcePointer = std::shared_ptr<const Source>;

struct StartLimits {
  int at_once = 256;  // polls under way
  int of_host = 16;   // of those, to one host
};

class StartQueue {
 public:
  explicit StartQueue(StartLimits limits) : limits_(limits) {}

  void add(SourcePointer source);
  // The next source that may start, in the order in which they were added as far as their hosts allow; null:
  // none may now. Each must be given back by ended(). An X account may always start: accounts are looked up
  // together.
  [[nodiscard]] SourcePointer next();
  void ended(const Source& source);
  void clear();
  [[nodiscard]] std::size_t waiting() const { return accounts_.size() + waiting_.size() + held_; }
  // Those that wait, in no particular order, taken out.
  [[nodiscard]] std::deque<SourcePointer> take_all();

 private:
  struct Host {
    int under_way = 0;
    std::deque<SourcePointer> held;  // until one of its own ends
  };

  StartLimits limits_;
  int under_way_ = 0;
  std::size_t held_ = 0;
  std::deque<SourcePointer> accounts_;
  std::deque<SourcePointer> waiting_;
  std::unordered_map<std::string, Host> hosts_;
};

// "example.com:8080" of "http://example.com:8080/feed"; empty for what is no address on the web.
[[nodiscard]] std::string_view host_in(std::string_view address);

}  // namespace eightbells
