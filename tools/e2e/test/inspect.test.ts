import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserIsMissing, launchBrowser } from "../src/browser.ts";
import { inspect } from "../src/inspect.ts";
import { Visit } from "../src/visit.ts";
import { Vitals } from "../src/vitals.ts";

const sound = `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Sound</title>
  <link rel="icon" href="data:,"></head><body><main><h1>Sound</h1><button>Press</button></main></body></html>`;

/** What is wrong in each page, beside nothing. */
const pages: Readonly<Record<string, string>> = {
  "/sound": sound,
  "/wide": sound.replace("<button>", "<p style='width: 500px'>wide</p><button>"),
  "/unnamed": sound.replace("Press", ""),
  "/elsewhere": sound.replace("<button>", "<img alt='' src='http://127.0.0.2:9/pixel.png'><button>"),
  "/inline": sound.replace("<button>", "<script>document.title = 'inline'</script><button>"),
  "/broken": sound.replace("</main>", "</main><script src='/throws.js'></script>"),
  "/throws.js": "throw new Error('planted')",
};

describe.skipIf(browserIsMissing("what looks at the pages"))("what looks at the pages sees", () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    server = createServer(({ url = "" }, response) => {
      response.setHeader("content-type", url.endsWith(".js") ? "text/javascript" : "text/html");
      response.setHeader("content-security-policy", "script-src 'self'");
      response.end(pages[url]);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  test("nothing in a sound page", async () => {
    await using visit = await Visit.open(browser, `${origin}/sound`);
    expect(await inspect(visit.page, "sound")).toEqual([]);
    expect(visit.complaints()).toEqual([]);
  });

  test("what is wider than a phone, in both themes", async () => {
    await using visit = await Visit.open(browser, `${origin}/wide`);
    const findings = await inspect(visit.page, "wide");
    expect(findings).toEqual([
      expect.stringMatching(/^light, 360 px: wider than the window: 508 of 360, P\.$/),
      expect.stringMatching(/^dark, 360 px: wider than the window: /),
    ]);
  });

  test("a button without a name", async () => {
    await using visit = await Visit.open(browser, `${origin}/unnamed`);
    expect(await inspect(visit.page, "unnamed")).toContainEqual(
      expect.stringMatching(/^light, 1440 px: button-name .* at button: /),
    );
  });

  test.each([
    ["/elsewhere", "asked elsewhere: http://127.0.0.2:9/pixel.png"],
    ["/inline", "content security policy: script-src-elem inline"],
    ["/broken", "uncaught: planted"],
  ])("the mistake of %s", async (path, complaint) => {
    await using visit = await Visit.open(browser, `${origin}${path}`);
    expect(visit.complaints().join("\n")).toContain(complaint);
  });

  test("memory that is kept, and what a click costs", async () => {
    await using visit = await Visit.open(browser, `${origin}/sound`);
    const { page } = visit;
    const vitals = await Vitals.watch(page);
    const before = await vitals.weight();
    await page.evaluate(() => {
      const kept: unknown[] = Array.from({ length: 1000 }, () => document.createElement("p"));
      Object.assign(globalThis, { kept: [...kept, new Array(100_000).fill(0.5)] });
      document.querySelector("button")?.addEventListener("click", () => {
        const end = performance.now() + 100;
        while (performance.now() < end);
      });
    });
    await page.getByRole("button", { name: "Press" }).click();
    await expect.poll(async () => (await vitals.interactions())[0]?.duration).toBeGreaterThanOrEqual(96);
    const after = await vitals.weight();
    expect(after.nodes - before.nodes).toBeGreaterThanOrEqual(1000);
    expect(after.heap - before.heap).toBeGreaterThan(500_000);
    expect(after.listeners - before.listeners).toBeGreaterThanOrEqual(1);
    expect(await vitals.busySeconds()).toBeGreaterThan(0);
  });
});
