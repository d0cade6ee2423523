import { fleetText, stateText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, seeChange, title } from "../src/look-for.ts";
import { dead, many, three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

const names = (page: Page): Promise<string[]> =>
  page.getByRole("table").getByRole("rowheader").getByRole("link").allTextContents();

describe.skipIf(browserIsMissing("the fleet"))("the fleet", () => {
  describe("with a dead inverter", () => {
    const plant = three({ ...todayNoon(), speed: 60 });
    const stage = useStage({ plants: [{ ...plant, inverters: [...plant.inverters, dead] }] });

    test.each(languages)(
      "shows the worst first, the others live, and nothing is wrong with it in %s",
      async (language) => {
        const t = fleetText[language];
        await using visit = await stage.visit("/fleet", { language });
        const { page } = visit;
        await title(page, t.title).waitFor();
        await known(row(page, "House"));
        await page.getByText(t.reporting("3", "4")).waitFor();
        await page.getByText(t.attentionOne).waitFor();
        await row(page, "Shed").filter({ hasText: stateText[language].OFFLINE }).waitFor();
        expect((await names(page))[0]).toBe("Shed");
        // Unknown is no 0.
        expect(await row(page, "Shed").getByRole("cell").nth(2).innerText()).not.toMatch(/\d/);
        await seeChange(row(page, "Barn").getByRole("cell").nth(2));
        expect(await inspect(page, `fleet-${language}`)).toEqual([]);
        expect(visit.complaints()).toEqual([]);
      },
    );

    test("leads to an inverter and back, with the focus on the heading", async () => {
      await using visit = await stage.visit("/fleet");
      const { page } = visit;
      await page.getByRole("link", { name: "Barn", exact: true }).click();
      await title(page, "Barn").waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Barn");
      await page.goBack();
      await title(page, fleetText.en.title).waitFor();
      expect(visit.complaints()).toEqual([]);
    });
  });

  describe("of thirty", () => {
    const stage = useStage({ plants: [many(30)] });

    test.each(languages)("can be filtered, and nothing is wrong with it in %s", async (language) => {
      const t = fleetText[language];
      await using visit = await stage.visit("/fleet", { language });
      const { page } = visit;
      await page.getByText(t.reporting("30", "30")).waitFor();
      expect(await inspect(page, `fleet-thirty-${language}`)).toEqual([]);
      await page.getByRole("searchbox", { name: t.filter }).fill("roof 2");
      await page.getByText(t.shown("11", "30")).waitFor();
      expect(await names(page)).toHaveLength(11);
      expect(visit.complaints()).toEqual([]);
    });
  });
});
