import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../src/ui/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = "", light = "", dark = ""]) => [
    name,
    { light, dark },
  ]),
);

/** WCAG 2.2's relative luminance. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function contrastOf(front: string, ground: string, theme: "light" | "dark"): number {
  const [a, b] = [tokens.get(front), tokens.get(ground)];
  if (a === undefined || b === undefined) throw new Error(`tokens.css has no ${front} or ${ground}`);
  return contrast(a[theme], b[theme]);
}

const surfaces = ["page", "surface", "surface-hover", "surface-sunken"];
const softs = ["accent-soft", "good-soft", "warn-soft", "bad-soft"];

test.each(["light", "dark"] as const)("in %s every text is readable by the strictest measure, 7:1", (theme) => {
  for (const text of ["text", "text-soft", "text-stale", "accent", "good", "warn", "bad"]) {
    for (const ground of [...surfaces, ...softs]) {
      expect([text, ground, contrastOf(text, ground, theme) >= 7]).toEqual([text, ground, true]);
    }
  }
  expect(contrastOf("accent-text", "accent", theme)).toBeGreaterThanOrEqual(7);
});

test.each(["light", "dark"] as const)(
  "in %s every way of the energy and every border that counts is seen, 3:1",
  (theme) => {
    const flows = [...tokens.keys()].filter((name) => name.startsWith("flow-"));
    expect(flows.length).toBeGreaterThanOrEqual(6);
    for (const front of [...flows, "line-strong", "focus"]) {
      expect([front, contrastOf(front, "surface", theme) >= 3]).toEqual([front, true]);
    }
  },
);
