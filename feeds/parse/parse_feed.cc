#include "feeds/parse/parse_feed.h"

#include <algorithm>
#include <exception>

#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/parse/atom.h"
#include "feeds/parse/cdf.h"
#include "feeds/parse/detect.h"
#include "feeds/parse/draft.h"
#include "feeds/parse/json_feed.h"
#include "feeds/parse/rss.h"
#include "feeds/parse/x_posts.h"
#include "feeds/parse/xml.h"
#include "feeds/text/charset.h"

namespace eightbells {
namespace {

Entry finish_entry(const EntryDraft& draft, const ParseOptions& options) {
  Entry entry;
  entry.id = draft.identity();
  entry.link = draft.link.value();
  entry.author = draft.author.value();
  entry.categories = draft.categories;
  entry.published = draft.published.value();
  entry.updated = draft.updated.value();
  entry.language = draft.language;
  entry.written = written_hash({draft.title.value(), draft.summary.value(), draft.content.value()});
  entry.known = options.is_known && !entry.id.empty() && options.is_known(entry.id, entry.written);
  if (entry.known) return entry;
  entry.title = read_title(draft.title.value(), options.max_title_bytes);
  entry.summary = read_text(draft.summary.value(), options.max_text_bytes);
  entry.content = read_text(draft.content.value(), options.max_text_bytes);
  if (entry.id.empty()) entry.id = id_of_text(entry);
  return entry;
}

// How long the document asks to be left alone: the longer of its two ways to say it.
std::optional<Millis> poll_after(const FeedDraft& draft) {
  std::optional<Millis> wait = draft.ttl;
  if (draft.update_period) {
    const Millis period = *draft.update_period / std::max(1, draft.update_frequency);
    if (!wait || period > *wait) wait = period;
  }
  return wait;
}

Feed finish_feed(const FeedDraft& draft, const ParseOptions& options) {
  Feed feed;
  feed.format = draft.format;
  feed.title = read_title(draft.title.value(), options.max_title_bytes);
  feed.link = draft.link.value();
  feed.language = draft.language.value();
  feed.poll_after = poll_after(draft);
  feed.skip_hours = draft.skip_hours;
  feed.skip_days = draft.skip_days;
  feed.built = draft.built.value();
  const bool timeline = is_x_timeline(draft);
  feed.entries.reserve(draft.entries.size());
  for (const EntryDraft& entry_draft : draft.entries) {
    Entry entry = timeline ? finish_x_post(entry_draft, options) : finish_entry(entry_draft, options);
    if (entry.author.empty()) entry.author = draft.author.value();
    if (entry.language.empty()) entry.language = feed.language;
    feed.entries.push_back(std::move(entry));
  }
  return feed;
}

// What a cut document leaves of its last item may be nothing that can be shown.
void drop_empty_last(FeedDraft& draft) {
  if (draft.entries.empty()) return;
  const EntryDraft& last = draft.entries.back();
  if (last.identity().empty() && !last.title.has_value() && !last.summary.has_value() &&
      !last.content.has_value()) {
    draft.entries.pop_back();
  }
}

// A document without an address still names itself, as a rule.
std::string base_in(const FeedRoot& root) {
  if (root.kind == FeedKind::atom) return self_base(root.node);
  for (const pugi::xml_node child : root.node.children()) {
    if (ascii_lower(local_part(child.name())) == "channel") return self_base(child);
  }
  return self_base(root.node);
}

Result<Feed> parse_xml(std::string_view bytes, Decoded decoded, const ParseOptions& options) {
  XmlTree tree;
  tree.text = std::move(decoded.text);
  XmlLimits limits;
  limits.depth = options.max_depth;
  load_xml(tree, limits, [&] { return to_utf8(bytes, options.content_type).text; });
  const FeedRoot root = find_feed(tree.document);
  if (root.kind == FeedKind::none) {
    return fail(ErrorKind::parse, describe_no_feed(to_utf8(bytes, options.content_type).text));
  }
  const Scope document(options.base_url.empty() ? base_in(root) : options.base_url);
  FeedDraft draft;
  if (root.kind == FeedKind::atom) {
    read_atom(root.node, document, options, draft);
  } else if (root.kind == FeedKind::cdf) {
    read_cdf(root.node, document, options, draft);
  } else {
    read_rss(root.node, document, options, draft);
  }
  if (tree.damaged) drop_empty_last(draft);
  Feed feed = finish_feed(draft, options);
  feed.damaged = tree.damaged;
  return feed;
}

}  // namespace

Result<Feed> parse_feed(std::string_view bytes, const ParseOptions& options) {
  try {
    Decoded decoded = to_utf8(bytes, options.content_type);
    if (trim(decoded.text).empty()) return fail(ErrorKind::parse, describe_no_feed({}));
    if (looks_like_json(decoded.text)) return read_json_feed(decoded.text, options);
    return parse_xml(bytes, std::move(decoded), options);
  } catch (const std::exception& error) {  // memory, and what a library throws
    return fail(ErrorKind::parse, std::string("the document could not be read: ") + error.what());
  }
}

}  // namespace eightbells
