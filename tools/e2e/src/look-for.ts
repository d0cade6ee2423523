import { flowText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "./visit.ts";

/** The view's one heading of the first level. */
export const title = (page: Page, name: string): Locator => page.getByRole("heading", { level: 1, name, exact: true });

/** The number under a label. */
export const figure = (within: Page | Locator, label: string): Locator =>
  within
    .getByRole("term")
    .filter({ hasText: new RegExp(`^${RegExp.escape(label)}$`) })
    .locator("xpath=following-sibling::dd[1]")
    .first();

/** Resolves when the number under a label is known. */
export const known = (number: Locator): Promise<void> => number.filter({ hasText: /\d/ }).waitFor();

/** The picture of a plant's power flow: its figures are its text. */
export const flowPicture = (page: Page, language: Language, plant = "Home"): Locator =>
  page.getByRole("img", { name: flowText[language].picture(plant, "").trim() });

/** The row of a table that begins with this name. */
export const row = (within: Page | Locator, name: string): Locator =>
  within.getByRole("row").filter({ has: within.getByRole("rowheader", { name, exact: true }) });

/** Resolves when another text stands there than stood there at first. */
export async function seeChange(place: Locator): Promise<void> {
  const before = await place.textContent();
  await expect.poll(() => place.textContent()).not.toBe(before);
}

/** How a text with gaps begins. */
export function beginning(text: (...parts: string[]) => string): RegExp {
  const gap = "\u{0}";
  return new RegExp(`^${RegExp.escape(text(gap, gap).split(gap)[0] ?? "")}`);
}
