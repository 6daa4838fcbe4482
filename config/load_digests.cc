// [[category]] and [[digest]]: the shelves, and what is written.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/checks.h"
#include "config/load_parts.h"
#include "config/nearest.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;
using Kind = TomlValue::Kind;

constexpr double kMaxWeight = 100;

const std::vector<std::string> kFormats = {"markdown", "html", "json", "atom"};
const std::vector<std::string> kMarks = {"updates", "voices", "language", "time"};
const std::vector<std::string> kFrontMatters = {"hugo", "obsidian", "zola", "jekyll", "none"};

void add_keyword(Keyword keyword, TomlPlace place, LoadContext& context, std::vector<Keyword>& out) {
  if (std::string problem = check_word(keyword.text); !problem.empty())
    context.problems.error(place, problem);
  out.push_back(std::move(keyword));
}

// "text", {text = "...", weight = 2} or {texts = ["...", "..."], weight = 2}.
void read_keyword(TableReader& category, const TomlValue& item, LoadContext& context,
                  std::vector<Keyword>& out) {
  Keyword keyword;
  if (item.kind != Kind::table) {
    if (category.text_of(item, "a text in quotes or {text = \"...\", weight = 2}", keyword.text))
      add_keyword(std::move(keyword), item.place, context, out);
    return;
  }
  TableReader table(item, "category.keywords", context.problems);
  if (!table.has("text") && !table.has("texts"))
    context.problems.error(item.place, "expected {text = \"...\", weight = 2}");
  table.real("weight", keyword.weight, 0, kMaxWeight);
  std::vector<std::string> texts;
  table.texts("texts", texts);
  for (auto& text : texts)
    add_keyword({std::move(text), keyword.weight}, table.place_of("texts"), context, out);
  if (table.text("text", keyword.text)) add_keyword(std::move(keyword), table.place_of("text"), context, out);
}

void read_keywords(TableReader& category, LoadContext& context, std::vector<Keyword>& out) {
  const TomlMember* member = category.find("keywords");
  if (!member) return;
  if (member->value.kind != Kind::array) {
    category.error("keywords", fmt::format("expected an array of texts such as [\"a\", \"b\"], found {}",
                                           member->value.describe()));
    return;
  }
  std::set<std::string> seen;
  for (const TomlValue& item : member->value.items) {
    const std::size_t before = out.size();
    read_keyword(category, item, context, out);
    for (std::size_t i = before; i < out.size(); ++i) {
      if (seen.insert(ascii_lower(out[i].text)).second) continue;
      context.problems.warning(item.place, "this keyword stands here twice, and counts twice");
    }
  }
}

// The name of a category or digest, which has to be there and to differ from the earlier ones.
void note_name(TableReader& table, const std::string& name, std::map<std::string, int>& lines) {
  const int line = table.place_of("name").line;
  const auto [first, is_new] = lines.emplace(name, line);
  if (!is_new)
    table.error("name",
                fmt::format("expected another name: '{}' stands in line {} already", name, first->second));
}

// `key` as names that stand in `known`.
void read_names(TableReader& table, std::string_view key, std::string_view what,
                const std::vector<std::string>& known, std::vector<std::string>& out) {
  const TomlMember* member = table.find(key);
  if (!member || !table.texts(key, out)) return;
  for (const TomlValue& item : member->value.items) {
    if (item.kind != Kind::text || std::find(known.begin(), known.end(), item.text) != known.end()) continue;
    table.problems().error(item.place, fmt::format("expected {}, found {}{}", what, item.describe(),
                                                   nearest_hint(item.text, known)));
  }
}

void read_choice(TableReader& table, std::string_view key, const std::vector<std::string>& known,
                 std::string& out) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const std::string& name : known) names.emplace_back(name, name);
  table.choice(key, out, names);
}

void read_formats(TableReader& table, ProfileSettings& profile) {
  read_names(table, "formats", one_of(kFormats), kFormats, profile.formats);
  if (profile.formats.empty())
    table.error("formats", fmt::format("expected at least one of {}", one_of(kFormats)));
}

void read_reading(TableReader& table, LoadContext& context, ProfileSettings& profile) {
  if (table.has("show")) {
    profile.show.emplace();
    read_names(table, "show", one_of(kMarks), kMarks, *profile.show);
  }
  table.text("site_title", profile.site_title);
  if (read_checked(table, "site_url", profile.site_url, check_web_url) && profile.site_url.back() != '/')
    profile.site_url += '/';
  std::string folder;
  if (table.text("site_directory", folder)) profile.site_directory = absolute_path(context, folder);
  if (!table.text("template_directory", folder)) return;
  profile.template_directory = absolute_path(context, folder);
  std::error_code ignored;
  if (!fs::is_directory(profile.template_directory, ignored))
    table.error("template_directory",
                fmt::format("there is no folder {0}; \"eightbells templates {0}\" makes it", folder));
}

void read_filters(TableReader& table, LoadContext& context, ProfileSettings& profile) {
  const Settings& settings = context.settings;
  std::vector<std::string> categories;
  for (const CategorySettings& category : settings.categories) categories.push_back(category.name);
  read_names(table, "categories", "the name of a [[category]]", categories, profile.categories);

  std::vector<std::string> sources;
  bool live_list = false;  // its sources have names that only the list knows
  for (const Source& source : settings.sources) {
    sources.push_back(source.name);
    live_list = live_list || source.kind == SourceKind::opml;
  }
  if (live_list) table.texts("sources", profile.sources);
  else read_names(table, "sources", "the name of a [[source]]", sources, profile.sources);
  read_words(table, "must", profile.must);
  read_words(table, "any", profile.any);
  read_words(table, "exclude", profile.exclude);
}

// "08:00".
void read_time_of_day(TableReader& table, std::string_view key, Millis& out) {
  std::string text;
  if (!table.text(key, text)) return;
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100; };
  const bool shaped = text.size() == 5 && text[2] == ':';
  const int hours = shaped ? digit(0) * 10 + digit(1) : 100;
  const int minutes = shaped ? digit(3) * 10 + digit(4) : 100;
  if (hours > 23 || minutes > 59) table.error(key, "expected a time of day such as \"08:00\"");
  else out = hours * kHour + minutes * kMinute;
}

// Returns the length of the profile's windows.
Millis read_cadence(TableReader& table, const Settings& settings, ProfileSettings& profile) {
  Millis every{0};
  if (table.duration("every", every, Millis(1), kDay)) {
    if (std::string problem = check_window(every); !problem.empty()) table.error("every", problem);
    else if (every > settings.max_age)
      table.error("every", "expected at most max_age: what is older is never reported");
    else profile.every = every;
  }
  read_time_of_day(table, "at", profile.at);
  return profile.every.value_or(settings.window);
}

// Jekyll passes over a post whose name does not begin with its date.
void read_file_pattern(TableReader& table, ProfileSettings& profile) {
  constexpr std::string_view kJekyllDate = "%Y-%m-%d-";
  const bool jekyll = profile.front_matter == "jekyll";
  if (jekyll) profile.file = fmt::format("{}%H.md", kJekyllDate);
  if (table.text("file", profile.file) && jekyll && profile.file.rfind(kJekyllDate, 0) != 0 &&
      profile.file.rfind("%F-", 0) != 0)
    table.problems().warning(
        table.place_of("file"),
        fmt::format("Jekyll finds only posts whose names begin with a date: \"{}%H.md\"", kJekyllDate));
}

ProfileSettings read_profile(TableReader& table, LoadContext& context) {
  ProfileSettings profile;
  read_checked(table, "name", profile.name, check_folder_name);
  std::string directory;
  if (table.text("directory", directory)) profile.directory = absolute_path(context, directory);
  read_choice(table, "front_matter", kFrontMatters, profile.front_matter);
  read_file_pattern(table, profile);
  const Millis length = read_cadence(table, context.settings, profile);
  if (std::string problem = check_file_pattern(profile.file, length, profile.at % length); !problem.empty()) {
    // The default pattern can be at fault too, when windows are shorter than an hour.
    table.error("file", table.has("file")
                            ? problem
                            : fmt::format("file = \"{}\", the default: {}", profile.file, problem));
  }
  read_checked(table, "title", profile.title, check_title);
  read_checked(table, "intro", profile.intro, check_title);
  read_checked(table, "language", profile.language, check_language);
  table.integer("max_items", profile.max_items, 1, 1000);
  table.real("min_score", profile.min_score, -1000, 1000);
  table.integer("per_author", profile.per_author, 0, 1000);
  table.integer("per_source", profile.per_source, 0, 1000);
  table.integer("per_category", profile.per_category, 0, 1000);
  read_formats(table, profile);
  read_reading(table, context, profile);
  read_filters(table, context, profile);
  table.choice("empty", profile.empty, {{"note", WhenEmpty::note}, {"skip", WhenEmpty::skip}});
  table.flag("latest", profile.latest);
  table.length_band("title_length", profile.length.title_min, profile.length.title_max);
  table.length_band("summary_length", profile.length.summary_min, profile.length.summary_max);
  return profile;
}

}  // namespace

void load_categories(TableReader& top, LoadContext& context) {
  std::map<std::string, int> lines;
  for (const TomlValue* value : top.tables("category")) {
    TableReader table(*value, "category", context.problems);
    CategorySettings category;
    if (!table.has("name")) context.problems.error(table.place(), "expected 'name' in this [[category]]");
    if (table.text("name", category.name)) {
      note_name(table, category.name, lines);
      if (category.name == "." || category.name == "..")
        table.error("name", "expected a name of which a site can make a folder");
    }
    read_keywords(table, context, category.keywords);
    read_words(table, "any", category.any);
    read_words(table, "must", category.must);
    read_words(table, "exclude", category.exclude);
    table.real("weight", category.weight, 0, kMaxWeight);
    table.flag("always", category.always);
    context.settings.categories.push_back(std::move(category));
  }
}

void load_boosts(TableReader& top, LoadContext& context) {
  std::map<std::string, int> lines;
  for (const TomlValue* value : top.tables("boost")) {
    TableReader table(*value, "boost", context.problems);
    BoostSettings boost;
    for (const std::string_view key : {"name", "value", "any"}) {
      if (!table.has(key))
        context.problems.error(table.place(), fmt::format("expected '{}' in this [[boost]]", key));
    }
    if (table.text("name", boost.name)) note_name(table, boost.name, lines);
    table.real("value", boost.value, -kMaxWeight, kMaxWeight);
    read_words(table, "any", boost.any);
    read_words(table, "with", boost.with);
    read_words(table, "exclude", boost.exclude);
    context.settings.boosts.push_back(std::move(boost));
  }
}

void load_digests(TableReader& top, LoadContext& context) {
  std::map<std::string, int> lines;
  std::map<std::string, int> files;
  const auto digests = top.tables("digest");
  if (digests.empty()) {
    const std::string problem = check_file_pattern(ProfileSettings().file, context.settings.window);
    if (!problem.empty())
      top.error("window", fmt::format("{}; write [[digest]] with file = \"%Y.%m.%d.%H.%M.md\"", problem));
  }
  for (const TomlValue* value : digests) {
    TableReader table(*value, "digest", context.problems);
    ProfileSettings profile = read_profile(table, context);
    note_name(table, profile.name, lines);
    if (!profile.directory.empty()) {
      const auto [first, is_new] =
          files.emplace((profile.directory / profile.file).string(), table.place().line);
      if (!is_new)
        table.error("file", fmt::format("the digest in line {} writes the same files", first->second));
    }
    context.settings.digests.push_back(std::move(profile));
  }
}

}  // namespace eightbells
