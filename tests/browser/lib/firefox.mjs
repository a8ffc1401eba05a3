// Firefox for the browser tests, driven over WebDriver BiDi: one process a file, one context (a fresh browser) a test.
import { existsSync } from "node:fs";
import { after } from "node:test";
import puppeteer from "puppeteer-core";

/** The browser that is there. */
export const program = [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((file) => file && existsSync(file));

/** Firefox for the tests of a file, ended after them. Returns what opens a fresh browser in it, with its own storage. */
export function useFirefox() {
  let browser;
  after(async () => (await browser)?.close());
  return async () => {
    browser ??= puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
    return (await browser).createBrowserContext();
  };
}
