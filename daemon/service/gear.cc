#include "daemon/service/gear.h"

#include <utility>

#include "daemon/service/editor_of.h"
#include "daemon/store/sqlite_store.h"

namespace eightbells {

Gear::Gear(const ServiceParts& parts, std::shared_ptr<const Settings> given, std::unique_ptr<Bell> made_bell,
           std::unique_ptr<Editor> made_editor)
    : settings(std::move(given)),
      bell(std::move(made_bell)),
      editor(std::move(made_editor)),
      http(parts.io, settings->collect),
      collector(parts.io, http.client(), parts.store, parts.clock, settings),
      hooks(std::make_shared<Hooks>(parts.io, settings->hooks)) {
  bell->on_written(
      [told = hooks.get()](const Digest& digest, const auto& files) { told->tell(news_of(digest, files)); });
}

Result<std::shared_ptr<Gear>> make_gear(const ServiceParts& parts, std::shared_ptr<const Settings> settings) {
  auto bell = Bell::open(settings, parts.state, parts.store, parts.files);
  if (!bell) return tl::unexpected(bell.error());
  auto editor = editor_of(*settings, parts.state / kDatabaseName);
  if (!editor) return tl::unexpected(editor.error());
  return std::make_shared<Gear>(parts, std::move(settings), std::move(*bell), std::move(*editor));
}

}  // namespace eightbells
