import { fleetText, headerText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { Arrivals } from "../src/arrivals.ts";
import { browserIsMissing } from "../src/browser.ts";
import { title } from "../src/look-for.ts";
import { many, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { Vitals, type Weight } from "../src/vitals.ts";

const inverters = 30;
/** Of each inverter, at one a second. */
const warmUp = 10;
const windows = 5;
const valuesAWindow = 12;

/** What is allowed, with room for two busy cores: the figures that were measured are printed. */
const budget = {
  /** Of the main thread's time. */
  busyShare: 0.5,
  /** From a click to the next frame, in ms: half of them, and the slowest one. */
  medianInteraction: 200,
  slowestInteraction: 1000,
  /** From the first window to the last: what the page may keep of 1,800 values. */
  heapGrowth: 1_000_000,
  nodeGrowth: 300,
} as const;

describe.skipIf(browserIsMissing("what a busy page costs"))("thirty inverters at 1 Hz", () => {
  const stage = useStage({ plants: [many(inverters, { ...todayNoon(), speed: 60 })] });

  test("cost the fleet's page little, and leave nothing behind", { timeout: 300_000 }, async () => {
    const heard: Arrivals[] = [];
    await using visit = await stage.visit("/fleet", { before: (page) => void heard.push(new Arrivals(page)) });
    const { page } = visit;
    const [arrivals] = heard;
    if (arrivals === undefined) throw new Error("nobody listens");
    await title(page, fleetText.en.title).waitFor();
    await arrivals.each(inverters, warmUp);

    const vitals = await Vitals.watch(page);
    const weights: Weight[] = [await vitals.weight()];
    const begun = { at: performance.now(), busy: await vitals.busySeconds(), values: arrivals.total };
    for (let window = 0; window < windows; window += 1) {
      await arrivals.each(inverters, valuesAWindow);
      weights.push(await vitals.weight());
    }
    const seconds = (performance.now() - begun.at) / 1000;
    const busyShare = ((await vitals.busySeconds()) - begun.busy) / seconds;
    const values = arrivals.total - begun.values;
    await clickAround(page);
    const durations = (await vitals.interactions()).map(({ duration }) => duration);
    // NaN is within no budget: what was not measured has not passed.
    const median = durations[Math.floor(durations.length / 2)] ?? Number.NaN;
    const [slowest = Number.NaN] = durations;

    console.log(
      [
        `${values} values of ${inverters} inverters in ${seconds.toFixed(1)} s`,
        `main thread busy ${(busyShare * 1000).toFixed(0)} ms a second`,
        `interaction to next paint: median ${median} ms, slowest ${slowest} ms of ${durations.length} over 16 ms`,
        `heap after collection ${weights.map(({ heap }) => (heap / 1e6).toFixed(2)).join(", ")} MB`,
        `DOM nodes ${weights.map(({ nodes }) => nodes).join(", ")}`,
      ].join("\n"),
    );
    const growth = (of: (weight: Weight) => number): number =>
      of(weights.at(-1) ?? ({} as Weight)) - of(weights[0] ?? ({} as Weight));
    expect(busyShare).toBeLessThanOrEqual(budget.busyShare);
    expect(growth(({ heap }) => heap)).toBeLessThanOrEqual(budget.heapGrowth);
    expect(growth(({ nodes }) => nodes)).toBeLessThanOrEqual(budget.nodeGrowth);
    expect(median).toBeLessThanOrEqual(budget.medianInteraction);
    expect(slowest).toBeLessThanOrEqual(budget.slowestInteraction);
    expect(visit.complaints()).toEqual([]);
  });
});

/** What people do, by real clicks: views, menu, language, theme, keys. */
async function clickAround(page: Page): Promise<void> {
  const { en: t } = headerText;
  const views = page.getByRole("navigation", { name: t.views });
  for (let round = 0; round < 3; round += 1) {
    await views.getByRole("link", { name: t.overview }).click();
    await title(page, "Park").waitFor();
    await views.getByRole("link", { name: t.fleet }).click();
    await title(page, fleetText.en.title).waitFor();
    await page.getByText(t.menu, { exact: true }).click();
    await page.getByLabel(t.theme).selectOption(round % 2 === 0 ? "dark" : "light");
    await page.keyboard.press("Escape");
    for (let step = 0; step < 5; step += 1) await page.keyboard.press("Tab");
  }
}
