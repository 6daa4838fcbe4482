# Writes the files of a folder as a C++ source: cmake -DFILES="a;b" -DOUTPUT=x.cc -P embed.cmake
set(text "// Made at build time of config/templates.\n#include \"daemon/render/template.h\"\n\nnamespace eightbells {\n\n")
string(APPEND text "const std::vector<std::pair<std::string_view, std::string_view>>& shipped_template_files() {\n"
  "  static const std::vector<std::pair<std::string_view, std::string_view>> kFiles = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" bytes)
  string(APPEND text "    {\"${name}\", R\"template(${bytes})template\"},\n")
endforeach()
string(APPEND text "  };\n  return kFiles;\n}\n\n}  // namespace eightbells\n")
file(WRITE "${OUTPUT}" "${text}")
