import { inverterText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { figure, title } from "../src/look-for.ts";
import { single } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";

const { en: t } = inverterText;
const card = (page: Page): Locator => page.getByRole("region", { name: t.update, exact: true });
const state = (page: Page, text: string): Promise<void> =>
  figure(card(page), t.updateStatus).filter({ hasText: text }).waitFor();

interface Started {
  readonly kind: string;
  readonly message?: string;
}

describe.skipIf(browserIsMissing("a firmware update"))("a firmware update", () => {
  const stage = useStage({
    plants: [single({}, { updatePaths: { status: "/update/status", start: "/update/start" } })],
  });

  const start = async (): Promise<Started> => {
    const { startUpdate } = await ask<{ readonly startUpdate: Started }>(
      stage.scenario.url,
      'mutation { startUpdate(input: { inverterId: "house" }) { kind: __typename ... on InverterFailure { message } } }',
    );
    return startUpdate;
  };

  test("is followed from its beginning to its end under the open page", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await title(page, "House").waitFor();
    await state(page, t.idle);
    // Its clock stands, so that the download is not over before the page has heard of it.
    const simulator = stage.scenario.simulator("house");
    simulator.set({ speed: 0 });
    // A busy machine's simulator may not answer in time: then once more; what runs is not begun again.
    await expect.poll(start).toEqual({ kind: "InverterActionSuccess" });
    // The slow feed brings it, and the fast one takes over: its end is what the slow one has not heard of.
    await state(page, "downloading");
    expect(await figure(card(page), t.updateStep).textContent()).toBe("1 of 2");
    const progress = card(page).getByRole("progressbar");
    expect(await progress.getAttribute("value")).toBe("0");
    const passed = (seconds: number) => simulator.set({ time: Date.now() + seconds * 1000 });
    passed(30);
    await expect.poll(() => progress.getAttribute("value")).not.toBe("0");
    passed(600);
    await figure(card(page), t.updateLast).filter({ hasText: "success" }).waitFor();
    await state(page, t.idle);
    expect(await progress.count()).toBe(0);
    await title(page, "House").waitFor();
    expect(visit.complaints()).toEqual([]);
  });
});

describe.skipIf(browserIsMissing("updates that can't be told"))("where the update operations are not known", () => {
  const stage = useStage({ plants: [single({})] });

  test("only what the device does tell is told", async () => {
    await using visit = await stage.visit("/inverters/house");
    const { page } = visit;
    await state(page, t.idle);
    await expect.poll(() => card(page).textContent()).toBe(t.update + t.updateStatus + t.idle);
    expect(visit.complaints()).toEqual([]);
  });
});
