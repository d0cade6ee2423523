import { findProgram } from "./find-program.ts";

/** A browser on this machine; npm brings none. */
export const findChromium = (): string | undefined => findProgram("chromium", "chromium-browser", "google-chrome");

/** Started as root in a container too, and silent towards the world. */
export const chromiumArguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"];
