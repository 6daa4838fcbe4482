#include "daemon/cli/config_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "config/load.h"
#include "daemon/cli/setting_up.h"
#include "daemon/digest/files.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace fs = std::filesystem;

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : one_line(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string source_table(const Source& source) {
  const std::string_view key = source.kind == SourceKind::x ? "x" : "url";
  std::string out = "[[source]]\n";
  if (!source.name.empty() && source.name != source.address)
    out += fmt::format("name = {}\n", toml_string(source.name));
  out += fmt::format("{} = {}\n", key, toml_string(source.address));
  if (!source.category.empty()) out += fmt::format("category = {}\n", toml_string(source.category));
  if (!source.language.empty()) out += fmt::format("language = {}\n", toml_string(source.language));
  return out;
}

std::string with_table(std::string_view text, std::string_view table) {
  std::string out(text);
  if (!out.empty() && out.back() != '\n') out += '\n';
  if (!out.empty()) out += '\n';
  return out.append(table);
}

Result<void> append_to_config(const fs::path& file, std::string_view table) {
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  if (error) return fail(ErrorKind::io, fmt::format("cannot read {}: {}", file.string(), error.message()));
  const auto before = read_input(real.string());
  if (!before) return tl::unexpected(before.error());
  const std::string after = with_table(*before, table);
  const LoadResult loaded = load_settings_text(after, real);
  if (!loaded.errors.empty())
    return fail(ErrorKind::config, fmt::format("{} would not be valid with it, and was left as it is:\n{}",
                                               file.string(), loaded.errors.front().to_string()));
  struct stat was {};
  const bool known = ::stat(real.c_str(), &was) == 0;
  DiskFiles files;
  if (auto staged = files.stage(real, after); !staged) return staged;
  const fs::path temporary = staged_path(real);
  // A configuration may be for some eyes only; root may edit another's.
  if (known && (::chmod(temporary.c_str(), was.st_mode & 07777) != 0 ||
                (::geteuid() == 0 && ::chown(temporary.c_str(), was.st_uid, was.st_gid) != 0))) {
    const std::string why = std::strerror(errno);
    fs::remove(temporary, error);
    return fail(ErrorKind::io, fmt::format("cannot keep the mode and owner of {}: {}", file.string(), why));
  }
  return files.commit(real);
}

Result<void> write_new_file(const fs::path& file, std::string_view text) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0 && errno == EEXIST)
    return fail(
        ErrorKind::invalid,
        fmt::format("{} exists already and is not overwritten; name another file: eightbells init my.toml",
                    file.string()));
  if (descriptor < 0)
    return fail(ErrorKind::io, fmt::format("cannot write {}: {}; name another file: eightbells init my.toml",
                                           file.string(), std::strerror(errno)));
  bool good = true;
  for (std::size_t done = 0; good && done < text.size();) {
    const auto written = ::write(descriptor, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    good = written > 0;
    if (good) done += static_cast<std::size_t>(written);
  }
  good = ::fsync(descriptor) == 0 && good;
  const std::string why = good ? "" : std::strerror(errno);
  ::close(descriptor);
  if (good) return {};
  fs::remove(file, error);
  return fail(ErrorKind::io, fmt::format("cannot write {}: {}", file.string(), why));
}

}  // namespace eightbells
