import { overviewText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { figure, known, seeChange, title } from "../src/look-for.ts";
import { three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

describe.skipIf(browserIsMissing("the overview"))("the overview", () => {
  const stage = useStage({ plants: [three({ ...todayNoon(), speed: 60 })] });

  test.each(languages)("shows values that change, and nothing is wrong with it in %s", async (language) => {
    const t = overviewText[language];
    await using visit = await stage.visit("/", { language });
    const { page } = visit;
    await title(page, t.title).waitFor();
    const solar = figure(page, t.solar);
    await known(solar);
    await seeChange(solar);
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    expect(await inspect(page, `overview-${language}`)).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });
});
