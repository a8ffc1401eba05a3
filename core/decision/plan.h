#pragma once
#include "decision/decide.h"

namespace tactful {

/// Most entries of a plan.
constexpr std::uint32_t kPlanEntries = 8;

/// What is stored for the next page load, as an encoded object: `{slot, plan: [{from, until, if,
/// variant, level, content?}, …]}`. Entries are planned for now, for the next
/// visit, for each boundary in time within kLongestMs, and for each literal that the slot's
/// conditions compare a signal of arrival with. `if` holds every signal that the slot's conditions
/// read, so at most one entry of a time holds; the first that holds wins; where none does, the
/// site's own hero stays. Levels `default` need no entry.
///
/// cost    up to some hundred decisions; meant for idle time
void write_plan(const Pack& pack, const Profile& profile, const Slot& slot,
                const Circumstances& at, bool content, ValueWriter& out) noexcept;

/// What a page prepares for: `[{slot, campaign, links, prefetch, pictures}, …]`; `links` are the [dimension, value] that some
/// variant is for first of all; pictures only where all are fetched.
void write_slots(const Pack& pack, ValueWriter& out) noexcept;

}  // namespace tactful
