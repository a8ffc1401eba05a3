#include "base/status.h"
#include "tactful.h"

extern "C" {
const char* tactful_status_id(int32_t status) { return tactful::status_id(status); }
const char* tactful_status_text(int32_t status) { return tactful::status_text(status); }
}
