import { adviceFor, settingsText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { type Answer, onAnswers } from "../src/answers.ts";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { title } from "../src/look-for.ts";
import { single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";

const { en: t } = settingsText;

/** The browser's own lines about an answer that got lost, and an address where nothing listens. */
const lost = /ERR_CONNECTION_RESET|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|WebSocket connection to/;

describe.skipIf(browserIsMissing("the battery's limits"))("the battery's limits", () => {
  const stage = useStage({ plants: [single({ ...summerNoon, profile: "plenticore-g3" })] });
  const setLimits = (limits: string): Promise<unknown> =>
    ask(stage.scenario.url, `mutation { setBatteryLimits(input: { inverterId: "house", ${limits} }) { __typename } }`);
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

const isControls = (inverter: unknown): inverter is Answer =>
  typeof inverter === "object" && inverter !== null && "batteryLimits" in inverter;
