#include "daemon/collect/start_queue.h"

#include <utility>

namespace eightbells {

std::string_view host_in(std::string_view address) {
  const std::size_t start = address.find("://");
  if (start == std::string_view::npos) return {};
  std::string_view rest = address.substr(start + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  return rest.substr(rest.rfind('@') + 1);  // npos + 1 is 0
}

void StartQueue::add(SourcePointer source) {
  (source->kind == SourceKind::x ? accounts_ : waiting_).push_back(std::move(source));
}

SourcePointer StartQueue::next() {
  if (!accounts_.empty()) {
    SourcePointer account = std::move(accounts_.front());
    accounts_.pop_front();
    return account;
  }
  while (!waiting_.empty() && under_way_ < limits_.at_once) {
    SourcePointer source = std::move(waiting_.front());
    waiting_.pop_front();
    if (const std::string_view name = host_in(source->address); !name.empty()) {
      Host& host = hosts_[std::string(name)];
      if (host.under_way >= limits_.of_host) {
        host.held.push_back(std::move(source));
        ++held_;
        continue;
      }
      ++host.under_way;
    }
    ++under_way_;
    return source;
  }
  return nullptr;
}

void StartQueue::ended(const Source& source) {
  if (source.kind == SourceKind::x) return;
  --under_way_;
  const auto found = hosts_.find(std::string(host_in(source.address)));
  if (found == hosts_.end()) return;
  Host& host = found->second;
  --host.under_way;
  if (!host.held.empty()) {
    waiting_.push_front(std::move(host.held.front()));
    host.held.pop_front();
    --held_;
  } else if (host.under_way == 0) {
    hosts_.erase(found);
  }
}

std::deque<SourcePointer> StartQueue::take_all() {
  for (auto& account : std::exchange(accounts_, {})) waiting_.push_back(std::move(account));
  for (auto& [name, host] : hosts_)
    for (auto& source : std::exchange(host.held, {})) waiting_.push_back(std::move(source));
  held_ = 0;
  return std::exchange(waiting_, {});
}

void StartQueue::clear() {
  accounts_.clear();
  waiting_.clear();
  hosts_.clear();
  held_ = 0;
  under_way_ = 0;
}

}  // namespace eightbells
