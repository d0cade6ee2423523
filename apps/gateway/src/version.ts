import { readFileSync } from "node:fs";

let known: string | undefined;

/** Of this package. */
export function version(): string {
  known ??= read();
  return known;
}

function read(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
}
