// Problem: hundreds of stories, a slow and unreliable server that costs money, and a digest that is due.
// Method: jobs start in the order of rank, `concurrency` at a time. Each is a small machine: ask, read,
// check; on a refused answer ask once more and say what was wrong; on 429, 5xx or a broken connection wait
// (Retry-After, else half a second doubled) and try again, if the deadline allows. A job that cannot go on
// leaves the extractive text with the reason. Three things stop all jobs that have not begun: the deadline
// (which also breaks off those under way), a server that fails several times in a row, and a model whose
// answers are refused many times in a row. Tokens are reserved before a request is sent (token_budget.h); a
// story that does not fit waits for those under way to give back what they did not use.
#include "daemon/editor/edit_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "daemon/editor/grounding.h"
#include "daemon/editor/language.h"
#include "daemon/editor/retry.h"
#include "daemon/editor/shape.h"
#include "daemon/editor/token_budget.h"
#include "daemon/editor/vocabulary.h"
#include "feeds/base/utf8.h"
#include "feeds/fetch/curl_client.h"

namespace eightbells {

namespace {

namespace asio = boost::asio;

constexpr int kMaxRetries = 2;                 // of one request after 429, 5xx, a broken connection
constexpr int kMaxDialects = 3;                // changes of form after 400
constexpr int kMaxFailuresInARow = 5;          // of the server: then it is left alone for this window
constexpr int kMaxRefusalsInARow = 12;         // of its answers
constexpr std::int64_t kTokensOfForm = 64;     // what a server's own template adds to the messages at most
constexpr std::size_t kMaxRepairEcho = 4'000;  // characters of a refused answer that are sent back

struct Job {
  std::size_t index = 0;  // of its request
  LengthBand band;
  std::vector<ChatMessage> messages;
  std::unique_ptr<Evidence> evidence;
  int retries = 0;
  int dialects = 0;
  bool repaired = false;
  std::int64_t reserved = 0;
  std::unique_ptr<asio::steady_timer> timer;
};

}  // namespace

class EditSession::Impl {
 public:
  Impl(const LanguageModelOptions& options, const std::vector<EditRequest>& requests, Instant now,
       Millis time_left, ChatDialect& dialect, EditStatistics& statistics, std::vector<Edited>& results)
      : options_(options),
        requests_(requests),
        now_(now),
        dialect_(dialect),
        statistics_(statistics),
        results_(results),
        begin_(std::chrono::steady_clock::now()),
        end_(begin_ + time_left),
        deadline_(io_),
        budget_(options.settings.tokens_per_window, options.settings.tokens_per_day, options.cache, now),
        aliases_(options.aliases) {
    client_ = options.http ? options.http(io_)
                           : std::make_unique<CurlClient>(
                                 io_, CurlClientOptions{std::max(options.settings.concurrency, 1), 16});
  }

  void run(const std::vector<std::size_t>& wanted) {
    wanted_ = wanted;
    deadline_.expires_at(end_);
    deadline_.async_wait([this](const boost::system::error_code& failed) {
      if (!failed) time_is_up();
    });
    if (time_left() <= Millis(0)) time_is_up();
    asio::post(io_, [this] { start_jobs(); });
    io_.run();
    statistics_.tokens = budget_.used();
  }

 private:
  using JobPointer = std::shared_ptr<Job>;

  // ---- which job, when ----

  void start_jobs() {
    if (starting_) return;  // a job that ends at once calls back into here
    starting_ = true;
    while (next_ < wanted_.size() && under_way_ < std::max(options_.settings.concurrency, 1)) {
      if (!stopped_.empty()) {
        leave(wanted_[next_++], stopped_kind_, stopped_);
        decided();
        continue;
      }
      if (!waiting_) waiting_ = prepare(wanted_[next_]);
      const std::int64_t most = cost_of(*waiting_);
      if (!budget_.reserve(most)) {
        if (!budget_.nothing_reserved()) break;  // one under way may give back enough
        leave(wanted_[next_++], "budget", "the token budget is spent");
        waiting_.reset();
        continue;
      }
      waiting_->reserved = most;
      ++next_;
      ++under_way_;
      send(std::exchange(waiting_, nullptr));
    }
    starting_ = false;
    if (next_ == wanted_.size() && under_way_ == 0) deadline_.cancel();
  }

  void time_is_up() {
    late_ = true;
    stop("deadline", "the time for editing was up");
    for (const auto& job : open_)
      if (job->timer) job->timer->cancel();
    client_->cancel_all();
    start_jobs();
  }

  void stop(std::string kind, std::string reason) {
    if (!stopped_.empty()) return;
    stopped_kind_ = std::move(kind);
    stopped_ = std::move(reason);
  }

  JobPointer prepare(std::size_t index) {
    const EditRequest& request = requests_[index];
    auto job = std::make_shared<Job>();
    job->index = index;
    job->evidence = std::make_unique<Evidence>(request.members, aliases_);
    const LengthBand full = band_for(request.length, request.language);
    job->band = full;
    // Little to tell asks for little: a least length that the entries cannot fill would have to be filled
    // with invention.
    const bool wide = is_unspaced(request.language);
    const double letters = job->evidence->substance() * (wide ? 0.6 : 1.5);
    job->band.summary_min = std::min(full.summary_min, std::max(20, static_cast<int>(letters)));
    job->messages = {{"system", system_message(prompt_for(options_.prompts, request.language),
                                               request.language, full, request.categories)},
                     {"user", user_message(request, job->band)}};
    return job;
  }

  // No tokeniser makes more tokens than there are bytes.
  [[nodiscard]] std::int64_t cost_of(const Job& job) const {
    std::size_t bytes = 0;
    for (const auto& message : job.messages) bytes += message.content.size() + message.role.size();
    return static_cast<std::int64_t>(bytes) + kTokensOfForm + options_.settings.max_output_tokens;
  }

  // ---- one job ----

  void send(const JobPointer& job) {
    if (std::find(open_.begin(), open_.end(), job) == open_.end()) open_.push_back(job);
    if (late_) return finish(job, "deadline", "the time for editing was up");
    ChatRequest chat;
    chat.model = options_.settings.model;
    chat.messages = job->messages;
    chat.temperature = options_.settings.temperature;
    chat.max_tokens = options_.settings.max_output_tokens;
    chat.categories = requests_[job->index].categories;
    const ChatDialect dialect = dialect_;
    HttpRequest request;
    request.method = "POST";
    request.url = endpoint() + "/chat/completions";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!options_.api_key.empty())
      request.headers.emplace_back("Authorization", "Bearer " + options_.api_key);
    request.body = chat_body(chat, dialect);
    request.options.timeout = options_.settings.timeout;  // time_is_up() ends what the deadline cuts short
    request.options.max_bytes = kMaxModelAnswer;
    request.options.max_redirects = 0;
    request.options.user_agent = "eightbells/" EIGHTBELLS_VERSION;
    request.options.allow_private = true;  // a model on this machine is the usual case, and the user named it
    ++statistics_.requests;
    client_->fetch(std::move(request), [this, job, dialect](Result<HttpResponse> response) {
      arrived(job, dialect, std::move(response));
    });
  }

  [[nodiscard]] std::string endpoint() const {
    std::string url = options_.settings.endpoint;
    while (!url.empty() && url.back() == '/') url.pop_back();
    return url;
  }

  [[nodiscard]] Instant clock() const {
    return now_ + std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begin_);
  }

  [[nodiscard]] Millis time_left() const {
    return std::chrono::duration_cast<Millis>(end_ - std::chrono::steady_clock::now());
  }

  void arrived(const JobPointer& job, const ChatDialect& asked, Result<HttpResponse> response) {
    if (late_) {
      settle(job, std::nullopt);
      return finish(job, "deadline", "the time for editing was up");
    }
    if (!response) return broken(job, response.error());
    const int status = response->status;
    if (status == 200) return answered(job, response->body);
    settle(job, 0);  // a refusal costs nothing
    if (status == 429 || status >= 500)
      return busy(job, status, find_header(response->headers, "Retry-After"));
    if ((status == 400 || status == 422) && job->dialects < kMaxDialects) {
      const ChatDialect next = asked == dialect_ ? next_dialect(asked, response->body)
                                                 : dialect_;  // another job may have learnt it
      if (!(next == asked)) {
        ++job->dialects;
        dialect_ = next;
        return again(job, Millis(0));
      }
    }
    server_failed();
    if (status == 401 || status == 403 || status == 404)
      stop("given up", fmt::format("the model's server refused with HTTP {}", status));
    finish(job, fmt::format("http {}", status), fmt::format("the model's server answered HTTP {}", status));
  }

  void broken(const JobPointer& job, const Error& error) {
    settle(job, std::nullopt);  // it may have been worked on
    if (error.kind == ErrorKind::network && job->retries < kMaxRetries)
      return retry(job, wait_before(job->retries), "network", error.message);
    server_failed();
    finish(job, error.kind == ErrorKind::timeout ? "timeout" : "network",
           "the model's server: " + error.message);
  }

  void busy(const JobPointer& job, int status, std::string_view retry_after) {
    const std::string kind = fmt::format("http {}", status);
    const std::string reason = fmt::format("the model's server answered HTTP {}", status);
    if (job->retries < kMaxRetries)
      return retry(job, wait_asked(retry_after, clock()).value_or(wait_before(job->retries)), kind, reason);
    server_failed();
    finish(job, kind, reason);
  }

  void retry(const JobPointer& job, Millis wait, const std::string& kind, const std::string& reason) {
    if (wait >= time_left()) {
      server_failed();
      return finish(job, kind, reason + ", and no time was left to wait");
    }
    ++job->retries;
    ++statistics_.retries;
    again(job, wait);
  }

  // Sends it once more after `wait`; its tokens are reserved anew.
  void again(const JobPointer& job, Millis wait) {
    job->timer = std::make_unique<asio::steady_timer>(io_, wait);
    job->timer->async_wait([this, job](const boost::system::error_code&) {
      const std::int64_t most = cost_of(*job);
      if (!late_ && !budget_.reserve(most)) return finish(job, "budget", "the token budget is spent");
      if (!late_) job->reserved = most;
      send(job);
    });
  }

  void settle(const JobPointer& job, std::optional<std::int64_t> used) {
    budget_.settle(std::exchange(job->reserved, 0), used);
  }

  // ---- answers ----

  void answered(const JobPointer& job, const std::string& body) {
    const auto answer = read_completion(body);
    std::optional<std::int64_t> used;
    if (answer && answer->prompt_tokens && answer->completion_tokens)
      used = *answer->prompt_tokens + *answer->completion_tokens;
    settle(job, used);
    failures_ = 0;
    if (!answer) return refused(job, "unreadable", answer.error().message, {});
    const auto edit = read_edit(answer->content, requests_[job->index].categories);
    if (!edit)
      return refused(job, "unreadable",
                     answer->cut ? "the answer was cut off at the limit of its length" : edit.error().message,
                     answer->content);
    if (const auto wrong = misshapen(edit->title, edit->summary, requests_[job->index].language, job->band))
      return refused(job, "misshapen", *wrong, answer->content);
    for (const std::string* text : {&edit->title, &edit->summary})
      if (const auto wrong = job->evidence->unsupported(*text, requests_[job->index].language))
        return refused(job, "ungrounded", *wrong, answer->content);
    accept(job, *edit);
  }

  void accept(const JobPointer& job, const ModelEdit& edit) {
    refusals_ = 0;
    const EditRequest& request = requests_[job->index];
    Edited& out = results_[job->index];
    out.title = edit.title;
    out.summary = edit.summary;
    out.categories = edit.categories;
    out.importance = edit.importance;
    out.by = options_.settings.model;
    out.fallback.clear();
    ++statistics_.edited;
    if (options_.cache)
      options_.cache->put(
          edit_cache_key(request, options_.settings.model, prompt_for(options_.prompts, request.language)),
          edit_to_json(edit));
    close(job);
  }

  // Says once what was wrong.
  void refused(const JobPointer& job, const std::string& kind, const std::string& reason,
               const std::string& content) {
    if (job->repaired || !stopped_.empty()) {
      if (++refusals_ >= kMaxRefusalsInARow)
        stop("given up", fmt::format("{} answers of the model in a row were refused", refusals_));
      return finish(job, kind, "the model's answer was refused: " + reason);
    }
    job->repaired = true;
    ++statistics_.repairs;
    if (!content.empty())
      job->messages.push_back({"assistant", std::string(truncate_code_points(content, kMaxRepairEcho))});
    job->messages.push_back(
        {"user", fmt::format("That answer cannot be used: {}. Write it again from the same entries, as one "
                             "JSON object with title, "
                             "summary, categories and importance, and nothing that the entries do not say.",
                             truncate_code_points(reason, 300))});
    again(job, Millis(0));
  }

  void server_failed() {
    if (++failures_ >= kMaxFailuresInARow)
      stop("given up", fmt::format("the model's server failed {} times in a row", failures_));
  }

  void finish(const JobPointer& job, const std::string& kind, const std::string& reason) {
    if (job->reserved > 0) settle(job, std::nullopt);
    leave(job->index, kind, reason);
    close(job);
  }

  void leave(std::size_t index, const std::string& kind, const std::string& reason) {
    results_[index].fallback = reason;
    ++statistics_.fallbacks[kind];
  }

  void close(const JobPointer& job) {
    open_.erase(std::remove(open_.begin(), open_.end(), job), open_.end());
    --under_way_;
    decided();
    asio::post(io_, [this] { start_jobs(); });
  }

  void decided() {
    ++decided_;
    if (options_.progress) options_.progress(decided_, static_cast<int>(wanted_.size()));
  }

  const LanguageModelOptions& options_;
  const std::vector<EditRequest>& requests_;
  Instant now_;
  ChatDialect& dialect_;
  EditStatistics& statistics_;
  std::vector<Edited>& results_;
  int decided_ = 0;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point end_;
  asio::io_context io_{1};
  asio::steady_timer deadline_;
  TokenBudget budget_;
  AliasIndex aliases_;
  std::unique_ptr<HttpClient> client_;  // after io_: it goes first
  std::vector<std::size_t> wanted_;
  std::size_t next_ = 0;  // of wanted_
  int under_way_ = 0;
  JobPointer waiting_;  // prepared, and waits for tokens
  std::vector<JobPointer> open_;
  int failures_ = 0;
  int refusals_ = 0;
  bool starting_ = false;
  bool late_ = false;
  std::string stopped_;  // why no further job begins; empty: they do
  std::string stopped_kind_;
};

EditSession::EditSession(const LanguageModelOptions& options, const std::vector<EditRequest>& requests,
                         Instant now, Millis time_left, ChatDialect& dialect, EditStatistics& statistics,
                         std::vector<Edited>& results)
    : impl_(std::make_unique<Impl>(options, requests, now, time_left, dialect, statistics, results)) {}
EditSession::~EditSession() = default;

void EditSession::run(const std::vector<std::size_t>& wanted) { impl_->run(wanted); }

}  // namespace eightbells
