/** The slots of a page. */
import type { Host } from "./host.ts";

export const SLOT = "[data-tactful-slot]";

/** What a promotion event says of a slot: which it is, and what it shows and of which campaign, where that is known. */
export const promotion = ({ dataset }: HTMLElement) => ({
  creative_slot: dataset["tactfulSlot"],
  creative_name: dataset["tactfulVariant"],
  promotion_id: dataset["tactfulCampaign"],
});

/** A click on a hero leaves the page: it cannot wait for the rest. The others are kept for it. */
export const watchClicks = (host: Host): void =>
  addEventListener(
    "click",
    ({ target }) => {
      host.clicked?.push(target as Element);
      const slot = (target as Element).closest?.("a") && (target as Element).closest<HTMLElement>(SLOT);
      if (slot) host.track("select_promotion", promotion(slot));
    },
    true,
  );
