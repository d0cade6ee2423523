import type { SettingMetadata } from "@plenticore/rest";
import { describe, expect, it } from "vitest";
import { BatteryLimitsLease } from "../src/battery-limits.ts";
import { PlenticoreError } from "../src/errors.ts";
import type { ModuleWriteOutcome, WriteOutcome } from "../src/types.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

const charge = "Battery:Limit:Charge_P";
const discharge = "Battery:Limit:Discharge_P";
const fallbackTime = "Battery:Limit:FallbackTime";
const g3 = {
  [charge]: "7600",
  [discharge]: "7600",
  "Battery:Limit:FallbackCharge_P": "7000",
  "Battery:Limit:FallbackDischarge_P": "6000",
  [fallbackTime]: "300",
};
const external = {
  "Battery:ExternControl": "2",
  "Battery:ExternControl:MaxChargePowerAbs": "9000",
  "Battery:ExternControl:MaxDischargePowerAbs": "9000",
  "Battery:ExternControl:DcPowerAbs": "0",
};

/** A lease on a device that holds these settings; each write is noted, `[id, value]` by `[id, value]`. */
function leasing(settings: Record<string, string>) {
  const runtime = virtualRuntime();
  const held = new Map(Object.entries(settings));
  const writes: [id: string, value: string][][] = [];
  /** What stands between the caller and the device. */
  let door: () => Promise<void> = () => Promise.resolve();
  /** What a write of this setting comes to. */
  let comesTo: (id: string) => WriteOutcome = () => "APPLIED";
  const lease = new BatteryLimitsLease({
    inverterId: "garage",
    runtime,
    metadata: () =>
      Promise.resolve(new Map([["devices:local", new Map([...held.keys()].map((id) => [id, {} as SettingMetadata]))]])),
    read: () => {
      const now = new Map(held);
      return Promise.resolve((id) => now.get(id) ?? null);
    },
    write: async (modules): Promise<ModuleWriteOutcome[]> => {
      const points = modules.flatMap((module) => module.settings);
      writes.push(points.map(({ id, value }) => [id, value]));
      await door();
      for (const { id, value } of points) if (comesTo(id) !== "IGNORED") held.set(id, value);
      return [
        {
          moduleId: "devices:local",
          settings: points.map(({ id, value }) => {
            const outcome = comesTo(id);
            return { id, value: outcome === "UNREADABLE" ? null : value, before: null, outcome };
          }),
        },
      ];
    },
  });
  const shut = (next: () => Promise<void>) => {
    door = next;
  };
  const answer = (next: (id: string) => WriteOutcome) => {
    comesTo = next;
  };
  return { runtime, held, writes, lease, shut, answer };
}

const minute = 60_000;

describe("a lease of battery limits", () => {
  it("is written again every minute, and ended with what the device falls back to", async () => {
    const { runtime, held, writes, lease } = leasing(g3);
    const { limits } = await lease.take({ maxCharge: 500, maxDischarge: 0, forMs: 5 * minute });
    expect(limits.until).toBe(runtime.now() + 5 * minute);
    const points = [
      [charge, "500"],
      [discharge, "0"],
    ];
    // So long a limit outlives a gateway that is killed.
    expect(writes).toEqual([[[fallbackTime, "180"], ...points]]);
    await runtime.advance(4 * minute);
    expect(writes.slice(1)).toEqual([points, points, points, points]);
    expect(lease.running).toEqual(limits);
    await runtime.advance(minute);
    expect(writes.at(-1)).toEqual([
      [charge, "7000"],
      [discharge, "6000"],
      [fallbackTime, "300"],
    ]);
    expect([lease.running, writes.length, runtime.sleeping]).toEqual([null, 6, 0]);
    expect(Object.fromEntries(held)).toEqual({ ...g3, [charge]: "7000", [discharge]: "6000" });
  });

  it("of an older generation is written again, and ended with what was held before", async () => {
    const { runtime, held, writes, lease } = leasing(external);
    await lease.take({ power: -1_000, forMs: 2 * minute });
    await runtime.advance(minute);
    expect(writes).toEqual([
      [["Battery:ExternControl:DcPowerAbs", "-1000"]],
      [["Battery:ExternControl:DcPowerAbs", "-1000"]],
    ]);
    await runtime.advance(minute);
    expect(Object.fromEntries(held)).toEqual(external);
  });

  it("goes on where the device is away for a turn", async () => {
    const { runtime, writes, lease, shut } = leasing(g3);
    await lease.take({ maxCharge: 500, forMs: 10 * minute });
    shut(() => Promise.reject(new PlenticoreError("UNREACHABLE_TIMEOUT", "away")));
    await runtime.advance(minute);
    shut(() => Promise.resolve());
    await runtime.advance(minute);
    expect(writes).toHaveLength(3);
    expect(lease.running).not.toBeNull();
    await lease.close();
  });

  it("is one: a second is refused while one is taken, and while it runs", async () => {
    const { lease } = leasing(g3);
    const both = await Promise.allSettled([
      lease.take({ maxCharge: 1, forMs: minute }),
      lease.take({ maxCharge: 2, forMs: minute }),
    ]);
    expect(both).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: { code: "LIMIT_EXCEEDED" } }]);
    await expect(lease.take({ maxCharge: 3, forMs: minute })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining("2026-06-21T10:01:00.000Z") as string,
    });
    await lease.end();
    await expect(lease.take({ maxCharge: 4, forMs: minute })).resolves.toMatchObject({ outcome: "APPLIED" });
    await lease.close();
  });

  it("is over when no limits are asked for no time; where none runs nothing is written", async () => {
    const { runtime, held, writes, lease } = leasing(g3);
    await lease.take({ maxCharge: 500, forMs: 10 * minute });
    await runtime.advance(minute);
    const none = { maxCharge: null, maxDischarge: null, power: null, until: runtime.now() };
    expect(await lease.take({ forMs: 0 })).toMatchObject({ limits: none, outcome: "APPLIED" });
    expect([lease.running, held.get(charge), runtime.sleeping]).toEqual([null, "7000", 0]);
    const before = writes.length;
    expect(await lease.take({ maxCharge: null, forMs: 0 })).toEqual({
      limits: none,
      outcome: "UNCHANGED",
      modules: [],
    });
    expect(writes).toHaveLength(before);
    await expect(lease.take({ maxCharge: 1, forMs: 0 })).rejects.toMatchObject({ code: "BAD_INPUT" });
  });

  it("whose end did not reach the device is ended by the next one that asks, also after another lease", async () => {
    const { held, writes, lease, shut } = leasing(external);
    const maxCharge = "Battery:ExternControl:MaxChargePowerAbs";
    await lease.take({ maxCharge: 500, forMs: 5 * minute });
    shut(() => Promise.reject(new PlenticoreError("UNREACHABLE_RESET", "garage is away")));
    await expect(lease.take({ forMs: 0 })).rejects.toMatchObject({ code: "UNREACHABLE_RESET" });
    expect(held.get(maxCharge)).toBe("500");
    shut(() => Promise.resolve());
    await lease.take({ maxCharge: 100, forMs: 5 * minute });
    expect((await lease.take({ forMs: 0 })).outcome).toBe("APPLIED");
    expect(held.get(maxCharge)).toBe("9000");
    const count = writes.length;
    expect((await lease.take({ forMs: 0 })).outcome).toBe("UNCHANGED");
    expect(writes).toHaveLength(count);
  });

  it("that can't be read back may hold: it is told as running, written again, and ended at its end", async () => {
    const { runtime, held, writes, lease, answer } = leasing(g3);
    answer(() => "UNREADABLE");
    const { limits, outcome } = await lease.take({ maxCharge: 500, forMs: 2 * minute });
    expect(outcome).toBe("UNREADABLE");
    expect(lease.running).toEqual(limits);
    await expect(lease.take({ maxCharge: 1, forMs: minute })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    await runtime.advance(minute);
    expect(writes.slice(1)).toEqual([[[charge, "500"]]]);
    await runtime.advance(minute);
    expect([lease.running, held.get(charge), held.get(fallbackTime)]).toEqual([null, "7000", "300"]);
    // Its end could not be read back either: who asks has it written again.
    answer(() => "APPLIED");
    expect((await lease.take({ forMs: 0 })).outcome).toBe("APPLIED");
    expect((await lease.take({ forMs: 0 })).outcome).toBe("UNCHANGED");
  });

  it("that can't be read back is ended at shutdown", async () => {
    const { runtime, held, lease, answer } = leasing(g3);
    answer(() => "UNREADABLE");
    await lease.take({ maxCharge: 500, forMs: 10 * minute });
    await lease.close();
    expect([lease.running, held.get(charge), runtime.sleeping]).toEqual([null, "7000", 0]);
  });

  it("is none where the device ignores a limit; what it took of the others is taken back", async () => {
    const { runtime, held, writes, lease, answer } = leasing(g3);
    answer((id) => (id === charge ? "IGNORED" : "APPLIED"));
    const { outcome } = await lease.take({ maxCharge: 500, maxDischarge: 0, forMs: 10 * minute });
    expect([outcome, lease.running, runtime.sleeping]).toEqual(["IGNORED", null, 0]);
    expect(writes.slice(1)).toEqual([
      [
        [discharge, "6000"],
        [fallbackTime, "300"],
      ],
    ]);
    expect(Object.fromEntries(held)).toEqual({ ...g3, [discharge]: "6000" });
    // A login that may write none of it has nothing to take back.
    answer(() => "IGNORED");
    await lease.take({ maxCharge: 500, forMs: minute });
    expect(writes).toHaveLength(3);
  });

  it("that the device ignores leaves to be ended what is left of the one before", async () => {
    const { held, lease, shut, answer } = leasing(g3);
    await lease.take({ maxCharge: 500, forMs: 5 * minute });
    shut(() => Promise.reject(new PlenticoreError("UNREACHABLE_RESET", "garage is away")));
    await expect(lease.take({ forMs: 0 })).rejects.toMatchObject({ code: "UNREACHABLE_RESET" });
    shut(() => Promise.resolve());
    answer(() => "IGNORED");
    await lease.take({ maxCharge: 100, forMs: minute });
    answer(() => "APPLIED");
    expect((await lease.take({ forMs: 0 })).outcome).toBe("APPLIED");
    expect(held.get(charge)).toBe("7000");
  });

  it("whose answer got lost is none, and at shutdown the device holds what held before all the same", async () => {
    const { held, lease, shut } = leasing(external);
    const power = "Battery:ExternControl:DcPowerAbs";
    shut(() => {
      held.set(power, "-1000");
      return Promise.reject(new PlenticoreError("UNREACHABLE_TIMEOUT", "no answer"));
    });
    const taken = lease.take({ power: -1_000, forMs: minute });
    await expect(taken).rejects.toMatchObject({ code: "UNREACHABLE_TIMEOUT" });
    expect(lease.running).toBeNull();
    shut(() => Promise.resolve());
    await lease.close();
    expect(held.get(power)).toBe("0");
  });

  it.each([0, minute])("is NOT_AVAILABLE for %d ms where the device has no such settings", async (forMs) => {
    const { writes, lease } = leasing({ "Battery:MinSoc": "5" });
    const input = forMs === 0 ? { forMs } : { maxCharge: 500, forMs };
    await expect(lease.take(input)).rejects.toMatchObject({ code: "NOT_AVAILABLE" });
    expect(writes).toEqual([]);
  });

  it("that is being taken while it is closed ends, too, and nobody gets another", async () => {
    const { runtime, held, lease, shut } = leasing(g3);
    const opened = Promise.withResolvers<void>();
    shut(() => opened.promise);
    const taken = lease.take({ maxCharge: 500, forMs: 10 * minute });
    await runtime.settle();
    const closed = lease.close();
    opened.resolve();
    await Promise.all([taken, closed]);
    expect([lease.running, held.get(charge), runtime.sleeping]).toEqual([null, "7000", 0]);
    await expect(lease.take({ maxCharge: 1, forMs: minute })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it.each([
    ["nothing", {}],
    ["a negative limit", { maxCharge: -1 }],
    ["a negative limit of the other direction", { maxCharge: 1, maxDischarge: -1 }],
    ["no time", { maxCharge: 1, forMs: 0 }],
  ])("is refused with %s, and nothing is written", async (_what, input) => {
    const { writes, lease } = leasing(g3);
    await expect(lease.take({ forMs: minute, ...input })).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(writes).toEqual([]);
  });
});
