import { fleetText, headerText, stateText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, seeChange } from "../src/look-for.ts";
import { three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

describe.skipIf(browserIsMissing("an inverter's outage"))("under the open page", () => {
  /** Added to the simulators' clock: a reboot ends when the test says so. */
  let passed = 0;
  const now = (): number => Date.now() + passed;
  const bootSeconds = 3600;
  const stage = useStage({ plants: [three({ ...todayNoon(), now, bootSeconds, warmUpSeconds: 0 })] });

  test.each(languages)(
    "an inverter reboots: it is told, nothing goes blank, and it returns in %s",
    async (language) => {
      const states = stateText[language];
      await using visit = await stage.visit("/fleet", { language });
      const { page } = visit;
      const house = row(page, "House");
      await known(house.getByRole("cell").nth(2));
      await house.filter({ hasText: states.FEED_IN }).waitFor();

      stage.scenario.simulator("house").set({ fault: { kind: "reboot" } });
      // A device that restarts unasked answers that it is busy.
      await house.filter({ hasText: states.reason("DEVICE_BUSY") }).waitFor();
      await house.filter({ hasText: fleetText[language].stale }).waitFor();
      // The last values stay, said to be old; the others live on.
      expect(await house.getByRole("cell").nth(2).innerText()).toMatch(/\d/);
      await seeChange(row(page, "Barn").getByRole("cell").nth(2));
      expect(await inspect(page, `reboot-${language}`)).toEqual([]);

      passed += bootSeconds * 1000;
      await house.filter({ hasText: states.FEED_IN }).waitFor();
      await seeChange(house.getByRole("cell").nth(2));
      expect(visit.complaints()).toEqual([]);
    },
  );

  test("a page that is hidden pauses, and lives on when it is seen again", async () => {
    await using visit = await stage.visit("/fleet");
    const { page } = visit;
    const power = row(page, "House").getByRole("cell").nth(2);
    await known(power);
    await hide(page, true);
    await page.getByText(headerText.en.paused, { exact: true }).waitFor();
    await hide(page, false);
    await page.getByText(headerText.en.live, { exact: true }).waitFor();
    await seeChange(power);
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
