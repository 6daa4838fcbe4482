// The only file that knows the Mustache library (kainjow). A template's {{>name}} is replaced by that
// template's text before the library sees it, because the library would look for the name among the values
// too, and a stranger's words are values.
#include "daemon/render/template.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "daemon/render/escape.h"
#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace fs = std::filesystem;
namespace mustache = kainjow::mustache;

namespace {

constexpr std::string_view kEnding = ".mustache";
constexpr std::string_view kStylesheet = "style.css";

mustache::data to_data(const TemplateObject& object);

mustache::data to_data(const TemplateValue& value) {
  switch (value.kind()) {
    case TemplateValue::Kind::markup:
      return mustache::data(value.as_markup());
    case TemplateValue::Kind::flag:
      return mustache::data(value.as_flag());
    case TemplateValue::Kind::object:
      return to_data(value.as_list().front());
    case TemplateValue::Kind::list:
      break;
  }
  mustache::list items;
  for (const auto& item : value.as_list()) items.push_back(to_data(item));
  return mustache::data(items);
}

mustache::data to_data(const TemplateObject& object) {
  mustache::data data;
  for (const auto& [name, value] : object) data[name] = to_data(value);
  return data;
}

std::string page_name(std::string_view file) {
  return std::string(file.substr(0, file.size() - kEnding.size()));
}
bool is_page(std::string_view file) {
  return file.size() > kEnding.size() && file.substr(file.size() - kEnding.size()) == kEnding;
}

std::vector<std::string> page_names() {
  std::vector<std::string> names;
  for (const auto& [file, bytes] : shipped_template_files())
    if (is_page(file)) names.push_back(page_name(file));
  return names;
}

// Adds the values that the tags of `text` name.
void add_values_of(std::string_view text, std::set<std::string>& names) {
  for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
    const std::size_t begin = text.find_first_not_of("{#^/& ", at);
    at = text.find_first_of("} ", begin);
    if (begin != std::string_view::npos && text[begin] != '>' && text[begin] != '!')
      names.emplace(text.substr(begin, at - begin));
  }
}

// The bytes of a user's file; one over the limit is cut there, which check_template notes.
std::string read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes(kMaxTemplateBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

}  // namespace

TemplateValue TemplateValue::text(std::string_view raw) { return markup(markup_line(raw)); }

TemplateValue TemplateValue::markup(std::string markup) {
  TemplateValue value(Kind::markup);
  value.markup_ = std::move(markup);
  return value;
}

TemplateValue TemplateValue::flag(bool set) {
  TemplateValue value(Kind::flag);
  value.flag_ = set;
  return value;
}

TemplateValue TemplateValue::list(std::vector<Object> items) {
  TemplateValue value(Kind::list);
  value.list_ = std::move(items);
  return value;
}

TemplateValue TemplateValue::object(Object members) {
  TemplateValue value(Kind::object);
  value.list_.push_back(std::move(members));
  return value;
}

class Templates::Impl {
 public:
  std::map<std::string, std::string, std::less<>> files;  // by file name
  std::map<std::string, std::unique_ptr<mustache::mustache>, std::less<>> parsed;
  std::string fingerprint;

  // Appends what a file says with the templates that it names in place. False when it holds itself, or all
  // grows too large.
  bool expand(const std::string& page, std::vector<std::string>& open, std::string& out) const {
    if (std::find(open.begin(), open.end(), page) != open.end()) return false;
    open.push_back(page);
    const std::string& text = files.at(page + std::string(kEnding));
    std::size_t at = 0;
    for (std::size_t tag = text.find("{{"); tag != std::string::npos; tag = text.find("{{", at)) {
      const std::size_t close = text.find("}}", tag);
      const std::string_view inside = trim(std::string_view(text).substr(tag + 2, close - tag - 2));
      out.append(text, at, tag - at);
      at = close + 2;
      const bool partial = !inside.empty() && inside.front() == '>';
      if (!partial) out.append(text, tag, at - tag);
      else if (!expand(std::string(trim(inside.substr(1))), open, out)) return false;
      if (out.size() > kMaxTemplateBytes) return false;
    }
    out.append(text, at);
    open.pop_back();
    return out.size() <= kMaxTemplateBytes;
  }

  std::string expanded(const std::string& page) const {
    std::string out;
    std::vector<std::string> open;
    return expand(page, open, out) ? out : std::string();
  }

  void parse_all() {
    std::string all = EIGHTBELLS_VERSION;
    for (const auto& [file, bytes] : files) all += file + '\0' + bytes + '\0';
    fingerprint = hash128_hex(all);
    for (const auto& name : page_names()) {
      auto page = std::make_unique<mustache::mustache>(expanded(name));
      page->set_custom_escape([](const std::string& escaped) { return escaped; });
      parsed[name] = std::move(page);
    }
  }
};

TemplateNames shipped_template_names() {
  std::set<std::string> values;
  for (const auto& [file, bytes] : shipped_template_files())
    if (is_page(file)) add_values_of(bytes, values);
  return {page_names(), {values.begin(), values.end()}};
}

Templates Templates::shipped() {
  auto impl = std::make_shared<Impl>();
  for (const auto& [file, bytes] : shipped_template_files()) impl->files[std::string(file)] = bytes;
  impl->parse_all();
  return Templates(std::move(impl));
}

Templates Templates::with_folder(const fs::path& folder, std::vector<TemplateProblem>& problems) {
  auto impl = std::make_shared<Impl>();
  const TemplateNames names = shipped_template_names();
  for (const auto& [file, shipped] : shipped_template_files()) {
    impl->files[std::string(file)] = shipped;
    const fs::path path = folder / file;
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) continue;
    std::string bytes = read_bytes(path);
    const auto found = is_page(file) ? check_template(path, bytes, names) : std::vector<TemplateProblem>{};
    if (found.empty()) impl->files[std::string(file)] = std::move(bytes);
    problems.insert(problems.end(), found.begin(), found.end());
  }
  for (const auto& name : page_names())
    if (impl->expanded(name).empty()) {
      // No single line is at fault, and none of the user's can be used.
      problems.push_back({folder / (name + std::string(kEnding)), 1,
                          "this template holds itself by those it names, or grows over 1 MiB with them"});
      return shipped();
    }
  impl->parse_all();
  return Templates(std::move(impl));
}

std::string Templates::render(std::string_view name, const TemplateObject& values) const {
  return impl_->parsed.at(std::string(name))->render(to_data(values));
}

std::string_view Templates::stylesheet() const { return impl_->files.at(std::string(kStylesheet)); }
const std::string& Templates::fingerprint() const { return impl_->fingerprint; }

}  // namespace eightbells
