import { addInverterText, adviceFor } from "@plenticore/dashboard/texts";
import { type Simulator, startSimulator } from "@plenticore/simulator";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { known, row, title } from "../src/look-for.ts";
import { password } from "../src/scenario.ts";
import { single, summerNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { startTlsFront, type TlsFront } from "../src/tls-front.ts";
import { type Language, languages } from "../src/visit.ts";

describe.skipIf(browserIsMissing("adding an inverter"))("adding an inverter", () => {
  const stage = useStage({ plants: [single(summerNoon)] });
  let found: Simulator;
  let front: TlsFront;

  beforeAll(async () => {
    found = await startSimulator({ ...summerNoon, password, profile: "piko-iq-g1", rounds: 1000 });
    front = await startTlsFront(found.port);
  });
  afterAll(async () => {
    await front.close();
    await found.close();
  });

  const fill = (page: Page, language: Language) => async (address: string, secret: string) => {
    const t = addInverterText[language];
    await page.getByRole("textbox", { name: t.address, exact: true }).fill(address);
    await page.getByRole("textbox", { name: t.password, exact: true }).fill(secret);
    await page.getByRole("button", { name: t.test, exact: true }).click();
  };

  test.each(languages)("explains what is wrong with an address and a password in %s", async (language) => {
    const t = addInverterText[language];
    await using visit = await stage.visit("/add", { language });
    const { page } = visit;
    const tryOut = fill(page, language);
    await title(page, t.title).waitFor();
    expect(await inspect(page, `add-${language}`)).toEqual([]);
    await tryOut("ftp://192.168.1.50", "");
    await page.getByText(t.problem({ field: "address", problem: "scheme" })).waitFor();
    await page.getByText(t.problem({ field: "password", problem: "empty" })).waitFor();
    await tryOut("http://127.0.0.1:9", password);
    await page.getByText(adviceFor("UNREACHABLE_REFUSED", language)?.what ?? "no advice").waitFor();

    found.reset();
    await tryOut(found.url, "wrong");
    await page.getByText(t.masterKeyHint).waitFor();
    await page.getByText(t.sameSecret).waitFor();
    expect(await inspect(page, `add-refused-${language}`)).toEqual([]);
    await page.getByRole("button", { name: t.test, exact: true }).click({ force: true });
    await page.getByRole("textbox", { name: t.password, exact: true }).fill(password);
    await page.getByRole("button", { name: t.test, exact: true }).click();
    await page.getByText(t.tested).waitFor();
    // What was refused was sent once.
    expect(found.stats().failedLogins).toBe(1);
    expect(visit.complaints()).toEqual([]);
  });

  test("pins the certificate that was compared, and saves: the configuration has it, and the page shows it", async () => {
    const { en: t } = addInverterText;
    await using visit = await stage.visit("/add");
    const { page } = visit;
    await fill(page, "en")(front.url, password);
    await page.getByText(t.certificate).waitFor();
    const shown = await page
      .getByRole("definition")
      .filter({ hasText: /^([0-9A-F]{2}[:\s]+){31}/ })
      .innerText();
    expect(shown.replaceAll(/[^0-9A-F]/g, "")).toBe(front.fingerprint256.replaceAll(":", ""));
    expect(await inspect(page, "add-certificate-en")).toEqual([]);
    await page.getByRole("button", { name: t.pin }).click();
    await page.getByText(t.tested).waitFor();
    expect(await stage.scenario.configuration()).not.toContain(front.url);
    await page.getByRole("textbox", { name: t.name, exact: true }).fill("Cow shed");
    await page.getByRole("button", { name: t.save, exact: true }).click();
    await title(page, "Cow shed").waitFor();
    const written = await stage.scenario.configuration();
    expect(written).toContain(front.url);
    expect(written).toContain(front.fingerprint256);
    expect(written).not.toContain(password);
    await page.goto(`${stage.scenario.url}/#/fleet`);
    await known(row(page, "Cow shed"));
    expect(visit.complaints()).toEqual([]);
  });
});
