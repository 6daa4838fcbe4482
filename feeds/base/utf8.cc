#include "feeds/base/utf8.h"
