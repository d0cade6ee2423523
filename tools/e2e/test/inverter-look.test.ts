import { inverterText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { figure, known, row } from "../src/look-for.ts";
import { single, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { type Language, languages } from "../src/visit.ts";

const laptop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };
const wall = { width: 3840, height: 2160 };

const region = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const style = (place: Locator, property: string): Promise<string> =>
  place.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

describe.skipIf(browserIsMissing("how the inverter's page looks"))("the inverter's page", () => {
  const stage = useStage({ plants: [single(todayNoon())] });
  const looksAt = (language: Language = "en") => stage.visit("/inverters/house", { language });

  test.each([
    ["en", "PLENTICORE plus 10", "Plant owner"],
    ["de", "PLENTICORE plus 10", "Anlagenbetreiber"],
  ] as const)("names the device as people do, %s", async (language, model, login) => {
    await using visit = await looksAt(language);
    const t = inverterText[language];
    const card = region(visit.page, t.device);
    await known(figure(card, t.model));
    expect(await figure(card, t.model).textContent()).toBe(model);
    expect(await figure(card, t.login).textContent()).toBe(login);
  });

  test.each(languages)("tells what the modules made apart from the yield, %s", async (language) => {
    await using visit = await looksAt(language);
    const t = inverterText[language];
    const table = region(visit.page, t.energyTable);
    await known(row(table, t.solarDc).getByRole("cell").last());
    expect((await table.getByRole("rowheader").allTextContents()).slice(0, 4)).toEqual([
      t.solarDc,
      t.numberedString("1"),
      t.numberedString("2"),
      t.yield,
    ]);
  });

  test("shows at which edge a table is cut off", async () => {
    await using visit = await looksAt();
    const { page } = visit;
    const table = region(page, inverterText.en.energyTable);
    await known(row(table, inverterText.en.yield).getByRole("cell").last());
    const shadow = (): Promise<string> => style(table, "box-shadow");
    await expect.poll(shadow).not.toContain("inset");
    await page.setViewportSize(phone);
    await expect.poll(shadow).toMatch(/ -\d\S+px 0px \S+ \S+ inset$/);
    await table.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
    await expect.poll(shadow).toMatch(/ \d\S+px 0px \S+ \S+ inset/);
    expect(await shadow()).not.toMatch(/ -\d\S+px 0px \S+ \S+ inset/);
  });

  test("has strings that fit on a phone", async () => {
    await using visit = await looksAt();
    const { page } = visit;
    await page.setViewportSize(phone);
    const table = region(page, inverterText.en.stringsTable);
    await known(row(table, "1").getByRole("cell").last());
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  });

  test("writes a chart's numbers as large as all else, on a wall too", async () => {
    await using visit = await looksAt();
    const { page } = visit;
    const canvas = page.getByRole("application", { name: inverterText.en.liveChart }).locator("canvas");
    const font = (): Promise<string | undefined> =>
      canvas.evaluate((element) => (element as HTMLCanvasElement).getContext("2d")?.font.split(" ")[0]);
    await expect.poll(font).toBe("12px");
    await page.setViewportSize(wall);
    await expect.poll(font).toBe("20px");
    await page.setViewportSize(laptop);
    await expect.poll(font).toBe("12px");
  });

  test("has quiet buttons that are no bare words", async () => {
    await using visit = await looksAt();
    const button = visit.page.getByRole("button", { name: inverterText.en.again, exact: true });
    await button.waitFor();
    const none = "rgba(0, 0, 0, 0)";
    expect(await style(button, "background-color")).not.toBe(none);
    await visit.page.emulateMedia({ colorScheme: "dark" });
    expect(await style(button, "background-color")).not.toBe(none);
  });
});
