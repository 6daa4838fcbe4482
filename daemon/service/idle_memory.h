// What an idle daemon holds of the machine's memory.
#pragma once

#include <cstddef>

namespace eightbells {

// Gives back what the next bell, hours away, can take again: free memory of the heap, and the pages of code.
// Returns the bytes of code mappings that were let go.
std::size_t give_memory_back();

}  // namespace eightbells
