import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ExampleProcess } from "../../src/example-process.ts";
import { type Scenario, startScenario } from "../../src/scenario.ts";
import { single, summerNoon } from "../../src/scenarios.ts";

const keys = [{ name: "panel", role: "VIEWER", key: "panel-key-that-is-long-enough-for-anybody" }] as const;

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({ plants: [single(summerNoon)], keys });
});
afterAll(() => scenario.close());

describe.each([
  ["node", "live-power.ts"],
  ["home-assistant", "poll.ts"],
  ["charge-at-night", "charge.ts"],
])("the example %s", (name, script) => {
  const run = (env: Readonly<Record<string, string>>) => ExampleProcess.script(name, script, { env });

  test("says that the gateway wants a key, and that it refuses one, without printing it", async () => {
    await using without = run({ PLENTICORE_URL: scenario.url });
    expect(await without.ended).toBe(1);
    expect(without.err).toEqual(["The gateway wants a key: set PLENTICORE_KEY."]);
    const wrong = "a-wrong-key-that-nobody-should-see";
    await using refused = run({ PLENTICORE_URL: scenario.url, PLENTICORE_KEY: wrong });
    expect(await refused.ended).toBe(1);
    expect(refused.err).toEqual(["The gateway refuses the key in PLENTICORE_KEY."]);
    expect(refused.out.join("\n")).not.toContain(wrong);
  });

  test("says which url is none", async () => {
    await using script = run({ PLENTICORE_URL: "gateway.local" });
    expect(await script.ended).toBe(1);
    expect(script.err).toEqual(['url is "gateway.local" and has no scheme: was http://gateway.local meant?']);
  });
});

test.each([
  ["node", "live-power.ts"],
  ["charge-at-night", "charge.ts"],
])("the example %s says that there is no gateway", async (name, file) => {
  await using script = ExampleProcess.script(name, file, { env: { PLENTICORE_URL: "http://127.0.0.1:9" } });
  expect(await script.ended).toBe(1);
  expect(script.err).toEqual([expect.stringMatching(/^No gateway at http:\/\/127\.0\.0\.1:9 \(PLENTICORE_URL\)/)]);
});

test("the example node goes live with a key that is known", async () => {
  const env = { PLENTICORE_URL: scenario.url, PLENTICORE_KEY: keys[0].key };
  await using script = ExampleProcess.script("node", "live-power.ts", { env });
  await script.lines(/^House: solar \d+ W/, 2);
  expect(await script.interrupt()).toBe(0);
});
