import { settingsText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
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
