# The Debian package, by CPack: script/package. The libraries that it depends on are read from the program (dpkg-shlibdeps).
set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON)  # the configuration lies in /etc, whatever the prefix
set(CPACK_PACKAGE_NAME eightbells)
set(CPACK_PACKAGE_VENDOR "The Eight Bells authors")
set(CPACK_PACKAGE_CONTACT "The Eight Bells authors <eightbells@users.noreply.github.com>")
set(CPACK_PACKAGE_HOMEPAGE_URL https://github.com/eightbells/eightbells)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "news digests every four hours, from feeds and posts on X")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Eight Bells polls feeds, X accounts and programs, folds posts about the same
event into stories, files them under categories, and writes one numbered
digest for every window of four hours. It runs as a systemd service.")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, tzdata, libcurl4 (>= 7.88) | libcurl4t64")  # libcurl is loaded, not linked: feeds/fetch/libcurl.h
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_CURRENT_LIST_DIR}/debian/postinst ${CMAKE_CURRENT_LIST_DIR}/debian/prerm ${CMAKE_CURRENT_LIST_DIR}/debian/postrm
  ${CMAKE_CURRENT_LIST_DIR}/debian/conffiles)
include(CPack)
