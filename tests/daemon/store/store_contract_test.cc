#include "tests/contract/store_contract.h"

#include "daemon/store/sqlite_store.h"
#include "tests/support/memory_store.h"

namespace eightbells::testing {

INSTANTIATE_TEST_SUITE_P(
    Stores, StoreContract,
    ::testing::Values(StoreMaker{"Sqlite",
                                 [](const auto& folder) {
                                   return open_sqlite_store(folder / "state.db").value();
                                 }},
                      StoreMaker{"Memory", [](const auto&) { return std::make_unique<MemoryStore>(); }}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace eightbells::testing
