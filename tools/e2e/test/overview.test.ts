import { overviewText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { figure, flowPicture, known, seeChange, title } from "../src/look-for.ts";
import { single, three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

describe.skipIf(browserIsMissing("the overview"))("the overview", () => {
  const fast = { ...todayNoon(), speed: 60 };

  describe("of a plant", () => {
    const stage = useStage({ plants: [three(fast)] });

    test.each(languages)("shows values that change, and nothing is wrong with it in %s", async (language) => {
      const t = overviewText[language];
      await using visit = await stage.visit("/", { language });
      const { page } = visit;
      await title(page, "Home").waitFor();
      const picture = flowPicture(page, language);
      await known(picture);
      await page.getByText(t.reporting("3", "3")).waitFor();
      await known(figure(page, t.autarky));
      const energy = page.getByRole("table", { name: t.energyCaption("Home") });
      await known(energy.getByRole("row", { name: t.yield }));
      await seeChange(picture);
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      expect(await inspect(page, `overview-${language}`)).toEqual([]);
      expect(visit.complaints()).toEqual([]);
    });
  });

  describe("of several plants", () => {
    const stage = useStage({
      plants: [
        three(fast),
        {
          ...single({ ...fast, profile: "piko-iq-g1" }, { id: "shop", name: "Shop roof" }),
          id: "store",
          name: "Store",
        },
      ],
    });

    test.each(languages)("sums them, and each has its own page in %s", async (language) => {
      const t = overviewText[language];
      await using visit = await stage.visit("/", { language });
      const { page } = visit;
      await title(page, t.title).waitFor();
      const sum = figure(page.getByRole("region", { name: t.allPlants, exact: true }), t.solar);
      await known(sum);
      await seeChange(sum);
      expect(await inspect(page, `plants-${language}`)).toEqual([]);
      await page.getByRole("link", { name: "Store" }).click();
      await title(page, "Store").waitFor();
      await page.getByRole("combobox").selectOption("Home");
      await title(page, "Home").waitFor();
      expect(visit.complaints()).toEqual([]);
    });
  });
});
