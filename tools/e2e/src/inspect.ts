import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { type Theme, themes } from "./visit.ts";

const folder = fileURLToPath(new URL("../test-results/screenshots/", import.meta.url));

const laptop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };
const wall = { width: 3840, height: 2160 };

/** Takes a picture of the view on a laptop, in both themes. */
export async function picture(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: `${folder}${name}-${theme}-${laptop.width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/**
 * Looks at the view in both themes, on a phone, a laptop and a 4K screen: pictures, accessibility, and no width that needs
 * scrolling to the side.
 * @param name of the pictures' files
 * @param within a selector: only that part is held to the rules of accessibility, where the rest was before
 * @returns what is wrong, a line each
 */
export async function inspect(page: Page, name: string, within = ":root"): Promise<string[]> {
  const findings: string[] = [];
  const look = async (theme: Theme, size: { readonly width: number; readonly height: number }): Promise<void> => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize(size);
    const wide = await page.evaluate(tooWide);
    if (wide.length > 0) findings.push(`${theme}, ${size.width} px: wider than the window: ${wide.join(", ")}`);
    if (size === wall) return;
    await page.screenshot({ path: `${folder}${name}-${theme}-${size.width}.png`, fullPage: true });
    // Each size and each theme is held to all rules once; between them only colours differ.
    const isWhole = (theme === "dark") === (size === phone);
    const lines = await violations(page, within, isWhole ? undefined : "cat.color");
    findings.push(...lines.map((line) => `${theme}, ${size.width} px: ${line}`));
  };
  await look("light", wall);
  for (const theme of themes) {
    await look(theme, phone);
    await look(theme, laptop);
  }
  await page.emulateMedia({ colorScheme: "light" });
  return findings;
}

/** Rules of every level and of best practice, or those of a tag. */
async function violations(page: Page, within: string, tag?: string): Promise<string[]> {
  const builder = new AxeBuilder({ page }).include(within).options({
    resultTypes: ["violations"],
    ...(tag !== undefined && { runOnly: [tag] }),
  });
  const results = await builder.analyze();
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
