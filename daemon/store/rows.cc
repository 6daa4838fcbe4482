#include "daemon/store/rows.h"

#include <boost/json.hpp>
#include <utility>

namespace eightbells {
namespace {

namespace json = boost::json;

constexpr std::pair<Health, std::string_view> kHealths[] = {
    {Health::unknown, "unknown"}, {Health::ok, "ok"},          {Health::quiet, "quiet"},
    {Health::stale, "stale"},     {Health::empty, "empty"},    {Health::moved, "moved"},
    {Health::failing, "failing"}, {Health::retired, "retired"}};

constexpr std::pair<WindowState, std::string_view> kStates[] = {
    {WindowState::collecting, "collecting"}, {WindowState::planned, "planned"}, {WindowState::written, "written"}, {WindowState::skipped, "skipped"}};

json::value parsed(std::string_view text) {
  json::error_code failed;
  json::value value = json::parse(json::string_view(text.data(), text.size()), failed);
  return failed ? json::value() : value;
}

std::string string_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

}  // namespace

std::string list_to_text(const std::vector<std::string>& list) {
  if (list.empty()) return {};
  json::array array;
  for (const std::string& one : list) array.emplace_back(one);
  return json::serialize(array);
}

std::vector<std::string> list_from_text(std::string_view text) {
  std::vector<std::string> list;
  if (text.empty()) return list;
  const json::value value = parsed(text);
  if (!value.is_array()) return list;
  for (const json::value& one : value.get_array()) list.push_back(string_of(one));
  return list;
}

std::string map_to_text(const std::map<std::string, std::string>& map) {
  if (map.empty()) return {};
  json::object object;
  for (const auto& [key, value] : map) object.emplace(key, value);
  return json::serialize(object);
}

std::map<std::string, std::string> map_from_text(std::string_view text) {
  std::map<std::string, std::string> map;
  if (text.empty()) return map;
  const json::value value = parsed(text);
  if (!value.is_object()) return map;
  for (const auto& [key, one] : value.get_object()) map.emplace(std::string(key), string_of(one));
  return map;
}

std::string_view text_of(Health health) {
  for (const auto& [value, text] : kHealths) {
    if (value == health) return text;
  }
  return kHealths[0].second;
}

Health health_from(std::string_view text) {
  for (const auto& [value, name] : kHealths) {
    if (name == text) return value;
  }
  return Health::unknown;
}

std::string_view text_of(WindowState state) {
  for (const auto& [value, text] : kStates) {
    if (value == state) return text;
  }
  return kStates[0].second;
}

WindowState window_state_from(std::string_view text) {
  for (const auto& [value, name] : kStates) {
    if (name == text) return value;
  }
  return WindowState::planned;
}

}  // namespace eightbells
