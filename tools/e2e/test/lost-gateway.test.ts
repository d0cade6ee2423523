import { headerText, overviewText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { flowPicture, seeChange, title } from "../src/look-for.ts";
import { three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

/** The browser's own lines about an address where nothing listens. */
const nothingListens = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket connection to/;

describe.skipIf(browserIsMissing("a lost gateway"))("a gateway that is lost under the open page", () => {
  const stage = useStage({ plants: [three({ ...todayNoon(), speed: 60 })] });

  test("leaves the last values, is told, and returns without a reload", async () => {
    await using opened = new AsyncDisposableStack();
    const visits = await Promise.all(
      languages.map(async (language) => opened.use(await stage.visit("/", { language }))),
    );
    for (const { page, language } of visits) {
      await page.getByText(overviewText[language].reporting("3", "3")).waitFor();
      await page.getByText(headerText[language].live, { exact: true }).waitFor();
      await page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
    }

    await stage.scenario.loseGateway();
    for (const { page, language } of visits) {
      await page.getByText(headerText[language].lostTitle).waitFor();
      expect(await flowPicture(page, language).textContent()).toMatch(/\d/);
      await title(page, "Home").waitFor();
      expect(await inspect(page, `lost-gateway-${language}`)).toEqual([]);
    }

    await stage.scenario.returnGateway();
    for (const { page, language } of visits) {
      await page.getByText(headerText[language].lostTitle).waitFor({ state: "hidden" });
      await page.getByText(headerText[language].live, { exact: true }).waitFor();
      await seeChange(flowPicture(page, language));
      expect(await page.evaluate(() => "isTheSamePage" in globalThis)).toBe(true);
    }
    expect(visits.flatMap((visit) => visit.complaints(nothingListens))).toEqual([]);
  });
});
