import { expect, test } from "vitest";
import { ExampleProcess } from "../../src/example-process.ts";
import { startScenario } from "../../src/scenario.ts";
import { withGaps } from "../../src/scenarios.ts";
import { closing } from "./closing.ts";

test("the Node script prints power now and live, over an outage of the gateway, until Ctrl+C", async () => {
  const scenario = closing(await startScenario({ plants: [withGaps()] }));
  await using script = ExampleProcess.script("node", "live-power.ts", { env: { PLENTICORE_URL: scenario.url } });
  await script.lines(/^From now on live/);
  expect(script.out.slice(0, 3)).toEqual([
    expect.stringMatching(
      /^House: solar \d+ W, home \d+ W, grid (import|export) \d+ W, battery (dis)?charge \d+ W at \d+ %$/,
    ),
    expect.stringMatching(/^Barn: solar \d+ W, home unknown, grid unknown$/),
    expect.stringMatching(/^Shed: not available: /),
  ]);
  const solar = (): Set<string> => new Set(script.out.flatMap((line) => /^House: solar (\d+)/.exec(line)?.[1] ?? []));
  scenario.simulator("house").set({ cloud: 1 });
  await script.until(() => solar().size > 1);
  expect(script.err).toEqual([]);

  await scenario.loseGateway();
  await script.until(() => script.err.some((line) => line.startsWith("The gateway is away")));
  await scenario.returnGateway();
  await script.lines(/^House: solar/, script.out.filter((line) => line.startsWith("House: solar")).length + 1);
  expect(await script.interrupt()).toBe(0);
});
