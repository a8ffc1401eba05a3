// Where things lie in localStorage.

/** Where the snippet finds the plan. */
export const PLAN_KEY = "tactful:plan";
/** Where pages without the SDK, a checkout say, leave events for the next page that has it (inbox.ts). */
export const INBOX_KEY = "tactful:inbox";
/** Present: Tactful does nothing in this browser. */
export const OFF_KEY = "tactful:off";
/** Its value where the visitor paused Tactful itself, which a consent tool's yes does not undo. */
export const PAUSED = "paused";
