import { flowText, overviewText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { figure, known } from "../src/look-for.ts";
import { dead, night, single, summerNoon } from "../src/scenarios.ts";
import { type Stage, useStage } from "../src/stage.ts";
import { type Language, languages, type Visit } from "../src/visit.ts";

const flows = (page: Page, language: Language): Locator =>
  page.getByRole("list", { name: flowText[language].flows }).getByRole("listitem");

async function overview(stage: Stage, language: Language): Promise<Visit> {
  const visit = await stage.visit("/", { language });
  await visit.page.getByText(overviewText[language].fresh).waitFor();
  return visit;
}

describe.skipIf(browserIsMissing("edge cases"))("the overview", () => {
  describe("at night", () => {
    const stage = useStage({ plants: [single({ ...night, profile: "plenticore-plus-g1" })] });

    test.each(languages)("the battery feeds the house, in %s", async (language) => {
      const t = flowText[language];
      await using visit = await overview(stage, language);
      const { page } = visit;
      await flows(page, language)
        .filter({ hasText: t.flow(t.battery, t.home, "") })
        .waitFor();
      expect(
        await flows(page, language)
          .filter({ hasText: t.flow(t.solar, t.home, "") })
          .count(),
      ).toBe(0);
      // What is not defined without a yield is unknown, and no 0.
      expect(await figure(page, overviewText[language].selfConsumption).innerText()).not.toMatch(/\d/);
      expect(await inspect(page, `night-${language}`)).toEqual([]);
      expect(visit.complaints()).toEqual([]);
    });
  });

  describe("with a full battery", () => {
    const stage = useStage({ plants: [single({ ...summerNoon, profile: "plenticore-plus-g1" })] });

    test.each(languages)("what is too much goes into the grid, in %s", async (language) => {
      const t = flowText[language];
      await using visit = await overview(stage, language);
      const { page } = visit;
      await flows(page, language)
        .filter({ hasText: t.flow(t.solar, t.grid, "") })
        .waitFor();
      expect(
        await flows(page, language)
          .filter({ hasText: t.flow(t.solar, t.battery, "") })
          .count(),
      ).toBe(0);
      expect(await figure(page, overviewText[language].stateOfCharge).innerText()).toMatch(/100/);
      await page.getByRole("img", { name: t.full }).waitFor();
      expect(await inspect(page, `battery-full-${language}`)).toEqual([]);
      expect(visit.complaints()).toEqual([]);
    });
  });

  describe("without a battery", () => {
    const stage = useStage({ plants: [single({ ...summerNoon, profile: "piko-iq-g1" })] });

    test.each(languages)("has no place for one, in %s", async (language) => {
      const t = overviewText[language];
      await using visit = await overview(stage, language);
      const { page } = visit;
      await known(figure(page, t.autarky));
      expect(await figure(page, t.stateOfCharge).count()).toBe(0);
      expect(await page.getByRole("img", { name: flowText[language].battery }).count()).toBe(0);
      expect(await inspect(page, `no-battery-${language}`)).toEqual([]);
      expect(visit.complaints()).toEqual([]);
    });
  });

  describe("with nothing but a dead inverter", () => {
    const stage = useStage({ plants: [{ id: "home", name: "Home", inverters: [dead] }] });

    test.each(languages)("shows dashes and says that nobody reports, in %s", async (language) => {
      const t = overviewText[language];
      await using visit = await stage.visit("/", { language });
      const { page } = visit;
      await page.getByText(t.reporting("0", "1")).waitFor();
      expect(await figure(page, t.autarky).innerText()).not.toMatch(/\d/);
      expect(await page.getByRole("img").first().innerText()).not.toMatch(/\d/);
      expect(await inspect(page, `nothing-known-${language}`)).toEqual([]);
      expect(visit.complaints()).toEqual([]);
    });
  });
});
