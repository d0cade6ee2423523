import { headerText, signInText } from "@plenticore/dashboard/texts";
import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { figure, flowPicture, known, title } from "../src/look-for.ts";
import { three } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { languages } from "../src/visit.ts";

const keys = (["VIEWER", "OPERATOR", "ADMIN"] as const).map((role) => ({
  name: role.toLowerCase(),
  role,
  key: `${role.toLowerCase()}-${"k".repeat(40)}`,
}));

/** The browser's own line about what the gateway refuses. */
const refusal = /the server responded with a status of 401/;

describe.skipIf(browserIsMissing("signing in"))("signing in", () => {
  const stage = useStage({ plants: [three()], keys });

  test.each(languages)(
    "asks for a key, tells what is wrong with one, and lets in with a good one in %s",
    async (language) => {
      const t = signInText[language];
      await using visit = await stage.visit("/", { language });
      const { page } = visit;
      const enter = async (key: string): Promise<void> => {
        await page.getByRole("textbox", { name: t.key }).fill(key);
        await page.getByRole("button", { name: t.signIn, exact: true }).click();
      };
      await title(page, t.title).waitFor();
      expect(await inspect(page, `sign-in-${language}`)).toEqual([]);
      await enter("");
      await page.getByRole("alert").filter({ hasText: t.empty }).waitFor();
      await enter("Bearer abc");
      await page.getByRole("alert").filter({ hasText: t.notAKey }).waitFor();
      await enter("k".repeat(40));
      await page.getByText(t.refusedTitle).waitFor();
      expect(await inspect(page, `sign-in-refused-${language}`)).toEqual([]);
      await enter(` ${keys[0]?.key} `);
      await title(page, "Home").waitFor();
      await known(flowPicture(page, language));
      expect(visit.complaints(refusal)).toEqual([]);
    },
  );

  test.each(keys)("with the key of a $role shows what that role may do", async ({ role, key, name }) => {
    const t = headerText.en;
    await using visit = await stage.visit("/");
    const { page } = visit;
    await page.getByRole("textbox", { name: signInText.en.key }).fill(key);
    await page.keyboard.press("Enter");
    await page.getByText(t.menu, { exact: true }).click();
    expect(await figure(page, t.role).innerText()).toBe(t.roles(role));
    expect(await figure(page, t.signedInAs).innerText()).toBe(name);
    expect(await page.getByRole("link", { name: t.add }).count()).toBe(role === "ADMIN" ? 1 : 0);
    expect(visit.complaints(refusal)).toEqual([]);
  });

  test("lasts until the tab is closed or the way out is taken, and is in no address", async () => {
    const { en: t } = headerText;
    await using visit = await stage.visit("/");
    const { page } = visit;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("websocket", (socket) => asked.push(socket.url()));
    const key = keys[0]?.key ?? "";
    await page.getByRole("textbox", { name: signInText.en.key }).fill(key);
    await page.keyboard.press("Enter");
    await title(page, "Home").waitFor();
    await page.reload();
    await title(page, "Home").waitFor();
    await page.getByText(t.menu, { exact: true }).click();
    await page.getByRole("button", { name: t.signOut }).click();
    await title(page, signInText.en.title).waitFor();
    await page.reload();
    await title(page, signInText.en.title).waitFor();
    expect([page.url(), ...asked].filter((url) => url.includes(key))).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(key);
    expect(await page.context().cookies()).toEqual([]);
    expect(visit.complaints(refusal)).toEqual([]);
  });
});
