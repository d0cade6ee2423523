import { adviceFor, settingsText, stateText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { type Answer, asked, type Instead, onAnswers } from "../src/answers.ts";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { beginning, title } from "../src/look-for.ts";
import { dead, single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import type { Language } from "../src/visit.ts";

const view = "/inverters/house/settings";
const mask = "Generator:ShadowMgmt:Enable";
const smart = "Battery:SmartBatteryControl:Enable";

interface Read {
  readonly moduleId: string;
  readonly settings: readonly { readonly id: string; readonly value: string | null }[];
}

/** The answer without the value of this setting, if there is one in it. */
function withoutValue(id: string, { inverter, ...rest }: Answer): Instead {
  const { settings, ...more } = inverter as Answer & { readonly settings?: readonly Read[] };
  if (settings === undefined) return undefined;
  const without = settings.map(({ moduleId, settings: of }) => ({
    moduleId,
    settings: of.map((one) => (one.id === id ? { ...one, value: null, code: "DEVICE_ERROR" } : one)),
  }));
  return { ...rest, inverter: { ...more, settings: without } };
}

/** The page can't read this setting. */
const unreadable = (page: Page, id: string): Promise<void> =>
  onAnswers(page, { inverter: (data) => withoutValue(id, data) });

describe.skipIf(browserIsMissing("unread settings"))("what can't be read", () => {
  const features = { "devices:local/Properties:String0Features": "1", "devices:local/Properties:String1Features": "3" };
  const stage = useStage({
    plants: [single({ ...summerNoon, settings: features }), { id: "far", name: "Far", inverters: [dead] }],
  });

  const setStrings = (strings: readonly number[]): Promise<unknown> =>
    ask(
      stage.scenario.url,
      `mutation { setShadowManagement(input: { inverterId: "house", strings: ${JSON.stringify(strings)} }) { __typename } }`,
    );
  async function held(): Promise<string | null | undefined> {
    const { inverter } = await ask<{ inverter: { settings: Read[] } }>(
      stage.scenario.url,
      `{ inverter(id: "house") { settings(select: [{ moduleId: "devices:local", ids: ["${mask}"] }]) { moduleId settings { id value } } } }`,
    );
    return inverter.settings[0]?.settings[0]?.value;
  }
  const string = (page: Page, language: Language, index: number) =>
    page.getByRole("switch", { name: settingsText[language].string(String(index)) });

  test("shadow management that somebody else switched meanwhile stays as it is", async () => {
    const { en: t } = settingsText;
    await setStrings([]);
    await using visit = await stage.visit(view);
    const { page } = visit;
    await string(page, "en", 1).waitFor();
    await setStrings([2]);
    await string(page, "en", 1).click();
    await page.getByText(beginning(t.applied)).waitFor();
    expect(await held()).toBe("3");
    expect([await string(page, "en", 1).isChecked(), await string(page, "en", 2).isChecked()]).toEqual([true, true]);
    expect(visit.complaints()).toEqual([]);
  });

  test.each(["de"] as const)(
    "shadow management is not written where it can't be read before, in %s",
    async (language) => {
      const t = settingsText[language];
      await setStrings([2]);
      await using visit = await stage.visit(view, { language, before: (page) => unreadable(page, mask) });
      const { page } = visit;
      await string(page, language, 1).click();
      await page.getByText(t.shadowNotRead).waitFor();
      expect(await held()).toBe("2");
      expect(await string(page, language, 1).isChecked()).toBe(false);
      expect(visit.complaints()).toEqual([]);
    },
  );

  test.each(["en"] as const)("shadow management is offered again when it was read again, in %s", async (language) => {
    const t = settingsText[language];
    await setStrings([]);
    let isBroken = false;
    await using visit = await stage.visit(view, {
      language,
      before: (page) =>
        onAnswers(page, {
          setShadowManagement: () => "lost",
          inverter: (data) => (isBroken ? withoutValue(mask, data) : undefined),
        }),
    });
    const { page } = visit;
    await string(page, language, 1).click();
    const again = page.getByRole("button", { name: t.readAgain });
    await again.waitFor();
    expect(await string(page, language, 1).count()).toBe(0);
    expect(await inspect(page, `settings-shadow-unknown-${language}`)).toEqual([]);
    isBroken = true;
    await again.click();
    await page.getByText(adviceFor("DEVICE_ERROR", language)?.what ?? "no advice").waitFor();
    expect(await string(page, language, 1).count()).toBe(0);
    isBroken = false;
    await again.click();
    await string(page, language, 1).waitFor();
    expect(await string(page, language, 1).isChecked()).toBe(true);
    expect(visit.complaints(/ERR_CONNECTION_RESET/)).toEqual([]);
  });

  test.each(["de"] as const)(
    "a switch nobody can read is none in %s: it says so, and can be written",
    async (language) => {
      const t = settingsText[language];
      await using visit = await stage.visit(view, { language, before: (page) => unreadable(page, smart) });
      const { page } = visit;
      await page.getByRole("searchbox", { name: t.search }).fill(smart);
      const setting = page.getByRole("listitem").filter({ hasText: smart });
      await setting.getByRole("group").getByText(t.unreadable).waitFor();
      expect(await setting.getByRole("switch").count()).toBe(0);
      const on = setting.getByRole("button", { name: t.switchOn });
      const off = setting.getByRole("button", { name: t.switchOff });
      expect([await on.getAttribute("aria-pressed"), await off.getAttribute("aria-pressed")]).toEqual([null, null]);
      expect(await inspect(page, `settings-switch-unread-${language}`)).toEqual([]);
      await off.click();
      await setting.getByText(/zurückgelesen|hatte schon/).waitFor();
      expect([await on.getAttribute("aria-pressed"), await off.getAttribute("aria-pressed")]).toEqual([
        "false",
        "true",
      ]);
      expect(await off.evaluate((own) => own === document.activeElement)).toBe(true);
      expect(visit.complaints()).toEqual([]);
    },
  );

  test("a switch is none any more when the answer to its write got lost", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view, {
      before: (page) => onAnswers(page, { writeSettings: () => "lost" }),
    });
    const { page } = visit;
    await page.getByRole("searchbox", { name: t.search }).fill(smart);
    const setting = page.getByRole("listitem").filter({ hasText: smart });
    await setting.getByRole("switch").click();
    await setting.getByRole("group").getByText(t.unreadable).waitFor();
    expect(await setting.getByRole("switch").count()).toBe(0);
    expect(visit.complaints(/ERR_CONNECTION_RESET/)).toEqual([]);
  });

  test("a group is read once while its name is typed, and only then", async () => {
    const { en: t } = settingsText;
    await using visit = await stage.visit(view);
    const { page } = visit;
    const sent = asked(page, "select");
    const idsOf = (): string[] =>
      (
        sent as readonly {
          readonly select: readonly { readonly moduleId: string; readonly ids: readonly string[] }[];
        }[]
      )
        .flatMap(({ select }) => select)
        .flatMap(({ moduleId, ids }) => ids.map((id) => `${moduleId}/${id}`));
    const search = page.getByRole("searchbox", { name: t.search });
    await search.waitFor();
    expect(sent).toEqual([]);
    await search.pressSequentially("battery:smart");
    await page.getByRole("listitem").filter({ hasText: smart }).getByRole("switch").waitFor();
    const once = idsOf();
    expect(once).toContain(`devices:local/${smart}`);
    await search.pressSequentially("battery");
    await page.getByText(/^1 of/).waitFor();
    await page.getByRole("listitem").filter({ hasText: smart }).getByRole("switch").waitFor();
    expect(new Set(idsOf()).size).toBe(idsOf().length);
    expect(idsOf()).toEqual(once);
    expect(visit.complaints()).toEqual([]);
  });

  test.each(["en"] as const)("an inverter that is away says why and what to do in %s", async (language) => {
    const t = settingsText[language];
    await using visit = await stage.visit("/inverters/shed/settings", { language });
    const { page } = visit;
    await title(page, t.title("Shed")).waitFor();
    const [state, code] = [stateText[language], "UNREACHABLE_REFUSED"] as const;
    const notice = page.getByText(t.notOnline(`${state.OFFLINE}: ${state.reason(code)}`));
    await notice.waitFor();
    await notice
      .locator("xpath=..")
      .getByText(adviceFor(code, language)?.todo ?? "no advice")
      .waitFor();
    expect(await notice.locator("xpath=..").locator("[lang=en]").count()).toBe(1);
    expect(await inspect(page, `settings-away-${language}`)).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });
});
