import { addInverterText, fleetText, headerText, overviewText } from "@plenticore/dashboard/texts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ask } from "../src/ask.ts";
import { browserIsMissing } from "../src/browser.ts";
import { figure, known, row, title } from "../src/look-for.ts";
import { single, three, todayNoon } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";

const day = 86_400_000;

describe.skipIf(browserIsMissing("a changed configuration"))("a configuration that changes under the open page", () => {
  const stage = useStage({ plants: [three()] });

  test("asks nobody to sign in, and shows inverters that come and go, with their pages", async () => {
    await using visit = await stage.visit("/fleet", { before: (page) => page.clock.install() });
    const { page } = visit;
    await row(page, "House").waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));

    await stage.scenario.reconfigure((configuration) => (configuration.readOnly = true));
    await page.getByText(headerText.en.menu, { exact: true }).click();
    await page.getByText(headerText.en.readOnly).waitFor();
    await page.getByText(headerText.en.live, { exact: true }).waitFor();
    expect(await page.getByRole("link", { name: headerText.en.add }).count()).toBe(0);
    await page.evaluate(() => location.assign("#/add"));
    await page.getByText(addInverterText.en.gatewayReadOnly).waitFor();
    await page.goBack();
    await row(page, "House").waitFor();

    // An id may be any text; the third is taken off, so that the new one has an address of its own.
    const name = "Dach & Hof/1";
    await stage.scenario.reconfigure(({ plants: [plant] }) => {
      const taken = plant?.inverters.pop();
      if (taken !== undefined) plant?.inverters.push({ ...taken, id: name, name });
    });
    await row(page, name).waitFor();
    await page.clock.fastForward("01:05");
    await row(page, "Garage").waitFor({ state: "detached" });
    await page.getByRole("link", { name }).click();
    await title(page, name).waitFor();
    await page.getByText(headerText.en.live, { exact: true }).waitFor();
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("heading", { level: 1 }).filter({ hasText: name }).waitFor();
    expect(await page.evaluate(() => "isTheSamePage" in globalThis)).toBe(true);
    expect(visit.complaints(/WebSocket connection to/)).toEqual([]);
  });

  test("a gateway of another version is told, and the page can be loaded again", async () => {
    let isOther = true;
    const before = (page: Page) =>
      page.routeWebSocket(/graphql/, (socket) => {
        const gateway = socket.connectToServer();
        socket.onMessage((message) => {
          const { type, id } = JSON.parse(String(message)) as { type: string; id: string };
          const error = { message: "there is no such document", extensions: { code: "BAD_INPUT", retryable: false } };
          if (isOther && type === "subscribe") socket.send(JSON.stringify({ id, type: "error", payload: [error] }));
          else gateway.send(message);
        });
      });
    await using visit = await stage.visit("/", { before });
    const { page } = visit;
    await page.getByText(headerText.en.outdatedTitle).waitFor();
    isOther = false;
    await page.getByRole("button", { name: headerText.en.reload }).click();
    await page.getByText(overviewText.en.reporting("3", "3")).waitFor();
    expect(await page.getByText(headerText.en.outdatedTitle).count()).toBe(0);
  });
});

describe.skipIf(browserIsMissing("several plants and clocks"))("several plants", () => {
  const other = {
    id: "store",
    name: "Store",
    inverters: ["Cellar", "Attic"].map((name) => ({ id: name.toLowerCase(), name, simulator: todayNoon() })),
  };
  const stage = useStage({ plants: [single(todayNoon()), other] });
  const yieldOf = (page: Page, plant: string) =>
    figure(page.getByRole("region", { name: plant, exact: true }), overviewText.en.yieldToday);

  test("tell what was made today whatever the browser's clock shows", async () => {
    const time = Date.now() - 1.5 * day;
    await using visit = await stage.visit("/", { before: (page) => page.clock.install({ time }) });
    await known(yieldOf(visit.page, "Home"));
    await known(yieldOf(visit.page, "Store"));
    expect(visit.complaints()).toEqual([]);
  });

  test("leave out who was switched off on purpose, as the plant's own page does", async () => {
    await ask(stage.scenario.url, 'mutation { disconnectInverter(input: { inverterId: "attic" }) { __typename } }');
    await using visit = await stage.visit("/");
    const { page } = visit;
    await known(yieldOf(page, "Store"));
    await page.getByRole("link", { name: "Fleet", exact: true }).click();
    await page.getByText(fleetText.en.reporting("2", "2")).waitFor();
    expect(visit.complaints()).toEqual([]);
  });
});
