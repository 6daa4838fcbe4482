#include "feeds/fetch/libcurl.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>

namespace eightbells {
namespace {

constexpr char kLibrary[] = "libcurl.so.4";  // its name since 2006

[[noreturn]] void end_without_it() {
  const char* const why = dlerror();
  fmt::print(stderr, "eightbells: cannot load {}: {}\n", kLibrary, why ? why : "no reason is given");
  std::_Exit(127);
}

}  // namespace

void* LibCurl::find_symbol(const char* name) {
  static void* const library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  void* const symbol = library ? dlsym(library, name) : nullptr;
  if (!symbol) end_without_it();
  return symbol;
}

// global_init is wanted once in a process, before anything else. Nothing is undone at exit: other threads may
// run.
const LibCurl& libcurl() {
  static const LibCurl functions = [] {
    const LibCurl loaded;
    loaded.global_init(CURL_GLOBAL_ALL);
    return loaded;
  }();
  return functions;
}

}  // namespace eightbells
