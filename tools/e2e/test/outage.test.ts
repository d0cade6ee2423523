import { inverterText, stateText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, seeChange, title } from "../src/look-for.ts";
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
      await house.filter({ hasText: states.STARTING }).waitFor();
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

  test.each(languages)(
    "an inverter is unplugged: its page keeps the last values and says since when in %s",
    async (language) => {
      const t = inverterText[language];
      await using visit = await stage.visit("/inverters/barn", { language });
      const { page } = visit;
      await title(page, "Barn").waitFor();
      const power = row(page.getByRole("region", { name: t.strings, exact: true }).first(), "1")
        .getByRole("cell")
        .first();
      await known(power);
      const barn = stage.scenario.simulator("barn");
      try {
        barn.set({ fault: { kind: "offline" } });
        await page.getByText("UNREACHABLE_REFUSED").first().waitFor();
        expect(await power.innerText()).toMatch(/\d/);
        expect(await inspect(page, `unplugged-${language}`)).toEqual([]);
      } finally {
        barn.set({ fault: null });
      }
      await page.getByText("UNREACHABLE_REFUSED").first().waitFor({ state: "detached" });
      await seeChange(power);
      expect(visit.complaints()).toEqual([]);
    },
  );
});
