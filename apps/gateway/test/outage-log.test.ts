import {
  type AvailabilityState,
  createFleet,
  type ErrorCode,
  quantity,
  type Runtime,
  Secret,
  systemRuntime,
} from "@plenticore/core";
import { startSimulator } from "@plenticore/simulator";
import { expect, test } from "vitest";
import { availabilityLog } from "../src/commands/availability-log.ts";
import { createLogger, type LogLevel } from "../src/log.ts";
import { password, summerNoon } from "./example/app.ts";

/** Does not wait long for anything: a device that is away is looked for all the time. */
const hasty: Runtime = { ...systemRuntime, sleep: (ms, options) => systemRuntime.sleep(Math.min(ms, 10), options) };

async function watched(level: LogLevel) {
  const simulator = await startSimulator({ password, time: summerNoon, speed: 0, rounds: 1000 });
  const lines: { level: string; message: string; awaySeconds?: number }[] = [];
  const log = createLogger({
    level,
    write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]),
    now: Date.now,
  });
  const config = {
    id: "garage",
    name: "Garage",
    url: simulator.url,
    credentials: { user: "user", password: new Secret(password) },
  } as const;
  const fleet = createFleet(
    { plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters: [config] }] },
    { runtime: hasty, onAvailability: availabilityLog(log), live: { floorMs: 50 } },
  );
  const inverter = fleet.inverter("garage");
  if (inverter === undefined) throw new Error("the fleet is empty");
  const until = async (fact: () => boolean): Promise<void> => {
    while (!fact()) await systemRuntime.sleep(5);
  };
  const watch = inverter.watchLive({ everyMs: 50 });
  const watching = (async () => {
    for await (const _ of watch);
  })();
  return {
    simulator,
    inverter,
    until,
    lines: () => lines.map(({ level: at, message }) => `${at}: ${message}`),
    last: () => lines.at(-1),
    polls: (count: number) => until(() => simulator.stats().processdata >= count),
    failures: (code: Parameters<typeof inverter.figures.failures.get>[0], count: number) =>
      until(() => (inverter.figures.failures.get(code) ?? 0) >= count),
    async [Symbol.asyncDispose]() {
      await fleet.close();
      await watching;
      await simulator.close();
    },
  };
}

test("an outage is one line down and one line up, whatever keeps the inverter away meanwhile, and no poll is a line", async () => {
  await using house = await watched("info");
  const { simulator, inverter } = house;
  await house.polls(5);
  expect(house.lines()).toEqual(["info: garage is ONLINE"]);

  simulator.set({ fault: { kind: "offline", how: "refuse" } });
  await house.failures("UNREACHABLE_REFUSED", 3);
  simulator.set({ fault: { kind: "nothing" } });
  await house.failures("UNREACHABLE_RESET", 3);
  simulator.set({ fault: { kind: "busy" } });
  await house.until(() => inverter.availability.state === "STARTING");
  await house.failures("DEVICE_BUSY", 3);
  expect(house.lines()).toEqual(["info: garage is ONLINE", "warn: garage is OFFLINE"]);

  simulator.set({ fault: null });
  await house.until(() => inverter.availability.state === "ONLINE");
  simulator.reset();
  await house.polls(5);
  expect(house.lines()).toEqual(["info: garage is ONLINE", "warn: garage is OFFLINE", "info: garage is ONLINE"]);
  expect(house.last()?.awaySeconds).toBeGreaterThanOrEqual(0);
});

test("polls that fail while the inverter is there are no lines either", async () => {
  await using house = await watched("debug");
  await house.polls(2);
  house.simulator.set({ fault: { kind: "busy" } });
  await house.failures("DEVICE_BUSY", 3);
  expect(house.lines()).toEqual(["info: garage is ONLINE"]);
});

const noon = Date.UTC(2026, 5, 21, 12);

test.each<[what: string, states: readonly (readonly [AvailabilityState, ErrorCode | null])[], told: readonly string[]]>(
  [
    [
      "the reasons of one outage are told at debug",
      [
        ["OFFLINE", "UNREACHABLE_RESET"],
        ["STARTING", "DEVICE_BUSY"],
        ["OFFLINE", "UNREACHABLE_REFUSED"],
        ["ONLINE", null],
      ],
      ["warn OFFLINE", "debug STARTING", "debug OFFLINE", "info ONLINE after 180 s"],
    ],
    [
      "that a person is needed is told in the middle of an outage, once",
      [
        ["OFFLINE", "UNREACHABLE_RESET"],
        ["LOCKED", "USER_LOCKED"],
        ["OFFLINE", "UNREACHABLE_RESET"],
        ["ONLINE", null],
      ],
      ["warn OFFLINE", "warn LOCKED", "debug OFFLINE", "info ONLINE after 180 s"],
    ],
    [
      "a secret that is refused again when it was tried again is told again",
      [
        ["UNAUTHORIZED", "WRONG_PASSWORD"],
        ["STARTING", null],
        ["UNAUTHORIZED", "WRONG_PASSWORD"],
      ],
      ["warn UNAUTHORIZED", "debug STARTING", "warn UNAUTHORIZED"],
    ],
    [
      "what is disconnected on purpose is no warning",
      [
        ["ONLINE", null],
        ["DISABLED", "DISCONNECTED"],
        ["STARTING", null],
        ["ONLINE", null],
      ],
      ["info ONLINE", "info DISABLED", "debug STARTING", "info ONLINE"],
    ],
  ],
)("%s", (_what, states, told) => {
  const lines: string[] = [];
  const write = (line: string): void => {
    const { level, state, awaySeconds } = JSON.parse(line) as Record<string, string>;
    lines.push(`${level} ${state}${awaySeconds === undefined ? "" : ` after ${awaySeconds} s`}`);
  };
  const tell = availabilityLog(createLogger({ level: "debug", write, now: () => 0 }));
  for (const [minute, [state, code]] of states.entries()) {
    const reason = code && "garage: made by a test";
    tell("garage", { state, code, reason, since: quantity(noon + minute * 60_000), lastSeenAt: null });
  }
  expect(lines).toEqual(told);
});
