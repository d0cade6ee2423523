import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserIsMissing, launchBrowser } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { type Stories, serveStories } from "../src/stories.ts";
import { languages, Visit } from "../src/visit.ts";

const story = (page: Page, key: string): Locator => page.locator(`[data-case="${key}"]`);

/** Which edges have marks that move, by story. */
const moving = (page: Page, key: string): Promise<string[]> =>
  story(page, key)
    .locator("[data-marks]")
    .evaluateAll((groups) =>
      groups
        .filter((group) => group.getAnimations({ subtree: true }).some(({ playState }) => playState === "running"))
        .map((group) => (group as SVGElement).dataset["marks"] ?? ""),
    );

/** Which edges have an arrow. */
const drawn = (page: Page, key: string): Promise<string[]> =>
  story(page, key)
    .locator("[data-arrow]")
    .evaluateAll((arrows) => arrows.map((arrow) => (arrow as SVGElement).dataset["arrow"] ?? ""));

const inWords = (page: Page, key: string): Promise<string[]> =>
  story(page, key).getByRole("list").getByRole("listitem").allTextContents();

describe.skipIf(browserIsMissing("the power-flow picture"))("the power-flow picture", () => {
  let browser: Browser;
  let stories: Stories;

  beforeAll(async () => {
    browser = await launchBrowser();
    stories = await serveStories();
  });
  afterAll(async () => {
    await browser.close();
    await stories[Symbol.asyncDispose]();
  });

  // Thirty pictures, two themes, three sizes: on a busy machine that takes its time.
  test.each(languages)(
    "is accessible and fits a phone and a 4K screen in each case, %s",
    async (language) => {
      await using visit = await Visit.open(browser, stories.url(`?lang=${language}`), {
        language,
        // Pictures of what stands still are the same each time.
        reducedMotion: true,
      });
      await story(visit.page, "noon").getByRole("img").waitFor();
      expect(await inspect(visit.page, `flow-stories-${language}`)).toEqual([]);
      expect(visit.complaints()).toEqual([]);
    },
    240_000,
  );

  test("is told in words, with the same figures", async () => {
    await using visit = await Visit.open(browser, stories.url());
    const { page } = visit;
    const noon = story(page, "noon");
    await noon.getByRole("img", { name: /^Power flow of Home: Solar 5\.21\skW, producing; House 640\sW;/ }).waitFor();
    expect(await inWords(page, "noon")).toEqual([
      expect.stringMatching(/^Solar to House: 640\sW$/),
      expect.stringMatching(/^Solar to Battery: 1\.26\skW$/),
      expect.stringMatching(/^Solar to Grid: 3\.13\skW$/),
    ]);
    expect(await inWords(page, "less-than-a-watt")).toEqual(["Nothing flows."]);
  });

  test("moves what flows, forwards, by transform alone", async () => {
    await using visit = await Visit.open(browser, stories.url());
    const { page } = visit;
    await story(page, "noon").getByRole("img").waitFor();
    expect(await moving(page, "noon")).toEqual(["solarToHome", "solarToBattery", "solarToGrid"]);
    expect(await moving(page, "charged-by-grid")).toEqual(["gridToHome", "gridToBattery"]);
    const animations = await page.evaluate(() =>
      document.getAnimations().map(({ effect, playbackRate }) => ({
        rate: playbackRate,
        moves: (effect as KeyframeEffect).getKeyframes().flatMap((keyframe) => Object.keys(keyframe)),
      })),
    );
    expect(animations.length).toBeGreaterThan(20);
    for (const { rate, moves } of animations) {
      expect(rate).toBeGreaterThan(0);
      // What else would be moved would be painted anew by the main thread at each frame.
      expect(moves).toContain("transform");
      expect(moves).not.toContain("offsetDistance");
      expect(moves).not.toContain("strokeDashoffset");
    }
  });

  test.each(["stale", "under-the-threshold"])("stands still, with arrows: %s", async (key) => {
    await using visit = await Visit.open(browser, stories.url());
    await story(visit.page, key).getByRole("img").waitFor();
    expect(await moving(visit.page, key)).toEqual([]);
    expect(await drawn(visit.page, key)).toContain("solarToHome");
  });

  test("stands still, with arrows, for who wants nothing to move", async () => {
    await using visit = await Visit.open(browser, stories.url(), { reducedMotion: true });
    const { page } = visit;
    await story(page, "noon").getByRole("img").waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    expect(await drawn(page, "noon")).toEqual(["solarToHome", "solarToBattery", "solarToGrid"]);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await page.waitForFunction(() => document.getAnimations().length > 0);
  });

  test("a new value changes the pace and restarts nothing", async () => {
    await using visit = await Visit.open(browser, stories.url("?only=live"));
    const { page } = visit;
    await page.locator("[data-marks=solarToGrid]").waitFor();
    const before = await page.evaluate(() => {
      const marks = document.querySelector("[data-marks=solarToGrid]")?.getAnimations({ subtree: true }) ?? [];
      const kept = { marks, rate: marks[0]?.playbackRate ?? 0 };
      Object.assign(globalThis, { kept });
      return kept.rate;
    });
    await page.waitForFunction((rate) => {
      const { kept } = globalThis as unknown as { kept: { marks: Animation[] } };
      return kept.marks.every(({ playbackRate }) => playbackRate !== rate);
    }, before);
    const same = await page.evaluate(() => {
      const { kept } = globalThis as unknown as { kept: { marks: Animation[] } };
      const now = document.querySelector("[data-marks=solarToGrid]")?.getAnimations({ subtree: true }) ?? [];
      return now.length > 1 && now.every((animation, index) => animation === kept.marks[index]);
    });
    expect(same).toBe(true);
  });

  test("what is unknown is a dash on a dotted way, and no 0", async () => {
    await using visit = await Visit.open(browser, stories.url());
    const { page } = visit;
    const unknown = story(page, "nothing-known");
    await unknown.getByRole("img").waitFor();
    expect(await unknown.locator("svg text").allTextContents()).not.toContainEqual(expect.stringMatching(/0/));
    expect(await unknown.locator("path[data-edge]").count()).toBe(6);
    expect(await drawn(page, "nothing-known")).toEqual([]);
  });

  test("without a battery there is no place for one", async () => {
    await using visit = await Visit.open(browser, stories.url());
    const picture = story(visit.page, "no-battery").getByRole("img");
    await picture.waitFor();
    expect(await picture.locator("[data-place]").count()).toBe(3);
    const heightOf = (locator: Locator) => locator.evaluate((svg) => svg.getBoundingClientRect().height);
    expect(await heightOf(picture)).toBeLessThan(await heightOf(story(visit.page, "noon").getByRole("img")));
  });

  test("what nobody accounts for is shown, and which way", async () => {
    await using visit = await Visit.open(browser, stories.url());
    const { page } = visit;
    await story(page, "large-gap").getByRole("img").waitFor();
    const said = (key: string): Promise<string> => story(page, key).innerText();
    expect(await said("large-gap")).toMatch(/Unaccounted\s+1\.91\skW\s+More than measuring explains/);
    expect(await said("more-out-than-in")).toMatch(/140\sW more goes out than comes in\./);
    expect(await said("stale")).toMatch(/Not up to date: these values are 5\smin old/);
    expect(await said("one-missing")).toContain("5 of 6 inverters reporting");
  });

  test("the kinds of flow are told by pattern, not by colour alone", async () => {
    await using visit = await Visit.open(browser, stories.url());
    const { page } = visit;
    await story(page, "noon").getByRole("img").waitFor();
    const patterns = await page.evaluate(() =>
      ["solar", "gridImport", "gridExport", "batteryOut", "batteryIn"].map((kind) => {
        const lines = [...(document.querySelector(`g[data-edge][data-kind=${kind}]`)?.querySelectorAll("path") ?? [])];
        return `${lines.length} ${lines[0] === undefined ? "" : getComputedStyle(lines[0]).strokeDasharray}`;
      }),
    );
    expect(new Set(patterns).size).toBe(5);
  });
});
