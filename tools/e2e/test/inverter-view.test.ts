import { readFile } from "node:fs/promises";
import { adviceFor } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { single, three } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

const live = (page: Page): Locator => page.getByRole("application", { name: /last hours|letzten Stunden/ });
const history = (page: Page): Locator => page.getByRole("application", { name: /^(Power|Leistung), / });
const card = (page: Page, name: RegExp): Locator => page.getByRole("region", { name });
const historyCard = (page: Page): Locator => card(page, /^(History|Verlauf)$/);

/** Simulators compute a week of log; the machine may be busy with others. */
const patiently = { timeout: 60_000 };

/** What is read out at a chart, and at no other. */
const heard = async (chart: Locator): Promise<string> =>
  (await chart.locator("xpath=following-sibling::p[@aria-live]").textContent()) ?? "";

/** Points at a chart's last row, as soon as it has one. @returns what is read out */
async function newest(page: Page, chart: Locator): Promise<string> {
  await chart.locator("canvas").waitFor();
  await chart.focus();
  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return heard(chart);
    }, patiently)
    .toMatch(/\d: Solar [\d−]/);
  return heard(chart);
}

describe.skipIf(browserIsMissing("the inverter's page"))("the inverter's page", () => {
  const stage = useStage({ plants: [three()] });

  test.each(languages)("is accessible and fits, %s", async (language) => {
    await using visit = await stage.visit("/inverters/house", { language });
    const { page } = visit;
    await newest(page, live(page));
    await newest(page, history(page));
    // A whole day's rows would have axe look at thousands of cells.
    for (const sign of ["+", "+", "+", "+"]) await page.keyboard.press(sign);
    for (const button of await page.getByRole("button", { name: /^(Table|Tabelle)$/ }).all()) await button.click();
    await page
      .getByRole("region", { name: /^(Power|Leistung), / })
      .getByRole("row")
      .nth(5)
      .waitFor();
    expect(await inspect(page, `inverter-${language}`)).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });

  test("tells a day of the log row by row to the keyboard, zooms, and takes a line away", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    const last = await newest(page, history(page));
    await page.keyboard.press("ArrowLeft");
    const before = await heard(history(page));
    const minutes = (text: string): number => {
      const [, hour, minute] = /(\d\d):(\d\d): Solar/.exec(text) ?? [];
      return Number(hour) * 60 + Number(minute);
    };
    expect(minutes(last) - minutes(before)).toBe(5);
    await page.keyboard.press("+");
    expect(await heard(history(page))).toMatch(/Shown: .* to /);
    const tools = historyCard(page);
    const reset = tools.getByRole("button", { name: "Show everything" });
    expect(await reset.getAttribute("aria-disabled")).toBe("false");
    await page.keyboard.press("Escape");
    expect(await reset.getAttribute("aria-disabled")).toBe("true");
    const solar = tools.getByRole("button", { name: "Solar", exact: true });
    await solar.click();
    expect(await solar.getAttribute("aria-pressed")).toBe("false");
    await history(page).focus();
    await page.keyboard.press("Home");
    expect(await heard(history(page))).not.toContain("Solar");
  });

  test("zooms into what is drawn with the mouse", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await newest(page, history(page));
    const box = await history(page).locator(".u-over").boundingBox();
    if (box === null) throw new Error("the chart has no place");
    await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
    await page.mouse.up();
    const reset = historyCard(page).getByRole("button", { name: "Show everything" });
    await expect.poll(() => reset.getAttribute("aria-disabled"), patiently).toBe("false");
    await history(page).locator(".u-over").dblclick();
    await expect.poll(() => reset.getAttribute("aria-disabled"), patiently).toBe("true");
  });

  test("goes on by itself", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    const first = await newest(page, live(page));
    await expect
      .poll(async () => {
        await page.keyboard.press("End");
        return heard(live(page));
      }, patiently)
      .not.toBe(first);
  });

  test("saves what is shown as CSV, in the viewer's language", async () => {
    await using visit = await stage.visit("/inverters/house", { language: "de" });
    const { page } = visit;
    await newest(page, history(page));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      historyCard(page).getByRole("button", { name: "Als CSV herunterladen" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^house-log-\d{4}-\d\d-\d\d\.csv$/);
    const [head, ...rows] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    expect(head).toBe(
      "\uFEFFZeit;Solar (W);Abgabe (W);Batterie (+ Entladen) (W);Haus aus Solar (W);Haus aus dem Netz (W)",
    );
    expect(rows.length).toBeGreaterThan(100);
    expect(rows[0]).toMatch(/^\d{4}-\d\d-\d\dT00:05:00[+-]\d\d:00;/);
    expect(visit.complaints()).toEqual([]);
  });

  test("shows a week with each day's energy, and never a day that has not begun", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await newest(page, history(page));
    const within = historyCard(page);
    await within.getByRole("radio", { name: "Week" }).check();
    expect(await within.getByRole("button", { name: "After" }).getAttribute("aria-disabled")).toBe("true");
    await within.getByRole("button", { name: "Before" }).click();
    const days = page.getByRole("region", { name: "Energy day by day" });
    await expect.poll(() => days.getByRole("row").count(), patiently).toBe(8);
    expect(await days.getByRole("row").nth(1).textContent()).toMatch(/kWh.*kWh.*kWh/);
    await within.getByRole("radio", { name: "Range" }).check();
    const from = within.getByLabel("From");
    const today = (await from.getAttribute("max")) ?? "";
    const begin = new Date(Date.parse(today) - 40 * 86_400_000).toISOString().slice(0, 10);
    await from.fill(begin);
    await within.getByRole("status").filter({ hasText: "At most 31 days" }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      within.getByRole("button", { name: "Download these days as a file" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^house-log-${begin}-\\d{4}-\\d\\d-\\d\\d\\.tsv$`));
    expect(await readFile(await download.path(), "utf8")).toMatch(/^Wechselrichter Logdaten\n/);
  });

  test("has no battery where there is none", async () => {
    await using visit = await stage.visit("/inverters/barn");
    const { page } = visit;
    await newest(page, live(page));
    expect(await card(page, /^Battery$/).count()).toBe(0);
    expect(await page.getByRole("button", { name: /Battery/ }).count()).toBe(0);
    await card(page, /^Strings$/)
      .first()
      .waitFor();
  });
});

const key = "pk_of-a-panel-in-the-hall-000000000";

describe.skipIf(browserIsMissing("an inverter's log as a file"))("an inverter's log as a file", () => {
  const stage = useStage({ plants: [three()], keys: [{ name: "panel", role: "VIEWER", key }] });

  test("is fetched with the key as a header, never in an address", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("textbox", { name: /key/i }).fill(key);
    await page.keyboard.press("Enter");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the log file" }).click(),
    ]);
    expect(await readFile(await download.path(), "utf8")).toMatch(/^Wechselrichter Logdaten\n[^]*\nZeit\tDC1 U\t/);
    expect(asked.filter((url) => url.includes(key))).toEqual([]);
    expect(asked.some((url) => url.includes("/inverters/house/logdata.tsv?begin="))).toBe(true);
  });
});

describe.skipIf(browserIsMissing("an inverter that goes away"))("an inverter that goes away", () => {
  const stage = useStage({ plants: [single({})] });

  test("keeps its last values, grey, with the reason, and comes back by itself", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await newest(page, live(page));
    const power = card(page, /^Strings$/)
      .first()
      .getByRole("cell")
      .first();
    const before = await power.textContent();
    expect(before).toMatch(/W$/);
    const simulator = stage.scenario.simulator("house");
    simulator.set({ fault: { kind: "offline" } });
    const status = page.getByRole("status").filter({ hasText: "Does not answer since" });
    await status.getByText(adviceFor("UNREACHABLE_REFUSED", "en")?.todo ?? "no advice").waitFor();
    await status.getByText("In the gateway's words").click();
    await status.getByText("UNREACHABLE_REFUSED").waitFor();
    expect(await power.textContent()).toMatch(/W \(old value/);
    expect(await inspect(page, "inverter-away")).toEqual([]);
    simulator.set({ fault: null });
    await status.waitFor({ state: "detached", timeout: 60_000 });
    await expect.poll(() => power.textContent(), patiently).not.toContain("old value");
  });
});
