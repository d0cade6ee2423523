import { fleetText, headerText, overviewText, uiText } from "@plenticore/dashboard/texts";
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

describe.skipIf(browserIsMissing("a view that can't be loaded"))(
  "a view that is asked for while the gateway is away",
  () => {
    const stage = useStage({ plants: [three()] });

    test("says so, and is there when it is asked for again", async () => {
      const { en: t } = uiText;
      await using visit = await stage.visit("/fleet");
      const { page } = visit;
      await title(page, fleetText.en.title).waitFor();
      await page.getByText(headerText.en.live, { exact: true }).waitFor();

      await stage.scenario.loseGateway();
      await page.getByText(headerText.en.lostTitle).waitFor();
      await page.getByRole("link", { name: "House", exact: true }).click();
      await title(page, t.notLoaded).waitFor();
      const notice = page.getByRole("alert").filter({ hasText: t.notLoadedMore });
      expect(await inspect(page, "view-not-loaded")).toEqual([]);
      await notice.getByRole("button", { name: t.again, exact: true }).click();
      await notice.getByText(t.stillAway).waitFor();

      await stage.scenario.returnGateway();
      await notice.getByRole("button", { name: t.again, exact: true }).click();
      await title(page, "House").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      const told = new RegExp(`${nothingListens.source}|PartNotLoadedError`);
      expect(visit.complaints(told)).toEqual([]);
    });
  },
);
