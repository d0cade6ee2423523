import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { startExample } from "./example/app.ts";
import { chromiumArguments, findChromium } from "./example/chromium.ts";

const executablePath = findChromium();
if (executablePath === undefined && process.env["REQUIRE_ALL"] !== "1") {
  console.log("skipped: GraphiQL in a browser, since there is none; on Debian: apt-get install chromium");
}

it.skipIf(executablePath === undefined && process.env["REQUIRE_ALL"] !== "1")(
  "GraphiQL runs its first example in a real browser and loads nothing from elsewhere",
  async () => {
    await using example = await startExample({ simulators: [{}, { profile: "piko-iq-g1" }], warm: true });
    if (executablePath === undefined) throw new Error("there is no Chromium; on Debian: apt-get install chromium");
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    try {
      const page = await browser.newPage();
      const elsewhere: string[] = [];
      const mistakes: string[] = [];
      page.on("request", (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith("http") && url.origin !== example.url) elsewhere.push(request.url());
      });
      page.on("pageerror", (error) => mistakes.push(error.message));
      await page.goto(`${example.url}/graphql`);
      await page.getByRole("button", { name: /execute query/i }).click();
      const answer = page
        .getByRole("region", { name: /result|operation/i })
        .getByText("ONLINE")
        .first();
      await answer.waitFor();
      expect(elsewhere).toEqual([]);
      expect(mistakes).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
