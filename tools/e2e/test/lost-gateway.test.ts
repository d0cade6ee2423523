import { headerText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { flowPicture, known, seeChange, title } from "../src/look-for.ts";
import { three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

/** The browser's own lines about an address where nothing listens. */
const nothingListens = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket connection to/;

describe.skipIf(browserIsMissing("a lost gateway"))("a gateway that is lost under the open page", () => {
  const stage = useStage({ plants: [three({ ...todayNoon(), speed: 60 })] });

  test.each(languages)("leaves the last values, is told, and returns without a reload in %s", async (language) => {
    const t = headerText[language];
    await using visit = await stage.visit("/", { language });
    const { page } = visit;
    const solar = flowPicture(page, language);
    await known(solar);
    await page.getByText(t.live, { exact: true }).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));

    await stage.scenario.loseGateway();
    await page.getByText(t.lostTitle).waitFor();
    expect(await solar.textContent()).toMatch(/\d/);
    await title(page, "Home").waitFor();
    expect(await inspect(page, `lost-gateway-${language}`)).toEqual([]);

    await stage.scenario.returnGateway();
    await page.getByText(t.lostTitle).waitFor({ state: "hidden" });
    await page.getByText(t.live, { exact: true }).waitFor();
    await seeChange(solar);
    expect(await page.evaluate(() => "isTheSamePage" in globalThis)).toBe(true);
    expect(visit.complaints(nothingListens)).toEqual([]);
  });
});
