import { settingsText } from "@plenticore/dashboard/texts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { asked, onAnswers } from "../src/answers.ts";
import { browserIsMissing } from "../src/browser.ts";
import { picture } from "../src/inspect.ts";
import { single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import type { Language } from "../src/visit.ts";

const view = "/inverters/house/settings";

describe.skipIf(browserIsMissing("the danger zone"))("the dialog of a dangerous action", () => {
  const stage = useStage({ plants: [single(summerNoon)] });

  const opener = (page: Page, language: Language, name: "disconnect" | "password"): Locator =>
    page.getByRole("button", { name: `${settingsText[language][name]} …` });

  /** Opens it, and types what proves that this inverter is meant. */
  async function open(page: Page, language: Language, name: "disconnect" | "password"): Promise<Locator> {
    const t = settingsText[language];
    await opener(page, language, name).click();
    const dialog = page.getByRole("dialog", { name: t[name] });
    await dialog.getByLabel(t.confirmLabel("House", "house")).fill("House");
    return dialog;
  }

  test("can't be closed while it runs, nor sent twice", async () => {
    const { en: t } = settingsText;
    const answer = Promise.withResolvers<undefined>();
    await using visit = await stage.visit(view, {
      before: (page) => onAnswers(page, { disconnectInverter: () => answer.promise }),
    });
    const { page } = visit;
    const sent = asked(page, "input");
    const dialog = await open(page, "en", "disconnect");
    const name = dialog.getByLabel(t.confirmLabel("House", "house"));
    await dialog.getByRole("button", { name: t.disconnect, exact: true }).dblclick();
    await dialog.getByText(t.running).waitFor();
    await name.press("Enter");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.mouse.click(5, 5);
    // Told as disabled, so that nobody but a script would click it.
    await dialog.getByRole("button", { name: "Close" }).click({ force: true });
    expect(await dialog.getByRole("button", { name: t.cancel }).isDisabled()).toBe(true);
    expect(await dialog.evaluate((element) => element.matches(":modal"))).toBe(true);
    expect(await name.inputValue()).toBe("House");
    answer.resolve(undefined);
    await page.getByText(`${t.disconnect}: ${t.done}`).waitFor();
    await dialog.waitFor({ state: "detached" });
    expect(sent).toEqual([{ input: { inverterId: "house" } }]);
    await page.getByRole("button", { name: t.reconnect, exact: true }).click();
    await page.getByText(`${t.reconnect}: ${t.done}`).waitFor();
    expect(visit.complaints()).toEqual([]);
  });

  test.each(["Escape", "the cross", "Cancel"])("closed by %s gives the focus back to who opened it", async (how) => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    const dialog = await open(page, "en", "disconnect");
    if (how === "Escape") await page.keyboard.press("Escape");
    else await dialog.getByRole("button", { name: how === "Cancel" ? t.cancel : "Close" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect
      .poll(() => opener(page, "en", "disconnect").evaluate((own) => own === document.activeElement))
      .toBe(true);
    expect(visit.complaints()).toEqual([]);
  });

  test.each(["en", "de"] as const)(
    "is asked for by all whose name goes on, and there is none of the others in %s",
    async (language) => {
      const t = settingsText[language];
      await using visit = await stage.visit(view, { language });
      const { page } = visit;
      const names = ["disconnect", "reboot", "update", "password", "factory", "remove"] as const;
      for (const name of names) {
        await page.getByRole("button", { name: `${t[name]} …` }).click();
        const dialog = page.getByRole("dialog", { name: t[name] });
        await dialog.getByLabel(t.confirmLabel("House", "house")).waitFor();
        await dialog.getByRole("button", { name: t.cancel }).click();
        await dialog.waitFor({ state: "detached" });
      }
      await page.getByRole("button", { name: t.reconnect, exact: true }).click();
      await page.getByText(`${t.reconnect}: ${t.done}`).waitFor();
      expect(visit.complaints()).toEqual([]);
    },
  );

  // The last one: afterwards the inverter has another password than the simulator began with.
  test("tells in the page's language that the configuration still holds the old password", async () => {
    const { de: t } = settingsText;
    await using visit = await stage.visit(view, { language: "de" });
    const { page } = visit;
    const dialog = await open(page, "de", "password");
    await dialog.getByLabel(t.newPassword).fill("Mondschein-8");
    await dialog.getByLabel(t.repeatPassword).fill("Mondschein-8");
    await dialog.getByRole("button", { name: t.password, exact: true }).click();
    await page.getByText(`${t.password}: ${t.done}`).waitFor();
    await page.getByText(t.passwordNotStored).waitFor();
    const words = page.getByText(/still holds the old password/);
    expect(await words.evaluate((element) => element.closest("[lang]")?.getAttribute("lang"))).toBe("en");
    await picture(page, "settings-password-de");
    expect(visit.complaints()).toEqual([]);
  });
});

describe.skipIf(browserIsMissing("a read-only gateway"))("the danger zone of a read-only gateway", () => {
  const stage = useStage({ plants: [single(summerNoon)] });

  test.each(["en", "de"] as const)("offers in %s what changes neither inverter nor configuration", async (language) => {
    const t = settingsText[language];
    await stage.scenario.reconfigure((configuration) => (configuration.readOnly = true));
    await using visit = await stage.visit(view, { language });
    const { page } = visit;
    await page.getByText(t.gatewayReadOnly).waitFor();
    const row = (name: "disconnect" | "reboot" | "remove") =>
      page.getByRole("listitem").filter({ hasText: t[`${name}Hint`] });
    await row("disconnect").getByRole("button").waitFor();
    for (const name of ["reboot", "remove"] as const) {
      await row(name).getByText(t.notWhileReadOnly).waitFor();
      expect(await row(name).getByRole("button").count()).toBe(0);
    }
    await picture(page, `settings-read-only-${language}`);
    expect(visit.complaints()).toEqual([]);
  });
});
