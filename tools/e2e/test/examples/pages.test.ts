import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserIsMissing, launchBrowser } from "../../src/browser.ts";
import { ExampleProcess } from "../../src/example-process.ts";
import { inspect } from "../../src/inspect.ts";
import { type ScenarioOptions, startScenario } from "../../src/scenario.ts";
import { single, summerNoon, withGaps } from "../../src/scenarios.ts";
import { Visit } from "../../src/visit.ts";
import { closing } from "./closing.ts";

const viewer = { name: "panel", role: "VIEWER", key: "panel-key-that-is-long-enough-for-anybody" } as const;

type Place = (page: Page, inverter: string) => Locator;

const rowOf: Place = (page, inverter) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: inverter }) });
const cardOf: Place = (page, inverter) => page.getByRole("listitem", { name: inverter });

/** Where each example shows what it shows of an inverter. */
const examples: readonly { readonly name: string; readonly of: Place; readonly solarOf: Place }[] = [
  {
    name: "browser",
    of: rowOf,
    solarOf: (...place) =>
      rowOf(...place)
        .getByRole("cell")
        .first(),
  },
  {
    name: "react",
    of: cardOf,
    solarOf: (...place) =>
      cardOf(...place)
        .getByRole("definition")
        .first(),
  },
];

/** What may be said on the console while the gateway is away or refuses: the browser's own words. */
const ofNetwork = /^console: (Failed to load resource|WebSocket connection)/;

describe.skipIf(browserIsMissing("the examples"))("in a real browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  describe.each(examples)("the example $name", ({ name, of, solarOf }) => {
    const open = async (options: ScenarioOptions, key?: string) => {
      const scenario = closing(await startScenario(options));
      const env = { PLENTICORE_URL: scenario.url, ...(key !== undefined && { PLENTICORE_KEY: key }) };
      const server = ExampleProcess.page(name, { env });
      closing({ close: () => server[Symbol.asyncDispose]() });
      const visit = await Visit.open(browser, await server.url());
      closing({ close: () => visit[Symbol.asyncDispose]() });
      return { scenario, visit, page: visit.page };
    };

    test("shows power that changes; what is not known in words; and nobody meets a barrier", async () => {
      const { scenario, visit, page } = await open({ plants: [withGaps()] });
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await solarOf(page, "House")
        .filter({ hasText: /^\d+ W$/ })
        .waitFor();
      await solarOf(page, "Barn")
        .filter({ hasText: /^\d+ W$/ })
        .waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      // An empty alert would be of an error without a word.
      expect(await page.getByRole("alert").filter({ visible: true }).count()).toBe(0);
      expect(await of(page, "House").innerText()).toMatch(/(dis)?charge \d+ W/);
      expect(await of(page, "Barn").innerText()).toMatch(/\d+ W\D+unknown(\D+unknown)?\D+none/);
      expect(await of(page, "Shed").innerText()).toMatch(/unknown[^\d]+unknown/);
      await of(page, "Shed")
        .getByText(/refused|listens|reach/i)
        .waitFor();
      const before = await solarOf(page, "House").innerText();
      scenario.simulator("house").set({ cloud: 1 });
      await solarOf(page, "House").filter({ hasNotText: before }).waitFor();
      expect(await inspect(page, `example-${name}`)).toEqual([]);
      // What is live is not asked for again and again.
      expect(asked.filter((url) => url.endsWith("/graphql")).length).toBeLessThanOrEqual(1);
      expect(visit.complaints()).toEqual([]);
    });

    test("says so when the gateway is away, and goes on when it is back", async () => {
      const { scenario, visit, page } = await open({ plants: [single(summerNoon)] });
      await solarOf(page, "House")
        .filter({ hasText: /^\d+ W$/ })
        .waitFor();
      await scenario.loseGateway();
      await page
        .getByRole("status")
        .filter({ hasText: /trying again/ })
        .waitFor();
      const before = await solarOf(page, "House").innerText();
      expect(before).toMatch(/^\d+ W$/);
      await scenario.returnGateway();
      await page.getByText("Live", { exact: true }).waitFor();
      scenario.simulator("house").set({ cloud: 1 });
      await solarOf(page, "House").filter({ hasNotText: before }).waitFor();
      expect(visit.complaints(ofNetwork)).toEqual([]);
    });

    test("shows what a key may see that the page never gets", async () => {
      const { page } = await open({ plants: [single(summerNoon)], keys: [viewer] }, viewer.key);
      await solarOf(page, "House")
        .filter({ hasText: /^\d+ W$/ })
        .waitFor();
      expect(await page.content()).not.toContain(viewer.key);
    });

    test("says that a key is wanted", async () => {
      const { visit, page } = await open({ plants: [single(summerNoon)], keys: [viewer] });
      const alert = page.getByRole("alert").filter({ hasText: "PLENTICORE_KEY" });
      await alert.waitFor();
      expect(await alert.innerText()).toBe(
        "The gateway refuses the key, or wants one: start this page's server with PLENTICORE_KEY.",
      );
      expect(visit.complaints(ofNetwork)).toEqual([]);
    });
  });
});
