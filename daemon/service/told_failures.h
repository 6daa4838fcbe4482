// Which failures of sources are news to the log: a source that fails for a month is one line, not one a
// window.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/model/digest.h"

namespace eightbells {

class ToldFailures {
 public:
  struct News {
    std::vector<std::string> failed;  // to be told now
    struct Recovered {
      std::string text;  // as it was told
      Instant since;
    };
    std::vector<Recovered> recovered;
  };

  // Takes note of how a polling went. A failure is news when it was not there the last time, or has another
  // reason now; what `report.notes` says already is not said again. When a report names fewer failures than
  // there are, nothing counts as recovered.
  [[nodiscard]] News take(const CollectReport& report, Instant now);

  // The sources are others now: what still fails is told again, and what is gone has not recovered.
  void forget() { told_.clear(); }

 private:
  std::map<std::string, Instant> told_;  // "name: sentence", since when
};

// One line for each note of `report` and for each news of `told`.
void log_polling(const CollectReport& report, ToldFailures& told, Instant now);

}  // namespace eightbells
