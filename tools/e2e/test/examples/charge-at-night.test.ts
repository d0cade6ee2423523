import { describe, expect, test, vi } from "vitest";
import { ask } from "../../src/ask.ts";
import { ExampleProcess } from "../../src/example-process.ts";
import { type Scenario, type ScenarioOptions, startScenario } from "../../src/scenario.ts";
import { single } from "../../src/scenarios.ts";
import { closing } from "./closing.ts";

/** A winter's night: no sun, and the house lives from what is left. An installer lets the battery be controlled from outside. */
const atNight = {
  time: "2026-01-15T01:00:00Z",
  settings: { "devices:local/Battery:ExternControl": "2" },
  // The device's clock will run ahead of the gateway's, which renews set points every minute.
  behaviour: { setPointSeconds: 86_400 },
} as const;

const patience = { timeout: 60_000, interval: 100 };

/** On the plant's clock, so many hours from now. */
const inHours = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toLocaleTimeString("en-GB", {
    timeZone: "Europe/Berlin",
    hour: "2-digit",
    minute: "2-digit",
  });

/** As long as a test may take, and most of it the night goes over midnight. */
const night = ["--from", inHours(-1), "--to", inHours(-2), "--every", "0.2"];

// Far from the plant's own: only its time zone makes the night be now.
const charge = (url: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  ExampleProcess.script("charge-at-night", "charge.ts", {
    args,
    env: { PLENTICORE_URL: url, TZ: "Pacific/Auckland", ...env },
  });

interface Battery {
  readonly inverter: {
    readonly batteryLimits: { readonly power: number | null } | null;
    readonly live: { readonly battery: { readonly stateOfCharge: number; readonly power: number } };
  };
}

const battery = async ({ url }: Scenario) =>
  (
    await ask<Battery>(
      url,
      '{ inverter(id: "house") { batteryLimits { power } live(maxAge: 0) { battery { stateOfCharge power } } } }',
    )
  ).inverter;

const writes = (scenario: Scenario): number => scenario.simulator("house").stats().requests.put_settings ?? 0;

const start = async (options: ScenarioOptions = { plants: [single(atNight)] }) => closing(await startScenario(options));

describe("the charger", () => {
  test("writes nothing without --apply", async () => {
    const scenario = await start();
    await using script = charge(scenario.url, night);
    expect(await script.ended).toBe(0);
    expect(script.out).toEqual([
      expect.stringMatching(/^house: battery at \d+ %, \d\d:\d\d in Europe\/Berlin\.$/),
      expect.stringMatching(
        /^Would be charged with 2000 W from .* up to 80 %\. Nothing was written: --apply does it\.$/,
      ),
    ]);
    expect([writes(scenario), (await battery(scenario)).batteryLimits]).toEqual([0, null]);
  });

  test("charges the battery from the grid up to its target, and ends the lease then", async () => {
    const scenario = await start();
    const before = (await battery(scenario)).live.battery;
    expect(before.power).toBeGreaterThanOrEqual(0);
    const target = before.stateOfCharge + 10;
    await using script = charge(scenario.url, [...night, "--power", "3000", "--target", String(target), "--apply"]);
    await script.lines(/^The battery is charged, from \d+ % on\.$/);
    expect((await battery(scenario)).batteryLimits).toEqual({ power: -3000 });
    // An inverter whose battery is empty is asleep, and takes minutes to wake.
    scenario.simulator("house").set({ speed: 60 });
    await vi.waitFor(async () => expect((await battery(scenario)).live.battery.power).toBeCloseTo(-3000, 0), patience);
    scenario.simulator("house").set({ speed: 600 });
    expect(await script.ended).toBe(0);
    expect(script.out.slice(-2)).toEqual([
      expect.stringMatching(/^The battery is at \d+ %: enough\.$/),
      "Ended: the inverter decides again, at the latest in 3 minutes.",
    ]);
    const after = await battery(scenario);
    expect(after.live.battery.stateOfCharge).toBeGreaterThanOrEqual(target);
    expect([after.batteryLimits, after.live.battery.power >= 0]).toEqual([null, true]);
  });

  test("ends its lease on Ctrl+C", async () => {
    const scenario = await start();
    await using script = charge(scenario.url, [...night, "--target", "100", "--apply"]);
    await script.lines(/^The battery is charged/);
    expect((await battery(scenario)).batteryLimits).toEqual({ power: -2000 });
    expect(await script.interrupt()).toBe(0);
    expect(script.out.at(-1)).toBe("Ended: the inverter decides again, at the latest in 3 minutes.");
    expect((await battery(scenario)).batteryLimits).toBeNull();
  });

  test("waits for the night on the plant's clock", async () => {
    const scenario = await start();
    const later = ["--from", inHours(2), "--to", inHours(3), "--apply"];
    await using script = charge(scenario.url, later);
    await script.lines(/^Waiting for \d\d:\d\d\.$/);
    expect(await script.interrupt()).toBe(0);
    expect(writes(scenario)).toBe(0);
  });

  test("goes on over an outage of the gateway, and takes a new lease after it", async () => {
    const scenario = await start();
    await using script = charge(scenario.url, [...night, "--target", "100", "--apply"]);
    await script.lines(/^The battery is charged/);
    await scenario.loseGateway();
    await script.lines(/^Not reached: .* Trying again\.$/);
    await scenario.returnGateway();
    await script.lines(/^The battery is charged/, 2);
    expect((await battery(scenario)).batteryLimits).toEqual({ power: -2000 });
    expect(await script.interrupt()).toBe(0);
  });
});

describe("the charger says why it can't", () => {
  const viewer = { name: "panel", role: "VIEWER", key: "panel-key-that-is-long-enough-for-anybody" } as const;
  test.each<[why: string, options: ScenarioOptions, message: RegExp, env?: Record<string, string>]>([
    [
      "no battery",
      { plants: [single({ ...atNight, profile: "piko-iq-g1", settings: {} })] },
      /^house can't be charged: it has no battery\.$/,
    ],
    [
      "not controlled from outside",
      { plants: [single({ ...atNight, settings: {} })] },
      /^house can't be charged: it takes no power from outside; .* Battery:ExternControl to 2 first\.$/,
    ],
    [
      "a generation that takes no power",
      { plants: [single({ ...atNight, profile: "plenticore-g3", settings: {} })] },
      /^Not charged: .*no fixed power; newer ones charge from the grid by their week plan\.$/,
    ],
    [
      "a key that may only look",
      { plants: [single(atNight)], keys: [viewer] },
      /^house can't be charged: this key may only look: it takes one of an OPERATOR\.$/,
      { PLENTICORE_KEY: viewer.key },
    ],
  ])("%s", async (_why, options, message, env = {}) => {
    const scenario = await start(options);
    await using script = charge(scenario.url, [...night, "--apply"], env);
    expect(await script.ended).toBe(1);
    expect(script.err).toEqual([expect.stringMatching(message)]);
    expect(writes(scenario)).toBe(0);
  });

  test("a busy inverter, and tries again", async () => {
    const scenario = await start();
    const busy = { kind: "status", status: 503, operations: ["put_settings"] } as const;
    scenario.simulator("house").set({ fault: busy });
    await using script = charge(scenario.url, [...night, "--target", "100", "--apply"]);
    await script.lines(/^Not yet: /);
    scenario.simulator("house").set({ fault: null });
    await script.lines(/^The battery is charged/);
    expect(await script.interrupt()).toBe(0);
  });

  test("which inverter, where there are several", async () => {
    const scenario = await start({
      plants: [{ id: "home", name: "Home", inverters: [...single(atNight).inverters, { id: "shed", name: "Shed" }] }],
    });
    await using script = charge(scenario.url, night);
    expect(await script.ended).toBe(1);
    expect(script.err).toEqual(["Say which inverter: --inverter house | shed"]);
  });

  test.each([
    [["--from", "1:00"], "--from and --to are times such as 01:00"],
    [["--target", "101"], "--target is a state of charge in %, 100 at most"],
    [["--power", "-1"], /'--power'/],
    [["--speed", "1"], /'--speed'/],
  ])("%j", async (args, message) => {
    await using script = charge("http://127.0.0.1:9", args);
    expect(await script.ended).toBe(1);
    expect(script.err.join(" ")).toMatch(message);
  });
});
