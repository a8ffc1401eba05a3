/** The bytes that an element of the page holds in base64: for a pack under `connect-src 'none'`. Loaded where a page has one. */
export const inlineBytes = (selector: string): Uint8Array => Uint8Array.from(atob(document.querySelector(selector)!.textContent!), (c) => c.charCodeAt(0));
