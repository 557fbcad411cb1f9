import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Starts a headless Chromium that comes as a package, or the one that `CHROMIUM` names; nothing is downloaded. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env["CHROMIUM"] ?? (await chromium.executablePath()),
    args: [
      "--no-sandbox",
      "--headless",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
