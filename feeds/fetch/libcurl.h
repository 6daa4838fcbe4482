// libcurl, loaded when something is fetched. It brings thirty libraries (TLS, HTTP/2, Kerberos, LDAP ...),
// all of whose symbols the dynamic linker resolves at once, as the hardening wants it: half of the time that
// the program took to start, also where nothing is fetched (--version, check, status, search, parse).
#pragma once

#include <curl/curl.h>

namespace eightbells {

// The functions that are used, by their names without "curl_". Only through libcurl().
class LibCurl {
  template <typename Function>
  static Function find(const char* name) {
    return reinterpret_cast<Function>(find_symbol(name));
  }
  static void* find_symbol(const char* name);

 public:
// NOLINTNEXTLINE(bugprone-macro-parentheses): what is declared has no parentheses
#define EIGHTBELLS_CURL(name) decltype(&::curl_##name) name = find<decltype(&::curl_##name)>("curl_" #name)
  EIGHTBELLS_CURL(easy_cleanup);
  EIGHTBELLS_CURL(easy_getinfo);
  EIGHTBELLS_CURL(easy_init);
  EIGHTBELLS_CURL(easy_reset);
  EIGHTBELLS_CURL(easy_setopt);
  EIGHTBELLS_CURL(easy_strerror);
  EIGHTBELLS_CURL(free);
  EIGHTBELLS_CURL(global_init);
  EIGHTBELLS_CURL(multi_add_handle);
  EIGHTBELLS_CURL(multi_cleanup);
  EIGHTBELLS_CURL(multi_info_read);
  EIGHTBELLS_CURL(multi_init);
  EIGHTBELLS_CURL(multi_remove_handle);
  EIGHTBELLS_CURL(multi_setopt);
  EIGHTBELLS_CURL(multi_socket_action);
  EIGHTBELLS_CURL(multi_strerror);
  EIGHTBELLS_CURL(slist_append);
  EIGHTBELLS_CURL(slist_free_all);
  EIGHTBELLS_CURL(url);
  EIGHTBELLS_CURL(url_cleanup);
  EIGHTBELLS_CURL(url_get);
  EIGHTBELLS_CURL(url_set);
  EIGHTBELLS_CURL(url_strerror);
  EIGHTBELLS_CURL(version_info);
#undef EIGHTBELLS_CURL
};

// Loads and initialises it at the first call, from any thread; it stays until the end. Where it is not
// installed the program ends, as without any other of its libraries: with a line about it and status 127.
[[nodiscard]] const LibCurl& libcurl();

}  // namespace eightbells
