#include "daemon/service/editor_of.h"

#include "daemon/editor/extractive.h"

namespace eightbells {

Result<std::unique_ptr<Editor>> editor_of(const Settings&) { return std::make_unique<ExtractiveEditor>(); }

}  // namespace eightbells
