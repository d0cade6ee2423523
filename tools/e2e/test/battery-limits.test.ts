import { adviceFor, settingsText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { type Answer, asked, onAnswers } from "../src/answers.ts";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { inspect, picture } from "../src/inspect.ts";
import { title } from "../src/look-for.ts";
import { single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import type { Language } from "../src/visit.ts";

const { en: t } = settingsText;

/** The browser's own lines about an answer that got lost, and an address where nothing listens. */
const lost = /ERR_CONNECTION_RESET|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|WebSocket connection to/;

/** The card alone: the view around it is looked at by settings.test.ts. */
const cardOf = (language: Language): string => `section:has([aria-label="${settingsText[language].leaseState}"])`;

describe.skipIf(browserIsMissing("the battery's limits"))("the battery's limits", () => {
  const stage = useStage({ plants: [single({ ...summerNoon, profile: "plenticore-g3" })] });
  const setLimits = (limits: string): Promise<unknown> =>
    ask(stage.scenario.url, `mutation { setBatteryLimits(input: { inverterId: "house", ${limits} }) { __typename } }`);
  async function held(): Promise<{ readonly until: string } | null> {
    const query = '{ inverter(id: "house") { batteryLimits { until } } }';
    const { inverter } = await ask<{ inverter: { batteryLimits: { until: string } | null } }>(
      stage.scenario.url,
      query,
    );
    return inverter.batteryLimits;
  }
  afterEach(() => setLimits("for: 0"));

  const take = async (page: Page): Promise<void> => {
    await title(page, t.title("House")).waitFor();
    await page.getByRole("textbox", { name: t.maxCharge, exact: true }).fill("500");
    await page.getByRole("button", { name: t.lease }).click();
  };
  const running = (page: Page) => page.getByText(/^Limits hold until/);

  test("are not shown any more after their end, by the gateway's clock, and though it needs a moment longer", async () => {
    let answers = 0;
    const until = new Date(Date.now() - 1000).toISOString();
    await using visit = await stage.visit("/inverters/house/settings", {
      before: async (page) => {
        await page.addInitScript(() => {
          const { now } = Date;
          Date.now = () => now() - 3_600_000;
        });
        await onAnswers(page, {
          inverter: ({ inverter, ...rest }) => {
            if (!isControls(inverter)) return undefined;
            answers += 1;
            // What the gateway told a moment before their end, and, still, once more.
            if (answers > 2) return undefined;
            return {
              ...rest,
              inverter: { ...inverter, batteryLimits: { maxCharge: 500, maxDischarge: null, power: null, until } },
            };
          },
        });
      },
    });
    await visit.page.getByText(t.leaseNone).waitFor();
    expect(answers).toBeGreaterThanOrEqual(3);
    expect(visit.complaints()).toEqual([]);
  });

  test("are shown when their answer got lost, with what is known of it", async () => {
    await using visit = await stage.visit("/inverters/house/settings", {
      before: (page) => onAnswers(page, { setBatteryLimits: () => "lost" }),
    });
    const { page } = visit;
    await take(page);
    await running(page).waitFor();
    await page.getByText(adviceFor("GATEWAY_UNREACHABLE", "en", true)?.what ?? "no advice").waitFor();
    expect(visit.complaints(lost)).toEqual([]);
  });

  test("are shown when they could not be read back, with that", async () => {
    await using visit = await stage.visit("/inverters/house/settings", {
      before: (page) =>
        onAnswers(page, {
          setBatteryLimits: ({ setBatteryLimits }) => ({
            setBatteryLimits: { ...(setBatteryLimits as Answer), outcome: "UNREADABLE" },
          }),
        }),
    });
    const { page } = visit;
    await take(page);
    await running(page).waitFor();
    await page.getByText(t.unreadBack).waitFor();
    expect(visit.complaints()).toEqual([]);
  });

  test.each(["en"] as const)(
    "are ended before their time in %s, and the focus goes to what holds then",
    async (language) => {
      const t = settingsText[language];
      await setLimits("maxCharge: 100, for: 3600");
      await using visit = await stage.visit("/inverters/house/settings", { language });
      const { page } = visit;
      const sent = asked(page, "input");
      const end = page.getByRole("button", { name: t.leaseEnd });
      await end.waitFor();
      expect(await inspect(page, `battery-limits-running-${language}`, cardOf(language))).toEqual([]);
      await end.click();
      await page.getByText(t.leaseEnded).waitFor();
      await page.getByText(t.leaseNone).waitFor();
      expect(await end.count()).toBe(0);
      expect(await isFocused(page.getByRole("group", { name: t.leaseState }))).toBe(true);
      expect(sent).toEqual([{ input: { inverterId: "house", for: 0 } }]);
      expect(await held()).toBeNull();
      expect(visit.complaints()).toEqual([]);
    },
  );

  test("whose end the inverter was not seen to take can be ended again", async () => {
    await setLimits("maxCharge: 100, for: 3600");
    let isIgnored = true;
    await using visit = await stage.visit("/inverters/house/settings", {
      before: (page) =>
        onAnswers(page, {
          setBatteryLimits: ({ setBatteryLimits }) =>
            isIgnored ? { setBatteryLimits: { ...(setBatteryLimits as Answer), outcome: "IGNORED" } } : undefined,
        }),
    });
    const { page } = visit;
    await page.getByRole("button", { name: t.leaseEnd }).click();
    await page.getByText(t.leaseEndUnsure).waitFor();
    await page.getByText(t.leaseNone).waitFor();
    isIgnored = false;
    await page.getByRole("button", { name: t.leaseEnd }).click();
    await page.getByText(t.leaseEnded).waitFor();
    expect(visit.complaints()).toEqual([]);
  });

  test("are told by the plant's clock, not by the browser's, and leave the focus at what holds", async () => {
    await using visit = await stage.visit("/inverters/house/settings", {
      before: (page) =>
        onAnswers(page, {
          viewer: ({ viewer, ...rest }) => {
            const { plants, ...more } = viewer as Answer & { readonly plants?: readonly Answer[] };
            return (
              plants && { ...rest, viewer: { ...more, plants: plants.map((one) => ({ ...one, timeZone: zone })) } }
            );
          },
        }),
    });
    const { page } = visit;
    await take(page);
    await running(page).waitFor();
    const until = (await held())?.until ?? "";
    await page.getByText(t.leaseRunning(inZone.format(Date.parse(until)))).waitFor();
    expect(await isFocused(page.getByRole("group", { name: t.leaseState }))).toBe(true);
    expect(visit.complaints()).toEqual([]);
  });

  test("of this generation are no fixed power, and it takes them back at once", async () => {
    await using visit = await stage.visit("/inverters/house/settings");
    const { page } = visit;
    await page.getByRole("checkbox", { name: t.onlyMine }).waitFor();
    await page.getByRole("textbox", { name: t.maxCharge, exact: true }).waitFor();
    expect(await page.getByRole("textbox", { name: t.power, exact: true }).count()).toBe(0);
    expect(await page.getByText(t.limitsFallBack).count()).toBe(0);
  });

  test("of somebody else that stand in the way are shown", async () => {
    await using visit = await stage.visit("/inverters/house/settings");
    const { page } = visit;
    await page.getByText(t.leaseNone).waitFor();
    await setLimits("maxCharge: 100, for: 3600");
    await take(page);
    await running(page).waitFor();
    expect(visit.complaints()).toEqual([]);
  });

  test("that a lost gateway can't set leave form and view as they are, which are asked anew when it is back", async () => {
    await using visit = await stage.visit("/inverters/house/settings");
    const { page } = visit;
    await page.getByText(t.leaseNone).waitFor();
    await stage.scenario.loseGateway();
    await take(page);
    await page.getByText(t.notAsked).waitFor();
    expect(await page.getByRole("textbox", { name: t.maxCharge, exact: true }).inputValue()).toBe("500");
    await stage.scenario.returnGateway();
    await page.getByText(t.notAsked).waitFor({ state: "detached" });
    expect(await page.getByRole("textbox", { name: t.maxCharge, exact: true }).inputValue()).toBe("500");
    expect(visit.complaints(lost)).toEqual([]);
  });
});

describe.skipIf(browserIsMissing("older generations"))("the battery's limits of older generations", () => {
  const settings = { "devices:local/Battery:ExternControl": "2" };
  const stage = useStage({ plants: [single({ ...summerNoon, settings })] });

  test.each(["de"] as const)("take a fixed power in %s, and do not promise to end at once", async (language) => {
    const t = settingsText[language];
    await using visit = await stage.visit("/inverters/house/settings", { language });
    const { page } = visit;
    const power = page.getByRole("textbox", { name: t.power, exact: true });
    await power.fill("0");
    await page.getByText(t.powerHint, { exact: true }).waitFor();
    expect(await page.getByText(t.limitsFallBack).count()).toBe(1);
    await picture(page, `battery-limits-older-${language}`);
    await page.getByRole("button", { name: t.lease }).click();
    await page.getByRole("button", { name: t.leaseEnd }).click();
    await page.getByText(t.leaseEnded).waitFor();
    await expect.poll(() => page.getByText(t.limitsFallBack).count()).toBe(2);
    expect(await inspect(page, `battery-limits-ended-${language}`, cardOf(language))).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });
});

const isFocused = (place: Locator): Promise<boolean> => place.evaluate((own) => own === document.activeElement);

/** Far from the browser's, and from the gateway's. */
const zone = "Pacific/Auckland";
const inZone = new Intl.DateTimeFormat("en-GB", {
  timeZone: zone,
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

const isControls = (inverter: unknown): inverter is Answer =>
  typeof inverter === "object" && inverter !== null && "batteryLimits" in inverter;
