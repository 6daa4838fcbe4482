// Failure as a value. Every function that can fail returns Result<T>; an Error carries a kind, on which
// policy is decided, and one sentence for a person, which says what happened and where.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace eightbells {

enum class ErrorKind {
  invalid,    // the caller's input cannot be used as it is (a URL, a time, an option)
  parse,      // a document could not be read
  config,     // the configuration is wrong
  network,    // no connection, no name, reset, TLS
  timeout,    // a deadline passed
  too_large,  // a limit on size, depth or count was reached
  http,       // the server answered, and the answer is a refusal
  refused,    // our own rules forbid it (a private address, a scheme)
  not_found,  // there is no such thing
  io,         // a file or a folder
  database,   // SQLite
  cancelled,  // stopped from our side
};

// The kind's name as it stands in logs and JSON, such as "too_large".
std::string_view name_of(ErrorKind kind);

struct Error {
  ErrorKind kind;
  std::string message;  // one sentence without a full stop at the end, no newline, no secret
};

template <typename T>
using Result = tl::expected<T, Error>;

// fail(ErrorKind::io, "...") is what a function returns when it fails.
inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

// Passes an error up with words in front: fail(error, "cannot read x").
inline tl::unexpected<Error> fail(const Error& error, std::string_view before) {
  return tl::unexpected<Error>(Error{error.kind, std::string(before) + ": " + error.message});
}

}  // namespace eightbells
