import { headerText, inverterText, overviewText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, title } from "../src/look-for.ts";
import { single, three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";

/** A page whose clock the test may put forward. */
const ownClock = { before: (page: Page) => page.clock.install() };

const old = /old value/;
const isOld = (place: Locator): Promise<void> => place.filter({ hasText: old }).waitFor();
const isCurrent = (place: Locator): Promise<void> => place.filter({ hasText: /\d/, hasNotText: old }).waitFor();
const yieldToday = (page: Page, table: string): Locator =>
  row(
    page.getByRole("table", { name: table }),
    table === inverterText.en.energyTable ? inverterText.en.yield : overviewText.en.yield,
  )
    .getByRole("cell")
    .first();

describe.skipIf(browserIsMissing("counters and a lost gateway"))("counters that nobody renews", () => {
  const stage = useStage({ plants: [three({ ...todayNoon(), speed: 60 })] });

  test("are called old after three rounds, in every view, and are current again when the gateway is back", async () => {
    await using visit = await stage.visit("/", ownClock);
    const { page } = visit;
    const energy = yieldToday(page, overviewText.en.energyCaption("Home"));
    await isCurrent(energy);
    await page.getByText(headerText.en.live, { exact: true }).waitFor();

    await stage.scenario.loseGateway();
    await page.getByText(headerText.en.lostTitle).waitFor();
    // One round is missed, not more; then more than three.
    await page.clock.fastForward("01:00");
    await isCurrent(energy);
    await page.clock.fastForward("03:00");
    await isOld(energy);
    expect(await inspect(page, "counters-old")).toEqual([]);
    await page.getByRole("link", { name: "Fleet", exact: true }).click();
    await title(page, "Fleet").waitFor();
    await isOld(row(page, "House").getByRole("cell").nth(3));
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    await isOld(energy);

    await stage.scenario.returnGateway();
    await page.getByText(headerText.en.lostTitle).waitFor({ state: "hidden" });
    await isCurrent(energy);
  });
});

describe.skipIf(browserIsMissing("events and a lost gateway"))(
  "a language that is chosen while the gateway is away",
  () => {
    // A day whose latest event has texts in both languages, which not every event has.
    const stage = useStage({ plants: [single({ time: "2026-06-21T11:00:00Z" })] });

    test("events stay in the language before while the new one can't be had", async () => {
      await using visit = await stage.visit("/inverters/house", ownClock);
      const { page } = visit;
      const events = page.getByRole("region", { name: /^(Events|Ereignisse)$/ });
      const first = events.getByRole("listitem").first();
      await first.waitFor();
      const before = await first.locator("div").innerText();
      await stage.scenario.loseGateway();
      await page.getByText(headerText.en.lostTitle).waitFor();
      await page.getByText(headerText.en.menu, { exact: true }).click();
      await page.getByLabel(headerText.en.language).selectOption("de");
      await page.getByText(headerText.de.lostTitle).waitFor();
      expect(await first.locator("div").innerText()).toBe(before);
      await stage.scenario.returnGateway();
      await page.getByText(headerText.de.lostTitle).waitFor({ state: "hidden" });
      await expect.poll(() => first.locator("div").innerText()).not.toBe(before);
    });
  },
);

describe.skipIf(browserIsMissing("counters of an inverter that is away"))(
  "counters of an inverter that is away",
  () => {
    const stage = useStage({ plants: [single(todayNoon())] });

    test("stay, old, and are read as soon as it is back, not a round later", async () => {
      await using visit = await stage.visit("/inverters/house", ownClock);
      const { page } = visit;
      const energy = yieldToday(page, inverterText.en.energyTable);
      await isCurrent(energy);
      await known(energy);
      const simulator = stage.scenario.simulator("house");
      simulator.set({ fault: { kind: "offline" } });
      const status = page.getByRole("status").filter({ hasText: "Does not answer since" });
      await status.waitFor();
      await page.clock.fastForward("01:00");
      await isOld(energy);
      expect(await energy.innerText()).toMatch(/\d/);
      expect(
        await inspect(page, "counters-away", `section:has([aria-label="${inverterText.en.energyTable}"])`),
      ).toEqual([]);
      // After one more round, which changes nothing, none can come: the page's time stands still.
      await page.clock.pauseAt(new Date((await page.evaluate(() => Date.now())) + 60_000));
      simulator.set({ fault: null });
      await status.waitFor({ state: "detached" });
      await isCurrent(energy);
    });
  },
);
