import { describe, expect, test } from "vitest";
import { browserIsMissing } from "../src/browser.ts";
import { three } from "../src/scenarios.ts";
import { useStage } from "../src/stage.ts";
import { Visit } from "../src/visit.ts";

describe.skipIf(browserIsMissing("GraphiQL"))("GraphiQL in a real browser", () => {
  const stage = useStage({ plants: [three()] });

  test("runs its first example and loads nothing from elsewhere", async () => {
    await using visit = await Visit.open(stage.browser, `${stage.scenario.url}/graphql`);
    const { page } = visit;
    await page.getByRole("button", { name: /execute query/i }).click();
    await page
      .getByRole("region", { name: /result|operation/i })
      .getByText("ONLINE")
      .first()
      .waitFor();
    expect(visit.complaints()).toEqual([]);
  });
});
