// The words of the site, the feed and the marks beside an item, by language: zh and en ship, another language
// gets English.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/model/digest.h"

namespace eightbells {

using SiteWords = std::vector<std::pair<std::string_view, std::string_view>>;  // name in the templates, words

[[nodiscard]] const SiteWords& site_words(std::string_view language);

// One of them; empty when there is none of that name.
[[nodiscard]] std::string_view site_word(std::string_view language, std::string_view name);

[[nodiscard]] std::string items_in_words(std::string_view language, int items);  // "12 items", "12条"
[[nodiscard]] std::string health_in_words(std::string_view language, const CollectReport& report);

// "in English", "原文：英文"; empty when the original has the digest's own language, or none that is known.
[[nodiscard]] std::string original_in_words(std::string_view digest_language, std::string_view original);

// "2 March 2026", "2026年3月2日"; "March 2026"; "1 to 30 March".
[[nodiscard]] std::string day_in_words(std::string_view language, int year, int month, int day);
[[nodiscard]] std::string month_in_words(std::string_view language, int year, int month);

// "@a, @b, The Register", "@a、@b、The Register", and how many more there are.
[[nodiscard]] std::string voices_in_words(std::string_view language, const std::vector<std::string>& voices,
                                          std::size_t most);

}  // namespace eightbells
