import { chartText, headerText, inverterText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, seeChange, title } from "../src/look-for.ts";
import { single, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

describe.skipIf(browserIsMissing("an inverter's page"))("an inverter's page", () => {
  const stage = useStage({ plants: [single({ ...todayNoon(), speed: 60 })] });
  const view = "/inverters/house";

  test.each(languages)("shows values that change, and nothing is wrong with it in %s", async (language) => {
    const t = inverterText[language];
    await using visit = await stage.visit(view, { language });
    const { page } = visit;
    await title(page, "House").waitFor();
    const strings = page.getByRole("region", { name: t.strings, exact: true }).first();
    const power = row(strings, "1").getByRole("cell").first();
    await known(power);
    await seeChange(power);
    await page.getByRole("region", { name: t.battery, exact: true }).waitFor();
    await known(page.getByRole("table", { name: t.energyTable }).getByRole("row", { name: t.yield }));
    await page.getByRole("application", { name: t.liveChart }).locator("canvas").waitFor();
    await page.getByRole("region", { name: t.history, exact: true }).locator("canvas").waitFor();
    expect(await page.getByText(t.partFailed).count()).toBe(0);
    expect(await inspect(page, `inverter-${language}`)).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });

  test("has each chart as a table and as a file, and other days of the log", async () => {
    const t = inverterText.en;
    const chart = chartText.en;
    await using visit = await stage.visit(view);
    const { page } = visit;
    const history = page.getByRole("region", { name: t.history, exact: true });
    await history.locator("canvas").waitFor();
    await history.getByRole("button", { name: t.before }).click();
    await history.getByRole("button", { name: chart.table, exact: true }).click();
    const table = history.getByRole("table").first();
    await table.getByRole("row").nth(20).waitFor();
    const download = page.waitForEvent("download");
    await history.getByRole("button", { name: chart.csv }).click();
    expect((await download).suggestedFilename()).toMatch(/^house-log.*\.csv$/);
    expect(visit.complaints()).toEqual([]);
  });

  test("pauses while it is hidden, and lives on when it is seen again", async () => {
    const t = inverterText.en;
    await using visit = await stage.visit(view);
    const { page } = visit;
    const power = row(page.getByRole("region", { name: t.strings, exact: true }).first(), "1")
      .getByRole("cell")
      .first();
    await known(power);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.getByText(headerText.en.paused, { exact: true }).waitFor();
    await page.evaluate(() => {
      Reflect.deleteProperty(document, "visibilityState");
      Reflect.deleteProperty(document, "hidden");
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await seeChange(power);
    expect(visit.complaints()).toEqual([]);
  });
});
