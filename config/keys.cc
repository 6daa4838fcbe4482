#include "config/keys.h"

#include <fmt/format.h>

#include <algorithm>

namespace eightbells {
namespace {

constexpr std::string_view kTop;

const std::vector<ConfigKey> kKeys = {
    {kTop, "timezone", "IANA zone", "where windows are cut and times are shown; absent: the system's"},
    {kTop, "window", "duration", "the length of a window; divides a day, 1m to 24h"},
    {kTop, "language", "language tag", "of the digests; zh-CN and en bring their own title, intro and notes"},
    {kTop, "max_age", "duration", "posts older than this at the window's end are not reported"},
    {kTop, "backfill", "window, max_age or none", "which of a new source's old posts are reported"},
    {kTop, "catch_up", "each, merge or skip", "what becomes of windows missed while the program was down"},
    {kTop, "keep_entries", "duration",
     "how long posts are kept for searching, at least max_age and 30d; absent: for ever"},
    {kTop, "keep_digests", "duration",
     "how long the database keeps digests, at least 100d; absent: for ever. Files stay"},
    {kTop, "metrics_file", "file", "written after every bell in the Prometheus text format; absent: none"},
    {kTop, "collect", "table", "how sources are asked"},
    {kTop, "source", "tables", "what is read"},
    {kTop, "x", "table", "access to the X API"},
    {kTop, "category", "tables", "the shelves, in order of importance"},
    {kTop, "boost", "tables", "what lifts or lowers a headline in the ranking, beside the shipped ones"},
    {kTop, "digest", "tables", "what is written"},
    {kTop, "editor", "table", "a language model for titles and summaries; absent: extractive"},
    {kTop, "on_digest", "tables", "who is told once a digest is written: programs and webhooks"},
    {kTop, "embeddings", "table",
     "a second opinion on which entries tell of one event; absent: their words alone"},
    {kTop, "aliases", "table", "other spellings of a name, beside the shipped ones"},

    {"collect", "concurrency", "number", "requests at a time, over all hosts"},
    {"collect", "per_host", "number",
     "requests at a time to one host; eight at least to a server on this machine"},
    {"collect", "gap", "duration", "pause between two requests to one host; none on this machine"},
    {"collect", "hosts", "table", "hosts that allow more requests at a time"},
    {"collect", "timeout", "duration", "of one request"},
    {"collect", "deadline", "duration",
     "of a window's collecting: then the digest is written with what is there"},
    {"collect", "max_bytes", "size", "of one document, decompressed"},
    {"collect", "max_redirects", "number", "of one request"},
    {"collect", "max_entries", "number", "of one document; the newest are kept"},
    {"collect", "user_agent", "text", "absent: eightbells/VERSION (+contact)"},
    {"collect", "contact", "text", "a page or address where a site's owner can reach you, in the User-Agent"},
    {"collect", "proxy", "URL", "http, https, socks4, socks4a, socks5 or socks5h; absent: none"},
    {"collect", "allow_private", "true or false",
     "whether redirects and found links may reach private addresses"},
    {"collect.hosts", "*", "number", "\"host\" = requests at a time"},

    {"source", "url", "URL", "a feed, http, https or file:"},
    {"source", "x", "handle", "an account on X"},
    {"source", "command", "texts", "a program and its arguments, without a shell; its output is a feed"},
    {"source", "file", "file", "a feed on disk"},
    {"source", "opml", "file or URL", "a list of feeds, read again each time"},
    {"source", "name", "text", "for people; absent: the address, or the feed's own title"},
    {"source", "weight", "number", "in the ranking; 1 is usual"},
    {"source", "category", "name", "of its posts when nothing else decides"},
    {"source", "language", "language tag", "of its posts when they do not say"},
    {"source", "every", "duration", "how often it is asked; absent: once a window"},
    {"source", "exclude_replies", "true or false", "x only"},
    {"source", "exclude_reposts", "true or false", "x only"},
    {"source", "headers", "table of texts", "sent with each request"},
    {"source", "timeout", "duration", "instead of [collect]'s"},
    {"source", "max_bytes", "size", "instead of [collect]'s"},
    {"source", "max_redirects", "number", "instead of [collect]'s"},
    {"source", "user_agent", "text", "instead of [collect]'s"},
    {"source", "proxy", "URL", "instead of [collect]'s; \"\" for none"},
    {"source", "allow_private", "true or false", "instead of [collect]'s"},
    {"source", "basic_auth_file", "file", "holds user:password"},
    {"source", "ca_file", "file", "PEM; instead of the system's certificates"},
    {"source", "client_certificate", "file", "PEM, with its key"},

    {"source.headers", "*", "text", "Name = \"value\""},

    {"x", "endpoint", "URL", "of the API"},
    {"x", "bearer_token_file", "file", "holds the token; without one, X sources are reported as failing"},
    {"x", "reads_per_day", "number", "posts read a day at most; 0: no limit"},

    {"category", "name", "text", "as it stands in the digest"},
    {"category", "keywords", "texts or {text, weight}",
     "each speaks for the category; \"/.../\" is a regular expression"},
    {"category", "any", "texts", "at least one must match"},
    {"category", "must", "texts", "all must match"},
    {"category", "exclude", "texts", "none may match"},
    {"category", "weight", "number", "in the ranking; 1 is usual"},
    {"category", "always", "true or false", "stands in every digest"},

    {"boost", "name", "text", "as explain prints it; that of a shipped one replaces it"},
    {"boost", "value", "number", "added to the score of a headline that fits; below 0: taken off"},
    {"boost", "any", "texts", "one must stand in the headline; \"/.../\" is a regular expression"},
    {"boost", "with", "texts", "one of these too"},
    {"boost", "exclude", "texts", "none of these"},

    {"category.keywords", "text", "text", "a word, a phrase, or \"/.../\""},
    {"category.keywords", "texts", "texts", "several that share one weight"},
    {"category.keywords", "weight", "number", "1 is usual"},

    {"digest", "name", "text", "tells digests apart; a folder's name"},
    {"digest", "directory", "folder", "absent: digests/ in the state directory"},
    {"digest", "file", "file name", "strftime pattern, of the window's end in local time"},
    {"digest", "title", "text", "may hold {stamp} {span} {hours} {begin} {end}; absent: the language's"},
    {"digest", "intro", "text", "the first line; absent: the language's"},
    {"digest", "language", "language tag", "instead of the global one"},
    {"digest", "every", "duration", "how often it is written, instead of the global window; divides a day"},
    {"digest", "at", "time of day",
     "one of the times at which it is written, such as \"08:00\"; absent: midnight"},
    {"digest", "max_items", "number", "at most so many items"},
    {"digest", "min_score", "number", "items below are left out"},
    {"digest", "per_author", "number", "items of one author at most; 0: no limit"},
    {"digest", "per_source", "number", "items of one source at most; 0: no limit"},
    {"digest", "per_category", "number", "items of one category at most; 0: no limit"},
    {"digest", "formats", "texts", "markdown, html (a site), json, atom (a feed)"},
    {"digest", "show", "texts",
     "updates, voices, language, time: beside each item; absent: all on the site, updates elsewhere"},
    {"digest", "site_title", "text", "of the site and the feed; absent: Eight Bells and the digest's name"},
    {"digest", "site_url", "URL", "where the site will be found: the feed's own address; absent: none"},
    {"digest", "site_directory", "folder", "of the site; absent: site/ beside the digests"},
    {"digest", "template_directory", "folder", "your templates, which replace the shipped ones file by file"},
    {"digest", "categories", "names", "only these; absent: all"},
    {"digest", "sources", "names", "only these; absent: all"},
    {"digest", "must", "texts", "words that a post must have, all; \"/.../\" is a regular expression"},
    {"digest", "any", "texts", "words that a post must have, one at least"},
    {"digest", "exclude", "texts", "words that a post must not have"},
    {"digest", "empty", "note or skip", "a window without items: a digest that says so, or none"},
    {"digest", "front_matter", "preset",
     "for whom Markdown is written: hugo, obsidian, zola, jekyll or none (formats.md)"},
    {"digest", "latest", "true or false",
     "keep latest.md, a link to the newest digest, beside the digests (Hugo would list it as one more page)"},
    {"digest", "title_length", "[least, most]", "characters of an item's title; absent: the language's"},
    {"digest", "summary_length", "[least, most]", "characters of an item's summary; absent: the language's"},

    {"editor", "endpoint", "URL", "OpenAI-compatible, up to /v1"},
    {"editor", "model", "text", "its name at the endpoint"},
    {"editor", "api_key_file", "file", "holds the key"},
    {"editor", "prompt_file", "file", "your own instructions; absent: the language's"},
    {"editor", "temperature", "number", "0 to 2"},
    {"editor", "timeout", "duration", "of one request"},
    {"editor", "deadline", "duration", "of a window's editing: then the rest stays extractive"},
    {"editor", "concurrency", "number", "requests at a time"},
    {"editor", "tokens_per_window", "number", "at most"},
    {"editor", "tokens_per_day", "number", "at most"},
    {"editor", "max_output_tokens", "number", "of one answer"},
    {"embeddings", "endpoint", "URL", "OpenAI-compatible, up to /v1"},
    {"embeddings", "model", "text", "its name at the endpoint"},
    {"embeddings", "api_key_file", "file", "holds the key"},
    {"embeddings", "timeout", "duration", "of a window's requests together"},

    {"on_digest", "command", "texts",
     "a program and its arguments, without a shell; learns the digest from its environment"},
    {"on_digest", "webhook", "URL", "gets the digest in the JSON format (formats.md)"},
    {"on_digest", "webhook_file", "file", "holds the webhook's address, for one that is a secret"},
    {"on_digest", "token_file", "file", "holds a token that the webhook gets (Authorization: Bearer)"},
    {"on_digest", "digests", "names", "only these; absent: all"},
    {"on_digest", "timeout", "duration", "of one run, or of one request"},

    {"aliases", "*", "texts", "name = other spellings"},
};

}  // namespace

const std::vector<ConfigKey>& config_keys() { return kKeys; }

std::vector<std::string> keys_of(std::string_view table) {
  std::vector<std::string> out;
  for (const ConfigKey& key : kKeys) {
    if (key.table == table && key.key != "*") out.emplace_back(key.key);
  }
  return out;
}

bool is_config_key(std::string_view table, std::string_view key) {
  return std::any_of(kKeys.begin(), kKeys.end(), [&](const ConfigKey& known) {
    return known.table == table && (known.key == key || known.key == "*");
  });
}

std::string table_title(std::string_view table) {
  if (table.empty()) return "the top of the file";
  if (table == "category.keywords") return "a keyword of [[category]]";
  const bool many = table == "source" || table == "category" || table == "boost" || table == "digest";
  return many ? fmt::format("[[{}]]", table) : fmt::format("[{}]", table);
}

}  // namespace eightbells
