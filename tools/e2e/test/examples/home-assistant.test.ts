import { expect, test } from "vitest";
import { ExampleProcess } from "../../src/example-process.ts";
import { startScenario } from "../../src/scenario.ts";
import { withGaps } from "../../src/scenarios.ts";
import { closing } from "./closing.ts";

interface EntityState {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The last sensor of a round. */
const lastId = "sensor.shed_yield_today";

/** The newest state of each sensor. */
const statesOf = (lines: readonly string[]): Map<string, EntityState> =>
  new Map(lines.map((line) => JSON.parse(line) as EntityState).map((state) => [state.entity_id, state]));

test("the poller prints Home Assistant's states; what is not known is unknown, what is away unavailable, over an outage", async () => {
  const scenario = closing(await startScenario({ plants: [withGaps()] }));
  const env = { PLENTICORE_URL: scenario.url, PLENTICORE_EVERY: "0.2" };
  await using poller = ExampleProcess.script("home-assistant", "poll.ts", { env });
  const rounds = () => poller.out.filter((line) => line.includes(lastId)).length;
  await poller.until(() => rounds() >= 1);
  const states = statesOf(poller.out);
  const stateOf = (id: string) => states.get(`sensor.${id}`)?.state;
  expect(Number(stateOf("house_solar_power"))).toBeGreaterThan(100);
  expect(Number(stateOf("house_battery_level"))).toBeGreaterThan(0);
  expect(states.get("sensor.house_yield_today")?.attributes).toEqual({
    friendly_name: "House yield today",
    unit_of_measurement: "Wh",
    device_class: "energy",
    state_class: "total_increasing",
  });
  expect([stateOf("barn_home_power"), stateOf("barn_grid_import")]).toEqual(["unknown", "unknown"]);
  expect(stateOf("barn_battery_level")).toBeUndefined();
  const ofShed = [...states.values()].filter(({ entity_id }) => entity_id.startsWith("sensor.shed_"));
  expect(ofShed.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => "unavailable"));

  await scenario.loseGateway();
  await poller.until(() => poller.err.some((line) => line.startsWith("the gateway is unavailable: nobody answers")));
  const lostAt = poller.out.length;
  const lostRounds = rounds();
  await poller.until(() => rounds() >= lostRounds + 3);
  const during = statesOf(poller.out.slice(lostAt));
  expect([...during.keys()].sort()).toEqual([...states.keys()].sort());
  expect(new Set([...during.values()].map(({ state }) => state))).toEqual(new Set(["unavailable"]));

  await scenario.returnGateway();
  await poller.until(() => poller.err.includes("the gateway is back"));
  const backAt = poller.out.length;
  await poller.until(() => /house_solar_power","state":"\d/.test(poller.out.slice(backAt).join("\n")));
  expect(await poller.interrupt()).toBe(0);
  expect(poller.err).toEqual([
    expect.stringMatching(/^Shed is unavailable: /),
    expect.stringMatching(/^the gateway is unavailable: /),
    "the gateway is back",
  ]);
});

test("the poller waits for a gateway that is not there yet, with one line", async () => {
  const env = { PLENTICORE_URL: "http://127.0.0.1:9", PLENTICORE_EVERY: "0.1" };
  await using poller = ExampleProcess.script("home-assistant", "poll.ts", { env });
  await poller.until(() => poller.err.length > 0);
  expect(poller.err[0]).toContain("nobody answers at http://127.0.0.1:9 (PLENTICORE_URL)");
  expect(await poller.interrupt()).toBe(0);
  expect(poller.err).toHaveLength(1);
});
