// Mustache templates of the site: the shipped ones (config/templates, in the program) and a user's own, file
// by file.
//
// What a template is given is escaped already, and nothing a template writes can undo that: {{x}}, {{{x}}}
// and {{&x}} all print the escaped text, values are never read as templates, and {{>x}} names another
// template, never a value. So a copied and changed template cannot open the site to what a stranger wrote.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eightbells {

// What a name in a template stands for.
class TemplateValue {
 public:
  using Object = std::vector<std::pair<std::string, TemplateValue>>;
  enum class Kind { markup, flag, list, object };

  // A stranger's text, which becomes one escaped line.
  static TemplateValue text(std::string_view raw);
  // What we made ourselves and is markup already.
  static TemplateValue markup(std::string markup);
  static TemplateValue flag(bool set);
  static TemplateValue list(std::vector<Object> items);
  static TemplateValue object(Object members);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] const std::string& as_markup() const { return markup_; }
  [[nodiscard]] bool as_flag() const { return flag_; }
  [[nodiscard]] const std::vector<Object>& as_list() const { return list_; }  // of an object: itself, alone

 private:
  explicit TemplateValue(Kind kind) : kind_(kind) {}

  Kind kind_;
  std::string markup_;
  bool flag_ = false;
  std::vector<Object> list_;
};

using TemplateObject = TemplateValue::Object;

// A mistake in a user's template.
struct TemplateProblem {
  std::filesystem::path file;
  int line = 0;
  std::string message;

  [[nodiscard]] std::string to_string() const;  // "file:line: message"
};

inline constexpr std::size_t kMaxTemplateBytes = 1 << 20;  // with the templates it names
inline constexpr std::size_t kMaxTemplateDepth = 32;       // of sections

class Templates {
 public:
  // Those in the program.
  [[nodiscard]] static Templates shipped();

  // `folder`'s files instead of the shipped ones of the same names. A file with a mistake is left out (the
  // shipped one stays) and every mistake is noted in `problems`, in the order of files and lines.
  [[nodiscard]] static Templates with_folder(const std::filesystem::path& folder,
                                             std::vector<TemplateProblem>& problems);

  // The page of that name ("digest" of digest.mustache); it must be one of the shipped names.
  [[nodiscard]] std::string render(std::string_view name, const TemplateObject& values) const;

  [[nodiscard]] std::string_view stylesheet() const;

  // Changes when any of the files does.
  [[nodiscard]] const std::string& fingerprint() const;

 private:
  class Impl;
  explicit Templates(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

// The shipped files, name and bytes: what `eightbells templates` writes out.
[[nodiscard]] const std::vector<std::pair<std::string_view, std::string_view>>& shipped_template_files();

// What a template may name.
struct TemplateNames {
  std::vector<std::string> templates;  // those there are
  std::vector<std::string> values;     // those that pages are given; empty: any
};

// The shipped templates and what they use, which is all that there is.
[[nodiscard]] TemplateNames shipped_template_names();

// What is wrong with the text of a template: tags, sections, names that stand for nothing.
[[nodiscard]] std::vector<TemplateProblem> check_template(const std::filesystem::path& file,
                                                          std::string_view text, const TemplateNames& names);

}  // namespace eightbells
