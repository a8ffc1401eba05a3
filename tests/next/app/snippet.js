import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `npx tactful snippet` prints, kept with the site. */
const text = readFileSync(join(process.cwd(), "snippet.js"), "utf8");

/** For the head of every layout. Browsers hide nonces, so React could not compare them. */
export const Snippet = ({ nonce }) => (
  <>
    <script nonce={nonce} data-release="1" suppressHydrationWarning dangerouslySetInnerHTML={{ __html: text }} />
    <script nonce={nonce} suppressHydrationWarning async src="/tactful.js" data-pack="/site.pack" data-consent="not-required" />
  </>
);
