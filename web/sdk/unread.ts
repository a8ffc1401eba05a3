// What is learned where no core comes to read it: loaded when that is so.
import { transact } from "./storage.ts";

/** Most events of a tail that no core comes to read. */
const UNREAD = 4096;

/** No core will come to this page; others may fare better, if not for ever. */
export const giveUp = (): Promise<void> =>
  transact(false, (_, tail) => {
    const count = tail.count();
    count.onsuccess = () => {
      if (count.result > UNREAD) tail.clear();
    };
  });
