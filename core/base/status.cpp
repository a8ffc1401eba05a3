#include "base/status.h"

namespace tactful {

const char* status_id(std::int32_t status) noexcept {
  switch (status) {
#define TACTFUL_STATUS_ID(name, number, id, text) \
  case number:                                    \
    return id;
    TACTFUL_STATUSES(TACTFUL_STATUS_ID)
#undef TACTFUL_STATUS_ID
  }
  return "unknown-status";
}

const char* status_text(std::int32_t status) noexcept {
  switch (status) {
#define TACTFUL_STATUS_TEXT(name, number, id, text) \
  case number:                                      \
    return text;
    TACTFUL_STATUSES(TACTFUL_STATUS_TEXT)
#undef TACTFUL_STATUS_TEXT
  }
  return "unknown status";
}

}  // namespace tactful
