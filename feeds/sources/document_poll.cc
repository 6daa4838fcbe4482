#include "feeds/sources/document_poll.h"

#include <algorithm>
#include <utility>

#include "feeds/base/hash.h"
#include "feeds/fetch/verdict.h"
#include "feeds/parse/parse_feed.h"
#include "feeds/sources/discovery.h"
#include "feeds/sources/extra.h"
#include "feeds/sources/health.h"
#include "feeds/sources/opml.h"
#include "feeds/sources/rhythm.h"
#include "feeds/sources/sentences.h"

namespace eightbells {
namespace {

Beat beat_of(const PollSettings& settings) { return {settings.window, settings.next_window}; }

// ---- the state after an answer ----

void learn_hints(SourceState& state, const Feed& feed) {
  extra::set(state, extra::kPollAfter,
             feed.poll_after ? std::to_string(feed.poll_after->count()) : std::string{});
  extra::set_numbers(state, extra::kSkipHours, feed.skip_hours);
  extra::set_numbers(state, extra::kSkipDays, feed.skip_days);
}

Hints hints_of(const SourceState& state, const HttpResponse& response, Instant now) {
  Hints hints;
  hints.fresh_for = freshness(response.headers, now);
  if (const Millis after{extra::number(state, extra::kPollAfter)}; after.count() > 0) {
    hints.fresh_for = std::max(hints.fresh_for.value_or(Millis{0}), after);
  }
  hints.skip_hours = extra::numbers(state, extra::kSkipHours);
  hints.skip_days = extra::numbers(state, extra::kSkipDays);
  return hints;
}

// Counts sightings of a permanent redirect; the last one that is needed stores its target.
void learn_redirects(SourceState& state, const HttpResponse& response, std::vector<std::string>& notes) {
  const Move move = see_redirects({state.moved_to, state.moved_seen, false}, response);
  state.moved_to = move.believed ? std::string{} : move.to;
  state.moved_seen = move.believed ? 0 : move.seen;
  if (!move.believed) return;
  state.stored_url = move.to;
  state.extra.erase(extra::kPage);
  notes.push_back("has moved for good to " + shown(state.stored_url) +
                  " and is read there from now on: put that address in the configuration");
}

// A success, whatever it was worth.
void succeed(const PollContext& poll, SourceState& state, const HttpResponse& response) {
  state.failures = 0;
  state.last_error.clear();
  state.last_poll = poll.now;
  state.last_success = poll.now;
  if (!state.first_success) state.first_success = poll.now;
  const Instant due = next_due_after_success(poll.source, hints_of(state, response, poll.now),
                                             beat_of(poll.settings), poll.now);
  const std::optional<Millis> wait = retry_after(response.headers, poll.now);
  state.next_due = not_before(due, wait ? std::optional<Instant>(poll.now + *wait) : std::nullopt, poll.now);
  refresh_health(poll.source, state, poll.now);
}

std::vector<Source> known_list(const SourceState& state) {
  const auto found = state.extra.find(extra::kList);
  if (found == state.extra.end()) return {};
  return parse_opml(found->second).value_or(std::vector<Source>{});
}

PollResult not_modified(const PollContext& poll, SourceState state, const HttpResponse& response,
                        const Validators& validators) {
  PollResult out;
  out.outcome = PollOutcome::not_modified;
  state.etag = validators.etag;
  state.last_modified = validators.last_modified;
  learn_redirects(state, response, out.notes);
  succeed(poll, state, response);
  out.found = known_list(state);
  out.state = std::move(state);
  return out;
}

struct FailurePolicy {
  bool soon = false;
  std::optional<Instant> not_before;
};

PollResult failed(const PollContext& poll, SourceState state, Error error, const FailurePolicy& policy) {
  PollResult out;
  ++state.failures;
  state.last_poll = poll.now;
  state.last_error = error.message;
  if (!state.stored_url.empty() && state.failures >= kFailuresToReturn) {
    state.stored_url.clear();
    state.extra.erase(extra::kPage);
    state.etag.clear();  // they were the stored address's
    state.last_modified.clear();
  }
  const Instant due =
      next_due_after_failure(poll.source, state.failures, policy.soon, beat_of(poll.settings), poll.now);
  state.next_due = not_before(due, policy.not_before, poll.now);
  refresh_health(poll.source, state, poll.now);
  out.found = known_list(state);
  out.error = std::move(error);
  out.state = std::move(state);
  return out;
}

// The document as a feed, or as the list of sources that is kept in the state.
Result<Feed> read_body(const PollContext& poll, const SourceState& state, const HttpResponse& response,
                       PollResult& out) {
  if (poll.source.kind == SourceKind::opml) {
    Result<std::vector<Source>> list = parse_opml(response.body);
    if (!list) return tl::unexpected<Error>(list.error());
    out.found = std::move(*list);
    return Feed{};
  }
  ParseOptions options;
  options.base_url = response.url;
  options.content_type = std::string(find_header(response.headers, "content-type"));
  options.max_entries = poll.settings.max_entries;
  // Of a source that never answered nothing is stored.
  if (poll.settings.is_known && state.first_success) {
    options.is_known = [&poll](std::string_view id, std::uint64_t written) {
      return poll.settings.is_known(poll.source, id, written);
    };
  }
  return parse_feed(response.body, options);
}

// The body is a document: takes what it says into the state and the result.
void take_feed(const PollContext& poll, SourceState& state, Feed feed, const HttpResponse& response,
               PollResult& out) {
  out.outcome = PollOutcome::fetched;
  const Validators validators = validators_of(response.headers);
  state.etag = validators.etag;
  state.last_modified = validators.last_modified;
  state.body_hash = hash128_hex(response.body);
  extra::set(state, extra::kDamaged, feed.damaged ? "1" : "");
  learn_hints(state, feed);
  if (poll.source.kind == SourceKind::opml) {
    extra::set(state, extra::kList, write_opml(out.found, poll.source.name));
  } else {
    learn_document(state, feed, true, poll.now);
  }
  for (Entry& entry : feed.entries) {
    if (entry.language.empty()) entry.language = feed.language.empty() ? poll.source.language : feed.language;
  }
  out.entries = std::move(feed.entries);
}

DocumentStep read_success(const PollContext& poll, SourceState state, bool conditional,
                          const HttpResponse& response) {
  DocumentStep step;
  const bool whole = !conditional;
  if (!state.body_hash.empty() && state.body_hash == hash128_hex(response.body)) {
    if (whole) state.last_full = poll.now;
    step.result = not_modified(poll, std::move(state), response, validators_of(response.headers));
    return step;
  }
  Result<Feed> feed = read_body(poll, state, response, step.result);
  if (!feed) {
    // What cannot be read is asked for again, whole.
    state.etag.clear();
    state.last_modified.clear();
    const Error error =
        no_document(response, poll.source.name, state.first_success.has_value(), feed.error());
    const bool may_name_feeds =
        poll.source.kind == SourceKind::feed && page_kind(response.body) == PageKind::page;
    if (may_name_feeds) step.feed_links = feed_links(response.body, response.url);
    if (step.feed_links.size() > kMaxFeedLinks) step.feed_links.resize(kMaxFeedLinks);
    step.result = failed(poll, std::move(state), error, {});
    return step;
  }
  if (whole) state.last_full = poll.now;
  take_feed(poll, state, std::move(*feed), response, step.result);
  learn_redirects(state, response, step.result.notes);
  succeed(poll, state, response);
  step.result.state = std::move(state);
  return step;
}

PollResult retire(const PollContext& poll, SourceState state, const HttpResponse& response) {
  PollResult out;
  const std::string sentence =
      shown(response.url) +
      " is gone for good (410) and is not asked any more: remove the source or give its new address";
  out.error = Error{ErrorKind::http, sentence};
  out.notes.push_back(sentence);
  ++state.failures;
  state.last_poll = poll.now;
  state.last_error = sentence;
  state.next_due.reset();
  if (state.health != Health::retired) state.health_since = poll.now;
  state.health = Health::retired;
  out.state = std::move(state);
  return out;
}

}  // namespace

DocumentStep read_document(const PollContext& poll, SourceState state, const HttpRequest& asked,
                           const HttpResponse& response) {
  const bool conditional = !find_header(asked.headers, "if-none-match").empty() ||
                           !find_header(asked.headers, "if-modified-since").empty();
  const Verdict verdict = judge(response, conditional, poll.now);
  // A host that was reached over a temporary redirect cannot speak for the source, nor can a stored address.
  const bool direct = response.redirects.empty() || permanent_target(response) == response.url;
  DocumentStep step;
  switch (verdict.kind) {
    case VerdictKind::fetched:
      return read_success(poll, std::move(state), conditional, response);
    case VerdictKind::not_modified: {
      const Validators validators = refreshed({state.etag, state.last_modified}, response.headers);
      step.result = not_modified(poll, std::move(state), response, validators);
      return step;
    }
    case VerdictKind::gone:
      if (!direct || !state.stored_url.empty()) break;
      step.result = retire(poll, std::move(state), response);
      return step;
    case VerdictKind::retry:
    case VerdictKind::failed:
      break;
  }
  // Who is asked too often is not asked sooner than usual.
  const bool soon = verdict.kind == VerdictKind::retry && response.status != 429;
  const FailurePolicy policy{soon, verdict.not_before};
  step.result = failed(poll, std::move(state), Error{ErrorKind::http, verdict.sentence}, policy);
  return step;
}

std::optional<PollResult> read_discovered(const PollContext& poll, SourceState state, const std::string& page,
                                          const std::string& link, const HttpResponse& response) {
  if (response.status < 200 || response.status >= 300) return std::nullopt;
  PollResult out;
  Result<Feed> feed = read_body(poll, state, response, out);
  if (!feed) return std::nullopt;
  state.stored_url = link;
  state.moved_to.clear();
  state.moved_seen = 0;
  extra::set(state, extra::kPage, page);
  state.last_full = poll.now;
  take_feed(poll, state, std::move(*feed), response, out);
  out.notes.push_back(shown(page) + " is a web page; its feed " + shown(link) +
                      " is read instead: put that address in the configuration");
  succeed(poll, state, response);
  out.state = std::move(state);
  return out;
}

PollResult read_failure(const PollContext& poll, SourceState state, Error error) {
  if (error.kind == ErrorKind::cancelled) {
    // Stopped by us: the source is as it was.
    PollResult out;
    out.found = known_list(state);
    out.error = std::move(error);
    out.state = std::move(state);
    return out;
  }
  if (poll.source.kind != SourceKind::command) error = with_advice(std::move(error));
  const bool soon = error.kind == ErrorKind::network || error.kind == ErrorKind::timeout;
  return failed(poll, std::move(state), std::move(error), {soon, std::nullopt});
}

}  // namespace eightbells
