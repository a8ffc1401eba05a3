#pragma once
#include "decision/decide.h"

/// An engine is a pack and a profile; nothing else is remembered between calls.
struct tactful_engine {
  tactful::Pack pack;
  tactful::Profile profile;
};
