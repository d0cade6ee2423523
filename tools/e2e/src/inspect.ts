import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { type Theme, themes } from "./visit.ts";

const folder = fileURLToPath(new URL("../test-results/screenshots/", import.meta.url));

/** A phone, a laptop, a 4K screen. */
const sizes = [
  { width: 3840, height: 2160 },
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
] as const;

/**
 * Looks at the view in both themes: a picture of phone and laptop each, accessibility, and no width that needs scrolling to the side.
 * @param name of the pictures' files
 * @returns what is wrong, a line each
 */
export async function inspect(page: Page, name: string): Promise<string[]> {
  const findings: string[] = [];
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    findings.push(...(await inspectTheme(page, name, theme)));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return findings;
}

async function inspectTheme(page: Page, name: string, theme: Theme): Promise<string[]> {
  const findings: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(tooWide);
    if (wide.length > 0) findings.push(`${theme}, ${size.width} px: wider than the window: ${wide.join(", ")}`);
    if (size.width <= 1440) {
      await page.screenshot({ path: `${folder}${name}-${theme}-${size.width}.png`, fullPage: true });
      findings.push(...(await violations(page)).map((line) => `${theme}, ${size.width} px: ${line}`));
    }
  }
  return findings;
}

/** Rules of every level and of best practice. */
async function violations(page: Page): Promise<string[]> {
  const results = await new AxeBuilder({ page }).analyze();
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} (${help}) at ${target.join(" ")}: ${failureSummary}`),
  );
}

/** Runs in the page. @returns the outermost elements that reach over its right edge; none where the page does not scroll */
function tooWide(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const over = Array.from(document.body.querySelectorAll("*")).filter(
    (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
  );
  return [
    `${scrollWidth} of ${clientWidth}`,
    ...over.slice(0, 5).map((element) => `${element.tagName}.${element.className}`),
  ];
}
