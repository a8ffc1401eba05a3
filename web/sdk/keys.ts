// Where things lie in localStorage.

/** Where the snippet finds the plan. */
export const PLAN_KEY = "tactful:plan";
/** Where pages without the SDK, a checkout say, leave events for the next page that has it (inbox.ts). */
export const INBOX_KEY = "tactful:inbox";
/** Present: Tactful does nothing in this browser. */
export const OFF_KEY = "tactful:off";
/** How its value begins where the visitor paused Tactful itself, which no yes of the site's undoes. What the site has asked them follows as
 * JSON, if it has: that holds again when they go on. */
export const PAUSED = "paused";
/** The button for it. */
export const PAUSE = "[data-tactful=pause]";
/** An erasing is due, and may have been cut off by a page that was left: what was agreed to, as JSON, which holds after it. */
export const ERASE_KEY = "tactful:erase";
