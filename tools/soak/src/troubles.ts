import type { Fault } from "@plenticore/simulator";
import type { Toxic } from "@plenticore/tools-fault-proxy";
import type { Chance, Device } from "./park.ts";

/** What the device or the network before it does for a while. */
interface Trouble {
  readonly name: string;
  readonly fault?: Fault;
  readonly toxics?: readonly Toxic[];
}

/** None that the gateway may not recover from by itself, such as a refused password. */
const troubles = (chance: Chance): readonly Trouble[] => [
  { name: "busy", fault: { kind: "busy", times: 1 + chance.below(6) } },
  { name: "reboot", fault: { kind: "reboot" } },
  { name: "bad id", fault: { kind: "status", status: 500, message: null, id: "Frequency" } },
  { name: "server error", fault: { kind: "status", status: 500, message: null, times: 2 } },
  { name: "session lost", fault: { kind: "unauthorized", times: 1 } },
  { name: "HTML", fault: { kind: "html", times: 1 + chance.below(3) } },
  { name: "half an answer", fault: { kind: "truncated", times: 1 + chance.below(3) } },
  { name: "empty answer", fault: { kind: "body", body: "[]", operations: ["post_process_data"], times: 1 } },
  { name: "endless answer", fault: { kind: "huge", bytes: 6 * 2 ** 20, times: 1 } },
  { name: "no answer", fault: { kind: "nothing", times: 1 + chance.below(3) } },
  { name: "slow", fault: { kind: "slow", ms: 1_500, times: 2 } },
  { name: "hangs", fault: { kind: "offline", how: "hang" } },
  { name: "offline", fault: { kind: "offline" } },
  { name: "latency", toxics: [{ type: "latency", latencyMs: 300, jitterMs: 200 }] },
  { name: "slow questions", toxics: [{ type: "latency", latencyMs: 200, jitterMs: 100, stream: "upstream" }] },
  { name: "trickle", toxics: [{ type: "bandwidth", bytesPerSecond: 400 }] },
  { name: "black hole", toxics: [{ type: "timeout" }] },
  { name: "deaf", toxics: [{ type: "timeout", stream: "upstream" }] },
  { name: "reset", toxics: [{ type: "reset_peer", afterBytes: 300, toxicity: 0.7 }] },
  { name: "cut", toxics: [{ type: "limit_data", bytes: 400, toxicity: 0.7 }] },
  { name: "slices", toxics: [{ type: "slicer", averageBytes: 40, variationBytes: 30 }] },
  { name: "corrupt", toxics: [{ type: "corrupt", everyBytes: 300 }] },
  { name: "half open", toxics: [{ type: "half_open" }] },
  { name: "refused", toxics: [{ type: "refuse" }, { type: "reset_peer" }] },
  { name: "late ends", toxics: [{ type: "slow_close", delayMs: 500 }] },
];

export interface Disturber {
  /** How often each was made. */
  readonly counts: ReadonlyMap<string, number>;
  /** One more trouble at one more device, for 1 to 6 s; none where too many have one. */
  disturb(nowMs: number): Promise<void>;
  /** Ends those that are due, or all. */
  mend(nowMs: number, all?: boolean): Promise<void>;
}

/** The same seed gives the same troubles in the same order, though not to the millisecond. */
export function createDisturber(devices: readonly Device[], chance: Chance): Disturber {
  const counts = new Map<string, number>();
  const ailing = new Map<Device, number>();
  const most = Math.ceil(devices.length * 0.4);
  const heal = async (device: Device): Promise<void> => {
    ailing.delete(device);
    device.simulator.set({ fault: null });
    await device.simulator.settled();
    await device.proxy.clear();
  };
  return {
    counts,
    async disturb(nowMs) {
      const { name, fault, toxics = [] } = chance.pick(troubles(chance));
      const device = chance.pick(devices);
      const untilMs = nowMs + chance.between(1_000, 6_000);
      if (ailing.has(device) || ailing.size >= most) return;
      ailing.set(device, untilMs);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (fault !== undefined) device.simulator.set({ fault });
      for (const toxic of toxics) await device.proxy.add(toxic);
    },
    async mend(nowMs, all = false) {
      for (const [device, untilMs] of [...ailing]) if (all || untilMs <= nowMs) await heal(device);
    },
  };
}
