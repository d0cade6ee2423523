import { fleetText, headerText, stateText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, seeChange } from "../src/look-for.ts";
import { three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

const power = (inverter: Locator): Locator => inverter.getByRole("cell").nth(2);

describe.skipIf(browserIsMissing("an inverter's outage"))("under the open page", () => {
  /** Added to the simulators' clock: a reboot ends when the test says so. */
  let passed = 0;
  const now = (): number => Date.now() + passed;
  const bootSeconds = 3600;
  const stage = useStage({ plants: [three({ ...todayNoon(), now, bootSeconds, warmUpSeconds: 0 })] });

  test("an inverter reboots: it is told, nothing goes blank, and it returns", async () => {
    await using opened = new AsyncDisposableStack();
    const visits = await Promise.all(
      languages.map(async (language) => opened.use(await stage.visit("/fleet", { language }))),
    );
    for (const { page } of visits) await known(power(row(page, "House")));

    stage.scenario.simulator("house").set({ fault: { kind: "reboot" } });
    for (const { page, language } of visits) {
      const house = row(page, "House");
      // A device that restarts unasked answers that it is busy.
      await house.filter({ hasText: stateText[language].reason("DEVICE_BUSY") }).waitFor();
      await house.filter({ hasText: fleetText[language].stale }).waitFor();
      // The last values stay, said to be old; the others live on.
      expect(await power(house).innerText()).toMatch(/\d/);
      await seeChange(power(row(page, "Barn")));
      expect(await inspect(page, `reboot-${language}`)).toEqual([]);
    }

    passed += bootSeconds * 1000;
    for (const { page, language } of visits) {
      const house = row(page, "House");
      await house.filter({ hasNotText: stateText[language].reason("DEVICE_BUSY") }).waitFor();
      await seeChange(power(house));
    }
    expect(visits.flatMap((visit) => visit.complaints())).toEqual([]);
  });

  test("a page that is hidden pauses, and lives on when it is seen again", async () => {
    await using visit = await stage.visit("/fleet");
    const { page } = visit;
    const shown = power(row(page, "House"));
    await known(shown);
    await hide(page, true);
    await page.getByText(headerText.en.paused, { exact: true }).waitFor();
    await hide(page, false);
    await page.getByText(headerText.en.live, { exact: true }).waitFor();
    await seeChange(shown);
    expect(visit.complaints()).toEqual([]);
  });
});

/** As another tab in front of the page does; a browser without a window has no such tab. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, "visibilityState", {
      get: () => (isHidden ? "hidden" : "visible"),
      configurable: true,
    });
    Object.defineProperty(document, "hidden", { get: () => isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
