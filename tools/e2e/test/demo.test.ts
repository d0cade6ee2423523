import { fleetText } from "@plenticore/dashboard/texts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserIsMissing, launchBrowser } from "../src/browser.ts";
import { GatewayProcess } from "../src/gateway-process.ts";
import { flowPicture, known, row } from "../src/look-for.ts";
import { Visit } from "../src/visit.ts";

describe.skipIf(browserIsMissing("the demo"))("the demo", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
    // What a browser does when it opens its first page is none of the gateway's time.
    await (await browser.newPage()).close();
  });
  afterAll(() => browser.close());

  test("is a page with three inverters that live", async () => {
    const gateway = await GatewayProcess.start(["demo", "--port", "0"]);
    try {
      await using visit = await Visit.open(browser, `${gateway.url}/#/fleet`);
      const { page } = visit;
      for (const name of ["House", "Barn", "Garage"]) await known(row(page, name));
      console.log(
        `the demo's three inverters were seen ${Math.round(performance.now() - gateway.listeningAt)} ms after it listened`,
      );
      expect(await page.getByRole("table", { name: fleetText.en.caption }).getByRole("rowheader").count()).toBe(3);
      await page.goto(gateway.url);
      await known(flowPicture(page, "en", "Demo"));
      expect(visit.complaints()).toEqual([]);
    } finally {
      expect(await gateway.stop()).toBe(0);
    }
  });
});
