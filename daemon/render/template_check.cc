// Reads a template for mistakes, so that a person is told the line and not only that something is wrong.
// Sections must close in the file in which they open; delimiters stay {{ }}.
#include <algorithm>

#include <fmt/format.h>

#include "config/nearest.h"
#include "daemon/render/template.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

struct OpenSection {
  std::string name;
  int line;
};

class Checker {
 public:
  Checker(const fs::path& file, std::string_view text, const TemplateNames& names)
      : file_(file), text_(text), names_(names) {}

  std::vector<TemplateProblem> check() {
    if (text_.size() > kMaxTemplateBytes)
      note(1, fmt::format("expected a template of at most {} bytes", kMaxTemplateBytes));
    else if (!is_valid_utf8(text_)) note(1, "expected UTF-8");
    else read_tags();
    return std::move(problems_);
  }

 private:
  void read_tags() {
    for (std::size_t at = text_.find("{{"); at != std::string_view::npos; at = text_.find("{{", at)) {
      const bool triple = text_.substr(at, 3) == "{{{";
      const std::string_view end = triple ? "}}}" : "}}";
      const std::size_t inside = at + end.size();
      const std::size_t close = text_.find(end, inside);
      const int line = line_of(at);
      const std::size_t next = text_.find("{{", inside);
      if (close == std::string_view::npos || (next != std::string_view::npos && next < close))
        return note(line, fmt::format("this {} is not closed by {}", triple ? "{{{" : "{{", end));
      if (!read_tag(trim(text_.substr(inside, close - inside)), line, triple)) return;
      at = close + end.size();
    }
    for (const auto& section : open_)
      note(section.line,
           fmt::format("the section {} is not closed by {{{{/{}}}}}", section.name, section.name));
  }

  // False when there is no sense in reading on.
  bool read_tag(std::string_view tag, int line, bool triple) {
    if (tag.empty()) return note(line, "expected a name between {{ and }}"), true;
    const char sigil = triple ? ' ' : tag.front();
    const std::string name(sigil == ' ' ? tag : trim(tag.substr(1)));
    if (sigil == '!') return true;
    if (sigil == '=') return note(line, "the delimiters {{ and }} cannot be changed here"), false;
    if (sigil == '#' || sigil == '^') open_section(name, line);
    else if (sigil == '/') return close_section(name, line);
    else if (sigil == '>') check_partial(name, line);
    else check_value(sigil == '&' ? name : std::string(tag), line);
    return true;
  }

  void open_section(const std::string& name, int line) {
    check_value(name, line);
    open_.push_back({name, line});
    if (open_.size() == kMaxTemplateDepth + 1)
      note(line, fmt::format("sections lie more than {} deep", kMaxTemplateDepth));
  }

  bool close_section(const std::string& name, int line) {
    if (open_.empty()) return note(line, fmt::format("no section {} is open here", name)), false;
    const OpenSection last = open_.back();
    if (last.name != name) {
      note(line, fmt::format("expected {{{{/{}}}}}, the section opened in line {}, found {{{{/{}}}}}",
                             last.name, last.line, name));
      open_.clear();
      return false;
    }
    open_.pop_back();
    return true;
  }

  void check_partial(const std::string& name, int line) {
    if (!holds(names_.templates, name))
      note(line, fmt::format("there is no template {}{}", name, nearest_hint(name, names_.templates)));
  }

  // A misspelled name would print nothing, and nobody would know why.
  void check_value(const std::string& name, int line) {
    if (name != "." && !names_.values.empty() && !holds(names_.values, name))
      note(line, fmt::format("there is no value {}{}", name, nearest_hint(name, names_.values)));
  }

  static bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  int line_of(std::size_t at) {
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted_ = at;
    return line_;
  }

  void note(int line, std::string message) { problems_.push_back({file_, line, std::move(message)}); }

  const fs::path& file_;
  std::string_view text_;
  const TemplateNames& names_;
  std::vector<OpenSection> open_;
  std::vector<TemplateProblem> problems_;
  int line_ = 1;
  std::size_t counted_ = 0;
};

}  // namespace

std::string TemplateProblem::to_string() const {
  return fmt::format("{}:{}: {}", file.string(), line, message);
}

std::vector<TemplateProblem> check_template(const fs::path& file, std::string_view text,
                                            const TemplateNames& names) {
  return Checker(file, text, names).check();
}

}  // namespace eightbells
