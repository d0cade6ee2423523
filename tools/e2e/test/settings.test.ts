import { headerText, settingsText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { onAnswers } from "../src/answers.ts";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { inspect, picture } from "../src/inspect.ts";
import { beginning, title } from "../src/look-for.ts";
import { single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { type Language, languages } from "../src/visit.ts";

const view = "/inverters/house/settings";

describe.skipIf(browserIsMissing("the settings"))("the settings", () => {
  const stage = useStage({ plants: [single(summerNoon)] });
  afterEach(() => stage.scenario.simulator("house").set({ fault: null }));

  /** Resolves when everything that the inverter is asked for is there. */
  async function loaded(page: Page, language: Language): Promise<void> {
    const t = settingsText[language];
    await title(page, t.title("House")).waitFor();
    await page
      .getByRole("status")
      .filter({ hasText: /\d+ \S+ \d+ / })
      .waitFor();
  }

  const write = async (page: Page, language: Language, value: string): Promise<void> => {
    const t = settingsText[language];
    await page.getByRole("textbox", { name: t.minSoc, exact: true }).fill(value);
    await page.getByRole("button", { name: t.write, exact: true }).click();
  };

  test.each(languages)("nothing is wrong with them in %s", async (language) => {
    await using visit = await stage.visit(view, { language });
    await loaded(visit.page, language);
    expect(await inspect(visit.page, `settings-${language}`)).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });

  test("a value is checked against the inverter's limits before it is sent, written, and read back", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    await loaded(page, "en");
    const field = page.getByRole("textbox", { name: t.minSoc, exact: true });
    await field.fill("1000");
    await page.getByText(t.problem("above")).waitFor();
    expect(await page.getByRole("button", { name: t.write, exact: true }).isDisabled()).toBe(true);
    await write(page, "en", "20");
    await page.getByText(beginning(t.applied)).waitFor();
    await page.reload();
    await loaded(page, "en");
    expect(await field.inputValue()).toBe("20");
    expect(visit.complaints()).toEqual([]);
  });

  test("what somebody else set back is shown, though it is what was there before the own write", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    await loaded(page, "en");
    const field = page.getByRole("textbox", { name: t.minSoc, exact: true });
    const before = await field.inputValue();
    const value = before === "45" ? "35" : "45";
    await write(page, "en", value);
    await page.getByText(beginning(t.applied)).waitFor();
    /** The view asks again when the gateway is back. */
    const again = async (minSoc: string): Promise<void> => {
      await ask(
        stage.scenario.url,
        `mutation { setMinSoc(input: { inverterId: "house", minSoc: ${minSoc} }) { __typename } }`,
      );
      await stage.scenario.loseGateway();
      await page.getByText(headerText.en.lostTitle).waitFor();
      await stage.scenario.returnGateway();
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.text().then((text) => text.includes('"minHomeConsumption"'))),
        page.getByText(headerText.en.lostTitle).waitFor({ state: "hidden" }),
      ]);
      expect(await answer.text()).toContain(`"value":${minSoc}`);
      await expect.poll(() => field.inputValue()).toBe(minSoc);
    };
    await again(value);
    await again(before);
  });

  test("what is typed while a write runs stays, and the focus stays where it was", async () => {
    const { en: t } = settingsText;
    const answer = Promise.withResolvers<undefined>();
    await using visit = await stage.visit(view, {
      before: (page) => onAnswers(page, { setMinSoc: () => answer.promise }),
    });
    const { page } = visit;
    await loaded(page, "en");
    await write(page, "en", "30");
    await page.getByText(t.writing).waitFor();
    const field = page.getByRole("textbox", { name: t.minSoc, exact: true });
    await field.fill("40");
    answer.resolve(undefined);
    await page.getByText(beginning(t.applied)).waitFor();
    expect(await field.inputValue()).toBe("40");
    expect(await isFocused(field)).toBe(true);
    expect(visit.complaints()).toEqual([]);
  });

  test("after a write and after taking back what was typed the focus is in the field", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    await loaded(page, "en");
    const field = page.getByRole("textbox", { name: t.minSoc, exact: true });
    await write(page, "en", "45");
    await page.getByText(beginning(t.applied)).waitFor();
    expect(await isFocused(field)).toBe(true);
    await field.fill("50");
    await page.getByRole("button", { name: t.revert, exact: true }).click();
    expect([await field.inputValue(), await isFocused(field)]).toEqual(["45", true]);
    expect(visit.complaints()).toEqual([]);
  });

  test("what is typed in the list outlives searching and closing, as does a group that somebody opened", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    await loaded(page, "en");
    const group = page.getByRole("group").filter({ has: page.getByRole("heading", { name: t.group("outputs") }) });
    const summary = group.getByRole("heading", { name: t.group("outputs") });
    const search = page.getByRole("searchbox", { name: t.search });
    const typed = group.getByRole("textbox", { name: "Run time", exact: true });
    await summary.click();
    await typed.fill("77");
    await search.fill("minsoc");
    await typed.waitFor({ state: "hidden" });
    await search.fill("");
    await typed.waitFor();
    expect(await typed.inputValue()).toBe("77");
    await summary.click();
    await typed.waitFor({ state: "hidden" });
    await search.fill("runtime");
    await typed.waitFor();
    expect(await typed.inputValue()).toBe("77");
    await group.getByRole("button", { name: t.write, exact: true }).click();
    await group.getByText(beginning(t.applied)).waitFor();
    await search.fill("minsoc");
    await typed.waitFor({ state: "hidden" });
    await search.fill("runtime");
    await typed.waitFor();
    expect(await typed.inputValue()).toBe("77");
    await typed.fill("78");
    await group.getByRole("button", { name: t.revert, exact: true }).click();
    expect(await typed.inputValue()).toBe("77");
    expect(visit.complaints()).toEqual([]);
  });

  test.each(["de"] as const)("that rights are not told is said once in %s", async (language) => {
    const t = settingsText[language];
    await using visit = await stage.visit(view, { language });
    const { page } = visit;
    await loaded(page, language);
    await page.getByRole("searchbox", { name: t.search }).fill("battery:");
    await page.getByRole("listitem").filter({ hasText: "Battery:MinSoc" }).getByRole("textbox").waitFor();
    expect(await page.getByText(t.mayBeRefused).count()).toBe(1);
  });

  test.each(languages)("a write that the inverter ignores is shown as such in %s", async (language) => {
    const t = settingsText[language];
    await using visit = await stage.visit(view, { language });
    const { page } = visit;
    await loaded(page, language);
    // Answers as if all was well, and changes nothing.
    const answer = [{ moduleid: "devices:local", settings: [{ id: "Battery:MinSoc", value: "35" }] }];
    stage.scenario.simulator("house").set({
      fault: { kind: "body", body: JSON.stringify(answer), operations: ["put_settings"] },
    });
    await write(page, language, "35");
    await page.getByText(beginning(t.ignored)).waitFor();
    await picture(page, `settings-ignored-${language}`);
    expect(visit.complaints()).toEqual([]);
  });

  test("a dangerous action asks for the inverter's name", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    await loaded(page, "en");
    await page.getByRole("button", { name: `${t.disconnect} …` }).click();
    const dialog = page.getByRole("dialog", { name: t.disconnect });
    const run = dialog.getByRole("button", { name: t.disconnect, exact: true });
    expect(await run.isDisabled()).toBe(true);
    await dialog.getByLabel(t.confirmLabel("House", "house")).fill("Barn");
    expect(await run.isDisabled()).toBe(true);
    expect(await inspect(page, "settings-danger-en", "dialog[open]")).toEqual([]);
    await dialog.getByLabel(t.confirmLabel("House", "house")).fill("House");
    await run.click();
    await page.getByText(`${t.disconnect}: ${t.done}`).waitFor();
    await page.getByRole("button", { name: t.reconnect, exact: true }).click();
    await page.getByText(`${t.reconnect}: ${t.done}`).waitFor();
    expect(visit.complaints()).toEqual([]);
  });
});

const isFocused = (place: Locator): Promise<boolean> => place.evaluate((own) => own === document.activeElement);

describe.skipIf(browserIsMissing("German names"))("the settings in German", () => {
  const stage = useStage({
    plants: [
      single(summerNoon),
      { ...single({ ...summerNoon, profile: "plenticore-g3" }), id: "new", name: "New" },
    ].map((plant, index) => ({
      ...plant,
      inverters: plant.inverters.map((one) => ({ ...one, id: `${one.id}-${index}` })),
    })),
  });

  test.each(["house-0", "house-1"])("of %s have German names, all of them", async (id) => {
    const { de: t } = settingsText;
    await using visit = await stage.visit(`/inverters/${id}/settings`, { language: "de" });
    const { page } = visit;
    await page.getByRole("checkbox", { name: t.onlyMine }).uncheck();
    const groups = page.locator("details").filter({ has: page.getByRole("heading", { level: 3 }) });
    const list = page.getByRole("region", { name: t.all });
    await list.locator("details summary").first().waitFor();
    for (const summary of await list.locator("details summary").all()) await summary.click();
    const [shown = 0] =
      (await list.getByText(/ von \d+ Einstellungen$/).textContent())?.match(/\d+/)?.map(Number) ?? [];
    await expect.poll(() => list.getByRole("listitem").count()).toBe(shown);
    expect(await list.locator("[lang=en]").allTextContents()).toEqual([]);
    expect(await groups.count()).toBeGreaterThan(5);
  });
});
