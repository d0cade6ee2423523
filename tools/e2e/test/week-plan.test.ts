import { planText, settingsText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { onAnswers } from "../src/answers.ts";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { picture } from "../src/inspect.ts";
import { title } from "../src/look-for.ts";
import { single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { themes } from "../src/visit.ts";

const PLAN = '{ inverter(id: "house") { batteryTimePlan { days { day ranges { from to mode } } } } }';

describe.skipIf(browserIsMissing("the week plan"))("the battery's week plan, by the keyboard alone", () => {
  const stage = useStage({ plants: [single(summerNoon)] });

  /** As the gateway reads it from the inverter now. */
  async function heldOn(day: string): Promise<unknown> {
    const answer = await fetch(`${stage.scenario.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: PLAN }),
    });
    const { data } = (await answer.json()) as { data: { inverter: { batteryTimePlan: { days: { day: string }[] } } } };
    return data.inverter.batteryTimePlan.days.find((one) => one.day === day);
  }

  const free = { from: "00:00", mode: "FREE" };

  test.each([
    ["en", "MONDAY", 0, { from: "06:00", to: "08:15" }],
    ["de", "WEDNESDAY", 2, { from: "06:00", to: "08:15" }],
  ] as const)("is painted, taken back, done again, saved and read back in %s", async (language, day, down, range) => {
    const t = planText[language];
    await using visit = await stage.visit("/inverters/house/settings", { language });
    const { page } = visit;
    const { keyboard } = page;
    await title(page, settingsText[language].title("House")).waitFor();
    const grid = page.getByRole("grid", { name: t.gridName });
    await grid.waitFor();
    await tabTo(page, () => document.activeElement?.getAttribute("role") === "gridcell");
    for (let step = 0; step < down; step += 1) await keyboard.press("ArrowDown");
    for (let hour = 0; hour < 6; hour += 1) await keyboard.press("PageDown");
    await keyboard.press("Shift+PageDown");
    await keyboard.press("Shift+PageDown");
    const name = (from: string, to: string, mode: string): string => t.cell(t.day(day), from, to, mode);
    await keyboard.press(t.letter("DISCHARGE_BLOCKED").toLowerCase());
    const painted = grid.getByRole("gridcell", { name: name("08:00", "08:15", t.modeName("DISCHARGE_BLOCKED")) });
    await painted.waitFor();
    await keyboard.press("Control+z");
    await painted.waitFor({ state: "detached" });
    await keyboard.press("Control+Shift+z");
    await painted.waitFor();
    await picture(page, `week-plan-${language}`);
    await page.getByRole("button", { name: t.save }).focus();
    await keyboard.press("Enter");
    await page.getByText(t.savedApplied).waitFor();
    expect(await heldOn(day)).toEqual({
      day,
      ranges: [
        { ...free, to: range.from },
        { ...range, mode: "DISCHARGE_BLOCKED" },
        { ...free, from: range.to, to: "24:00" },
      ],
    });
    expect(visit.complaints()).toEqual([]);
  });

  test("is not unsaved any more once it is saved, whatever others save since", async () => {
    const { en: t } = planText;
    await using visit = await stage.visit("/inverters/house/settings");
    const { page } = visit;
    const grid = page.getByRole("grid", { name: t.gridName });
    const cell = (mode: "FREE" | "DISCHARGE_BLOCKED") =>
      grid.getByRole("gridcell", { name: t.cell(t.day("FRIDAY"), "12:00", "12:15", t.modeName(mode)) });
    const undo = page.getByRole("button", { name: t.undo });
    await cell("FREE").click();
    await page.keyboard.press("d");
    await cell("DISCHARGE_BLOCKED").waitFor();
    expect(await undo.isEnabled()).toBe(true);
    await page.getByRole("button", { name: t.save }).click();
    await page.getByText(t.savedApplied).waitFor();
    expect(await undo.isEnabled()).toBe(false);
    await page.getByRole("link", { name: settingsText.en.back }).click();
    await title(page, "House").waitFor();
    const free = '{ from: "00:00", to: "24:00", modeCode: 0 }';
    const write = `mutation { setBatteryTimePlan(input: { inverterId: "house", days: [{ day: FRIDAY, ranges: [${free}] }] }) { ... on SetBatteryTimePlanSuccess { outcome } } }`;
    // A busy machine's inverter may be out of time.
    await expect
      .poll(() => ask(stage.scenario.url, write))
      .toEqual({ setBatteryTimePlan: { outcome: expect.stringMatching(/^(APPLIED|UNCHANGED)$/) } });
    await page.goBack();
    await cell("FREE").waitFor();
    await page.getByText(t.allSaved).waitFor();
    expect(visit.complaints()).toEqual([]);
  });

  test("what is painted while it is being saved stays unsaved", async () => {
    const { en: t } = planText;
    const answer = Promise.withResolvers<undefined>();
    await using visit = await stage.visit("/inverters/house/settings", {
      before: (page) => onAnswers(page, { setBatteryTimePlan: () => answer.promise }),
    });
    const { page } = visit;
    const grid = page.getByRole("grid", { name: t.gridName });
    const cell = (from: string, to: string, mode: "FREE" | "DISCHARGE_BLOCKED") =>
      grid.getByRole("gridcell", { name: t.cell(t.day("SATURDAY"), from, to, t.modeName(mode)) });
    await cell("12:00", "12:15", "FREE").click();
    await page.keyboard.press("d");
    await page.getByRole("button", { name: t.save }).click();
    await page.getByText(t.saving).waitFor();
    await cell("15:00", "15:15", "FREE").click();
    await page.keyboard.press("d");
    answer.resolve(undefined);
    await page.getByText(t.savedApplied).waitFor();
    await page.getByText(t.unsaved(t.day("SATURDAY"), t.quarters(1))).waitFor();
    await cell("15:00", "15:15", "DISCHARGE_BLOCKED").waitFor();
    expect(visit.complaints()).toEqual([]);
  });

  test.each(themes)("its empty cells are seen in %s, on a laptop and on a phone", async (theme) => {
    await using visit = await stage.visit("/inverters/house/settings", { theme });
    const { page } = visit;
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.getByRole("gridcell").first().waitFor();
      expect(await page.evaluate(edgeContrast)).toBeGreaterThanOrEqual(3);
    }
    expect(visit.complaints()).toEqual([]);
  });

  test("is painted by a drag of the mouse, too", async () => {
    const { en: t } = planText;
    await using visit = await stage.visit("/inverters/house/settings");
    const { page } = visit;
    const grid = page.getByRole("grid", { name: t.gridName });
    const cell = (from: string, to: string, mode: string) =>
      grid.getByRole("gridcell", { name: t.cell(t.day("SUNDAY"), from, to, mode) });
    await page
      .getByRole("group", { name: t.palette })
      .getByRole("button", { name: t.modeName("DISCHARGE_BLOCKED") })
      .click();
    await cell("12:00", "12:15", t.modeName("FREE")).dragTo(cell("13:45", "14:00", t.modeName("FREE")));
    await cell("12:00", "12:15", t.modeName("DISCHARGE_BLOCKED")).waitFor();
    await cell("13:45", "14:00", t.modeName("DISCHARGE_BLOCKED")).waitFor();
    expect(await cell("14:00", "14:15", t.modeName("FREE")).count()).toBe(1);
    expect(visit.complaints()).toEqual([]);
  });
});

/** Runs in the page. @returns the least contrast of a cell's edges with what is inside of it and around the grid, by WCAG 2.2 */
function edgeContrast(): number {
  const rgbOf = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = rgbOf(colour).map((part) =>
      part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const cells = [...document.querySelectorAll('[role="gridcell"][data-look="FREE"][data-hour]')].slice(0, 5);
  const isOpaque = (colour: string): boolean => colour.startsWith("rgb(");
  const around = (element: Element): string => {
    const colour = getComputedStyle(element).backgroundColor;
    return isOpaque(colour) || element.parentElement === null ? colour : around(element.parentElement);
  };
  const found = cells.flatMap((cell) => {
    const { borderTopColor, borderTopWidth, borderTopStyle, backgroundColor, borderInlineStartWidth } =
      getComputedStyle(cell);
    const isDrawn = borderTopWidth === "1px" && borderInlineStartWidth === "1px" && borderTopStyle === "solid";
    const edge = isDrawn && isOpaque(borderTopColor) ? borderTopColor : backgroundColor;
    return [contrast(edge, backgroundColor), contrast(edge, around(cell.parentElement ?? cell))];
  });
  return Math.min(...found, found.length > 0 ? Number.POSITIVE_INFINITY : 0);
}

/** Presses Tab until the focus is where it is wanted. @throws Error where it never gets there */
async function tabTo(page: Page, isThere: () => boolean): Promise<void> {
  for (let step = 0; step < 100; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(isThere)) return;
  }
  throw new Error("a hundred tabs do not lead there");
}
