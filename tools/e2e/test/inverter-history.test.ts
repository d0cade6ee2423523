import { inverterText } from "@plenticore/dashboard/texts";
import type { Locator, Page, Request } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { single } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";

const { en: t } = inverterText;
const card = (page: Page): Locator => page.getByRole("region", { name: t.history, exact: true });
const day = (page: Page): Locator => card(page).getByRole("textbox", { name: t.date, exact: true });

/** Resolves when a log is read to its end. */
const read = (page: Page): Promise<void> => card(page).getByRole("button", { name: t.again, exact: true }).waitFor();

/** The first day of the log that is asked for; undefined: something else is. */
const beginOf = (request: Request): string | undefined =>
  /begin(?:":"|=)(\d{4}-\d\d-\d\d)/.exec(request.postData() ?? request.url())?.[1];

/** Each begin of a log that the page asks for. */
function logsOf(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const begin = beginOf(request);
    if (begin !== undefined && asked.at(-1) !== begin) asked.push(begin);
  });
  return asked;
}

describe.skipIf(browserIsMissing("the history's day"))("the history's day", () => {
  const stage = useStage({ plants: [single({ time: "2026-06-21T11:00:00Z" })] });

  test("is typed digit by digit in a week, and its log is read once", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await read(page);
    await card(page).getByRole("radio", { name: t.week, exact: true }).check();
    await read(page);
    const asked = logsOf(page);
    await day(page).focus();
    // Which part stands first is the browser's own language: these are the same both ways.
    await page.keyboard.type("05052026");
    expect(await day(page).inputValue()).toBe("2026-05-05");
    expect(asked).toEqual([]);
    await page.keyboard.press("Enter");
    await expect.poll(() => asked).toEqual(["2026-05-03"]);
    expect(await day(page).inputValue()).toBe("2026-05-04");
    expect(await day(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await read(page);

    await card(page).getByRole("button", { name: t.before, exact: true }).focus();
    await day(page).focus();
    await page.keyboard.type("06062026");
    await card(page).getByRole("radio", { name: t.week, exact: true }).focus();
    await expect.poll(() => asked).toEqual(["2026-05-03", "2026-05-31"]);
    expect(await day(page).inputValue()).toBe("2026-06-01");
    await read(page);

    // What the calendar gives comes without a key.
    await day(page).fill("2026-04-20");
    await expect.poll(() => asked).toEqual(["2026-05-03", "2026-05-31", "2026-04-19"]);
    expect(visit.complaints()).toEqual([]);
  });

  test("stays as it was typed beside the reason where no log is", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await read(page);
    const asked = logsOf(page);
    await day(page).focus();
    await page.keyboard.type("01010202");
    await page.keyboard.press("Enter");
    await card(page).getByText(t.earlyProblem).waitFor();
    expect(await day(page).inputValue()).toBe("0202-01-01");
    expect(await day(page).getAttribute("aria-invalid")).toBe("true");
    expect(asked).toEqual([]);
  });
});

describe.skipIf(browserIsMissing("the history in another zone"))("the history of an inverter in Auckland", () => {
  // Noon of UTC is the next day there.
  const timeZone = "Pacific/Auckland";
  const stage = useStage({ plants: [single({ timeZone })] });
  const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  /** Resolves when the chart is called by the day that stands in the field. @returns the day */
  async function shown(page: Page): Promise<string> {
    const date = await day(page).inputValue();
    const written = words.format(Date.parse(date));
    await card(page)
      .getByRole("application", { name: t.historyChart(t.powerChart, written, written) })
      .waitFor();
    return date;
  }

  test("names the day that is there, and goes on to the next one after its midnight", async () => {
    await using visit = await stage.visit("/inverters/house", { before: (page) => page.clock.install() });
    const { page } = visit;
    const after = card(page).getByRole("button", { name: t.after, exact: true });
    const today = await shown(page);
    expect(await after.getAttribute("aria-disabled")).toBe("true");
    await page.clock.fastForward("24:00:00");
    await expect.poll(() => after.getAttribute("aria-disabled")).toBe("false");
    await after.click();
    const next = await shown(page);
    expect(Date.parse(next) - Date.parse(today)).toBe(86_400_000);
    expect(visit.complaints()).toEqual([]);
  });
});

describe.skipIf(browserIsMissing("the focus in the history"))("the focus in the history", () => {
  const stage = useStage({ plants: [single({ time: "2026-06-21T11:00:00Z" })] });
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");

  test("goes on to what comes instead of a button, and is never lost", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await read(page);
    // No log comes to its end from here on.
    await page.route("**/*", async (route) => {
      if (beginOf(route.request()) === undefined) await route.fallback();
    });
    await card(page).getByRole("button", { name: t.again, exact: true }).press("Enter");
    await expect.poll(() => focused(page)).toBe(t.cancel);
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe(t.again);
    await card(page).getByRole("button", { name: t.download, exact: true }).press("Enter");
    await expect.poll(() => focused(page)).toBe(t.cancel);
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe(t.download);
  });
});
