import { describe, expect, test } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../src/index.ts";
import { board } from "./support/board.ts";
import { opened } from "./support/devices.ts";
import type { LoginStyle, Session } from "./support/wire.ts";

const LOCAL = "devices:local";
const BATTERY = "devices:local:battery";
const EVENING = "2025-06-21T19:30:00Z";
const MORNING = "2025-06-21T06:30:00Z";
const MINUTE = 60_000;

/** A device whose real clock, and with it its own, is moved by hand. */
async function commanded(options: SimulatorOptions, style: LoginStyle = {}) {
  let now = Date.parse("2025-01-01T00:00:00Z");
  const behaviour = { sessionIdleSeconds: 0, ...options.behaviour };
  const { simulator, session } = await opened({ now: () => now, speed: 1, ...options, behaviour }, style);
  return { simulator, session, pass: (ms: number) => (now += ms) };
}

const INSTALLER = { username: "master", secret: "key" } as const;

async function power(session: Session): Promise<number> {
  return (await session.values([BATTERY, "P"])).get(`${BATTERY}/P`) ?? Number.NaN;
}

async function socs(simulator: Simulator, session: Session, times: readonly string[]): Promise<number[]> {
  const values: number[] = [];
  for (const time of times) {
    simulator.set({ time });
    values.push((await session.values([BATTERY, "SoC"])).get(`${BATTERY}/SoC`) ?? Number.NaN);
  }
  return values;
}

describe("Battery:MinSoc", () => {
  test("stops the discharge from the moment of the write on", async () => {
    const { session, pass } = await commanded({ time: EVENING });
    expect(await power(session)).toBeGreaterThan(50);
    await session.put(LOCAL, "Battery:MinSoc", "100");
    expect(await power(session)).toBe(0);
    pass(60 * MINUTE);
    expect(await power(session)).toBe(0);
    await session.put(LOCAL, "Battery:MinSoc", "5");
    pass(10 * MINUTE);
    expect(await power(session)).toBeGreaterThan(50);
  });

  test("is the state of charge at the end of a night", async () => {
    const { simulator, session } = await commanded({ time: "2025-01-10T16:00:00Z" });
    await session.put(LOCAL, "Battery:MinSoc", "30");
    const [late] = await socs(simulator, session, ["2025-01-20T03:00:00Z"]);
    // The clock was set: settings stay in force from then on, the night before knew nothing of them.
    expect(late).toBeLessThanOrEqual(30);
  });
});

describe("Battery:TimeControl", () => {
  const plan = async (session: Session, digit: string): Promise<void> => {
    await session.put(LOCAL, "Battery:TimeControl:ConfSat", digit.repeat(96));
    await session.put(LOCAL, "Battery:TimeControl:Enable", "1");
  };

  test("digit 2 blocks the discharge in all generations", async () => {
    for (const profile of ["plenticore-plus-g1", "plenticore-g2", "plenticore-g3"] as const) {
      const { session } = await commanded({ profile, time: EVENING });
      expect(await power(session)).toBeGreaterThan(50);
      await plan(session, "2");
      expect(await power(session)).toBe(0);
    }
  });

  test("digit 1 blocks the charge on G1, and nothing on newer ones", async () => {
    const g1 = await commanded({ time: MORNING, cloud: 0 });
    expect(await power(g1.session)).toBeLessThan(-500);
    await plan(g1.session, "1");
    expect(await power(g1.session)).toBe(0);
    const g3 = await commanded({ profile: "plenticore-g3", time: MORNING, cloud: 0 });
    await plan(g3.session, "1");
    expect(await power(g3.session)).toBeLessThan(-500);
  });

  test("digit 3 charges from the grid on newer ones, and is unknown to G1", async () => {
    const g2 = await commanded({ profile: "plenticore-g2", time: EVENING });
    await plan(g2.session, "3");
    const values = await g2.session.values([LOCAL, "Grid2Bat_P", "Grid_P"], [BATTERY, "P"]);
    expect(values.get(`${BATTERY}/P`)).toBeLessThan(-500);
    expect(values.get(`${LOCAL}/Grid2Bat_P`)).toBeGreaterThan(500);
    expect(values.get(`${LOCAL}/Grid_P`)).toBeGreaterThan(500);
    const g1 = await commanded({ time: EVENING });
    await plan(g1.session, "3");
    expect(await g1.session.setting(LOCAL, "Battery:TimeControl:ConfSat")).toBe("0".repeat(96));
  });

  test("slots are local wall time", async () => {
    const { session } = await commanded({ time: EVENING });
    // 19:30 UTC is 21:30 in Berlin's summer: slot 86.
    await session.put(LOCAL, "Battery:TimeControl:ConfSat", `${"2".repeat(86)}0${"2".repeat(9)}`);
    await session.put(LOCAL, "Battery:TimeControl:Enable", "1");
    expect(await power(session)).toBeGreaterThan(50);
    await session.put(LOCAL, "Battery:TimeControl:ConfSat", `${"0".repeat(86)}2${"0".repeat(9)}`);
    expect(await power(session)).toBe(0);
  });
});

describe("set points", () => {
  test("Battery:ExternControl:* is followed only in external control, and for 3 minutes", async () => {
    const { session, pass } = await commanded({ time: EVENING, masterKey: "key" }, INSTALLER);
    await session.put(LOCAL, "Battery:ExternControl:DcPowerAbs", "3000");
    expect(await power(session)).toBeLessThan(2900);
    await session.put(LOCAL, "Battery:ExternControl", "2");
    await session.put(LOCAL, "Battery:ExternControl:DcPowerAbs", "3000");
    expect(await power(session)).toBeCloseTo(3000, 3);
    const values = await session.values([LOCAL, "Bat2Grid_P", "Grid_P"]);
    expect(values.get(`${LOCAL}/Bat2Grid_P`)).toBeGreaterThan(1000);
    expect(values.get(`${LOCAL}/Grid_P`)).toBeLessThan(-1000);
    pass(3 * MINUTE - 1);
    expect(await power(session)).toBeCloseTo(3000, 3);
    pass(1);
    expect(await power(session)).toBeLessThan(2900);
  });

  test("Battery:ExternControl may be as an installer left it, from the start and after a factory reset", async () => {
    const settings = { "devices:local/Battery:ExternControl": "2" };
    const { session } = await commanded({ time: EVENING, settings });
    await session.put(LOCAL, "Battery:ExternControl:DcPowerAbs", "-1000");
    expect(await power(session)).toBeCloseTo(-1000, 3);
    const device = board({ settings });
    device.restoreFactorySettings();
    expect(device.setting(LOCAL, "Battery:ExternControl")).toBe("2");
  });

  test("a setting that the profile does not have is refused by name", async () => {
    const settings = { "devices:local/Battery:ExternalControl": "2" };
    await expect(startSimulator({ settings })).rejects.toThrow(/^settings: .*Battery:ExternalControl/);
  });

  test("charging from the grid by a negative set point", async () => {
    const { session } = await commanded({ time: EVENING, masterKey: "key" }, INSTALLER);
    await session.put(LOCAL, "Battery:ExternControl", "2");
    await session.put(LOCAL, "Battery:ExternControl:DcPowerAbs", "-1000");
    expect(await power(session)).toBeCloseTo(-1000, 3);
  });

  test("Battery:Limit:* of G3 falls back to its fallback", async () => {
    const { session, pass } = await commanded({ profile: "plenticore-g3", time: EVENING });
    await session.put(LOCAL, "Battery:Limit:FallbackTime", "60");
    await session.put(LOCAL, "Battery:Limit:FallbackDischarge_P", "100");
    await session.put(LOCAL, "Battery:Limit:Discharge_P", "0");
    expect(await power(session)).toBe(0);
    pass(MINUTE - 1);
    expect(await power(session)).toBe(0);
    // It had gone to sleep with nothing to do: starting takes it 5 minutes.
    pass(6 * MINUTE);
    expect(await power(session)).toBeCloseTo(100, 3);
    await session.put(LOCAL, "Battery:Limit:Discharge_P", "50");
    expect(await power(session)).toBeCloseTo(50, 3);
  });

  test("the installer's power limit throttles the inverter", async () => {
    const time = "2025-06-21T11:00:00Z";
    const { session } = await commanded({ time, cloud: 0, masterKey: "key" }, INSTALLER);
    await session.put(LOCAL, "Inverter:ActivePowerLimitation", "2000.0");
    const values = await session.values([LOCAL, "Inverter:State"], ["devices:local:ac", "P"]);
    expect(values.get("devices:local:ac/P")).toBeLessThanOrEqual(2000.001);
    expect(values.get(`${LOCAL}/Inverter:State`)).toBe(7);
  });
});

describe("the clock", () => {
  test("counters go on over a write", async () => {
    const { session, pass } = await commanded({ time: MORNING });
    const total = async (): Promise<number> => {
      const id = "Statistic:EnergyHome:Total";
      return (await session.values(["scb:statistic:EnergyFlow", id])).get(`scb:statistic:EnergyFlow/${id}`) ?? 0;
    };
    let last = await total();
    for (let step = 0; step < 12; step++) {
      await session.put(LOCAL, "Battery:MinSoc", String(5 + step));
      pass(7 * MINUTE);
      const next = await total();
      expect(next).toBeGreaterThan(last);
      last = next;
    }
  });

  test("runs by its speed from where it was set", async () => {
    const { simulator, pass } = await commanded({ time: "2025-03-30T00:00:00Z", speed: 60 });
    expect(simulator.stats().time).toBe("2025-03-30T00:00:00.000Z");
    pass(MINUTE);
    expect(simulator.stats().time).toBe("2025-03-30T01:00:00.000Z");
    simulator.set({ speed: 0 });
    pass(MINUTE);
    expect(simulator.stats().time).toBe("2025-03-30T01:00:00.000Z");
    simulator.set({ time: "2024-06-21T12:00:00" });
    expect(simulator.stats().time).toBe("2024-06-21T12:00:00.000Z");
  });
});
