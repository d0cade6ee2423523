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
  // A translation differs in its words, which may be too wide, and is held to the rules of accessibility once.
  const isTranslation = await page.evaluate(() => document.documentElement.lang !== "en");
  const look = async (theme: Theme, size: { readonly width: number; readonly height: number }): Promise<void> => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize(size);
    const wide = await page.evaluate(tooWide);
    if (wide.length > 0) findings.push(`${theme}, ${size.width} px: wider than the window: ${wide.join(", ")}`);
    // A wall's whole page would be large and slow: what stands on it at once is enough.
    const fullPage = within === ":root" && size !== wall;
    if (size === wall && isTranslation) return;
    await page.screenshot({ path: `${folder}${name}-${theme}-${size.width}.png`, fullPage });
    if (size === wall || (isTranslation && (theme === "dark" || size === phone))) return;
    // Each size and each theme is held to all rules once; between them only colours differ.
    const isWhole = isTranslation || (theme === "dark") === (size === phone);
    const lines = await violations(page, within, isWhole ? undefined : colourRules);
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

/** What themes differ in. */
const colourRules = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];

/** By all rules of all levels, those of best practice too, or by some. */
async function violations(page: Page, within: string, rules?: readonly string[]): Promise<string[]> {
  // The other mode carries all that was looked at through a second page, for frames that are not here: four times slower.
  const builder = new AxeBuilder({ page })
    .setLegacyMode(true)
    .include(within)
    .options({
      resultTypes: ["violations"],
      // Off by default, since it is of the strictest level.
      rules: { "color-contrast-enhanced": { enabled: true } },
      ...(rules !== undefined && { runOnly: [...rules] }),
    });
  const results = await builder.analyze();
  return results.violations.map(({ id, help, nodes }) => {
    const [{ failureSummary = "" } = {}] = nodes;
    const places = nodes.slice(0, 5).map(({ target }) => target.join(" "));
    return `${id} (${help}), ${nodes.length} times: ${places.join(", ")}: ${failureSummary}`;
  });
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
