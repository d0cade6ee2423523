import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfiguration } from "../src/config/load.ts";
import { defaultFastestPaceSeconds } from "../src/config/types.ts";
import { defaultLimits } from "../src/limits/limits.ts";

const sectionOf = (file: string): string => {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return text.slice(text.indexOf("\n## Limits\n")).split(/\n## (?!Limits)/)[0] ?? "";
};

/** The keys and defaults of the tables of limits. */
function documented(): Record<string, number> {
  const rows = `${sectionOf("../README.md")}\n${sectionOf("../../../docs/live.md")}`
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  return Object.fromEntries(
    rows.flatMap((row) => {
      const [, keys = "", defaults = ""] = row.split("|");
      const values = defaults.split(",").map(Number);
      return Array.from(keys.matchAll(/`(\w+)`/g), ([, key = ""], index): [string, number] => [
        key,
        values[index] ?? Number.NaN,
      ]);
    }),
  );
}

test("every limit is documented with its default, and no other", () => {
  expect(documented()).toEqual({ ...defaultLimits, fastestPaceSeconds: defaultFastestPaceSeconds });
});

test("every limit can be set in the configuration", () => {
  const limits = Object.fromEntries(Object.entries(defaultLimits).map(([name, value]) => [name, value + 1]));
  const folder = mkdtempSync(join(tmpdir(), "limits-"));
  const file = join(folder, "gateway.yaml");
  const plants = [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters: [] }];
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ limits, plants }));
  expect(loadConfiguration({ file, env: {} }).limits).toEqual(limits);
  rmSync(folder, { recursive: true });
});
