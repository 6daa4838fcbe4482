// Everything that follows from one configuration; swapped whole on reload.
#pragma once

#include <memory>

#include "daemon/collect/collect.h"
#include "daemon/collect/live_http.h"
#include "daemon/editor/editor.h"
#include "daemon/service/bell.h"
#include "daemon/service/hooks.h"
#include "daemon/service/service.h"

namespace eightbells {

struct Gear {
  std::shared_ptr<const Settings> settings;
  std::unique_ptr<Bell> bell;
  std::unique_ptr<Editor> editor;
  LiveHttp http;
  Collector collector;
  std::shared_ptr<Hooks> hooks;  // hears of every digest that the bell writes

  // As make_gear gives it: what it is made of must outlive it.
  Gear(const ServiceParts& parts, std::shared_ptr<const Settings> given, std::unique_ptr<Bell> made_bell,
       std::unique_ptr<Editor> made_editor);
};

// Error: the zone, a category, the database or a file that the settings name is not usable.
[[nodiscard]] Result<std::shared_ptr<Gear>> make_gear(const ServiceParts& parts,
                                                      std::shared_ptr<const Settings> settings);

}  // namespace eightbells
