import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** A browser on this machine; npm brings none. */
export function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

/** Started as root in a container too, and silent towards the world. */
export const chromiumArguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"];
