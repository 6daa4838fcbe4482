#include "daemon/render/template.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace eightbells {
namespace {

using testing::ScratchDirectory;
using testing::write_file;

std::string problems_of(const std::string& text) {
  std::string out;
  for (const auto& problem : check_template("t.mustache", text, {{"head", "item"}, {}}))
    out += problem.to_string() + "\n";
  return out;
}

TEST(TemplateCheck, WhatShipsIsWithoutMistake) {
  const TemplateNames names = shipped_template_names();
  EXPECT_FALSE(names.values.empty());
  for (const auto& [file, bytes] : shipped_template_files())
    EXPECT_TRUE(check_template(file, bytes, names).empty()) << file;
}

TEST(TemplateCheck, AMisspelledValueIsToldWithTheNearest) {
  std::string found;
  for (const std::string text : {"{{titel}}", "{{# item }}{{/ item }}", "{{&sumary}}", "{{{words.wirtten}}}",
                                 "{{title}}{{.}}{{words.written}}"})
    for (const auto& problem : check_template("t.mustache", text, shipped_template_names()))
      found += problem.message + "\n";
  EXPECT_EQ(found,
            "there is no value titel; did you mean 'title'?\n"
            "there is no value item; did you mean 'items'?\n"
            "there is no value sumary; did you mean 'summary'?\n"
            "there is no value words.wirtten; did you mean 'words.written'?\n");
}

TEST(TemplateCheck, NamesTheLineOfEveryMistake) {
  EXPECT_EQ(problems_of("a\n{{#items}}\nb\n"),
            "t.mustache:2: the section items is not closed by {{/items}}\n");
  EXPECT_EQ(problems_of("a\n{{/items}}"), "t.mustache:2: no section items is open here\n");
  EXPECT_EQ(problems_of("{{#a}}\n{{#b}}\n{{/a}}"),
            "t.mustache:3: expected {{/b}}, the section opened in line 2, found {{/a}}\n");
  EXPECT_EQ(problems_of("\n\n{{title"), "t.mustache:3: this {{ is not closed by }}\n");
  EXPECT_EQ(problems_of("{{{title}}"), "t.mustache:1: this {{{ is not closed by }}}\n");
  EXPECT_EQ(problems_of("{{title {{x}}"), "t.mustache:1: this {{ is not closed by }}\n");
  EXPECT_EQ(problems_of("{{}}\n{{> itm}}"),
            "t.mustache:1: expected a name between {{ and }}\nt.mustache:2: there is no template itm; did "
            "you mean 'item'?\n");
  EXPECT_EQ(problems_of("{{=<% %>=}}"), "t.mustache:1: the delimiters {{ and }} cannot be changed here\n");
  EXPECT_EQ(problems_of("\xFF"), "t.mustache:1: expected UTF-8\n");
  EXPECT_EQ(problems_of("{{#a}}{{! a note }}{{^b}}{{x}}{{{y}}}{{&z}}{{> item}}{{/b}}{{/a}}"), "");
}

TEST(TemplateCheck, SizeAndDepthHaveLimits) {
  EXPECT_NE(problems_of(std::string(kMaxTemplateBytes + 1, 'x')), "");
  EXPECT_EQ(problems_of(std::string(kMaxTemplateBytes, 'x')), "");
  std::string open, close;
  for (std::size_t i = 0; i < kMaxTemplateDepth; ++i) {
    open += "{{#a}}";
    close += "{{/a}}";
  }
  EXPECT_EQ(problems_of(open + close), "");
  EXPECT_NE(problems_of(open + "{{#a}}{{/a}}" + close), "");
}

TEST(TemplatesOfAFolder, ReplaceTheShippedOnesFileByFile) {
  const ScratchDirectory folder;
  write_file(folder.path() / "categories.mustache",
             "<p>{{page_title}}</p>{{#shelves}}[{{shelf}}]{{/shelves}}");
  std::vector<TemplateProblem> problems;
  const Templates templates = Templates::with_folder(folder.path(), problems);
  EXPECT_TRUE(problems.empty());
  const TemplateObject values = {{"page_title", TemplateValue::text("A & B")},
                                 {"shelves", TemplateValue::list({{{"shelf", TemplateValue::text("<i>")}}})}};
  EXPECT_EQ(templates.render("categories", values), "<p>A &amp; B</p>[&lt;i&gt;]");
  EXPECT_EQ(templates.stylesheet(), Templates::shipped().stylesheet());
  EXPECT_NE(templates.fingerprint(), Templates::shipped().fingerprint());
}

TEST(TemplatesOfAFolder, ABrokenOneIsNotedAndTheShippedOneStays) {
  const ScratchDirectory folder;
  write_file(folder.path() / "categories.mustache", "\n{{#shelves}}");
  write_file(folder.path() / "style.css", "body { color: red }");
  std::vector<TemplateProblem> problems;
  const Templates templates = Templates::with_folder(folder.path(), problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].to_string(), (folder.path() / "categories.mustache").string() +
                                         ":2: the section shelves is not closed by {{/shelves}}");
  EXPECT_EQ(templates.render("categories", {}), Templates::shipped().render("categories", {}));
  EXPECT_EQ(templates.stylesheet(), "body { color: red }") << "what is good of the user's is used";
}

TEST(TemplatesOfAFolder, OneThatHoldsItselfIsNoted) {
  const ScratchDirectory folder;
  write_file(folder.path() / "head.mustache", "a{{> foot}}{{> foot}}");
  write_file(folder.path() / "foot.mustache", "b{{> head}}{{> head}}");
  std::vector<TemplateProblem> problems;
  const Templates templates = Templates::with_folder(folder.path(), problems);
  EXPECT_FALSE(problems.empty());
  EXPECT_EQ(templates.render("categories", {}), Templates::shipped().render("categories", {}));
}

TEST(TemplateValues, AreNeverTemplatesAndAlwaysEscaped) {
  const ScratchDirectory folder;
  write_file(folder.path() / "categories.mustache",
             "{{title}}|{{{title}}}|{{&title}}|{{#title}}{{title}}{{/title}}");
  std::vector<TemplateProblem> problems;
  const Templates templates = Templates::with_folder(folder.path(), problems);
  const std::string escaped = "&lt;b&gt;{{&gt; head}}{{{link}}} {{#link}}";
  EXPECT_EQ(
      templates.render("categories", {{"title", TemplateValue::text("<b>{{> head}}{{{link}}}\n{{#link}}")},
                                      {"link", TemplateValue::markup("<script>")}}),
      escaped + "|" + escaped + "|" + escaped + "|" + escaped);
}

}  // namespace
}  // namespace eightbells
