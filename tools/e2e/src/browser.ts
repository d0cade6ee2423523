import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];
const HOW_TO_GET_ONE = "on Debian: apt-get install chromium";

/** Started as root in a container too, silent towards the world, and able to collect garbage when asked. */
const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-sync",
  "--js-flags=--expose-gc",
];

/** A browser on this machine; npm brings none. */
function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

/** @returns true, and says so on a line, where there is no browser; under REQUIRE_ALL a missing one is a failure. */
export function browserIsMissing(what: string): boolean {
  const missing = findChromium() === undefined && process.env["REQUIRE_ALL"] !== "1";
  if (missing) console.log(`skipped: ${what} in a browser, since there is none; ${HOW_TO_GET_ONE}`);
  return missing;
}

/** @throws Error where there is no Chromium */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`there is no Chromium; ${HOW_TO_GET_ONE}`);
  return chromium.launch({ executablePath, args: chromiumArguments });
}
