import type { Case, Contestant } from "./cases.ts";

/** How long a round takes, and how many rounds there are. */
export interface Pace {
  readonly rounds: number;
  /** At most so many clients. */
  readonly clients: number;
  /** For contestants that answer from memory. */
  readonly memory: Span;
  /** For contestants that wait for the device. Their warm-up lasts until every client has been answered once. */
  readonly device: Pick<Span, "measureMs">;
}

interface Span {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export const fullPace: Pace = {
  rounds: 3,
  clients: Number.POSITIVE_INFINITY,
  memory: { warmUpMs: 1_000, measureMs: 3_500 },
  device: { measureMs: 6_000 },
};

export const quickPace: Pace = {
  rounds: 1,
  clients: 8,
  memory: { warmUpMs: 300, measureMs: 1_500 },
  device: { measureMs: 1_500 },
};

export function clientsOf({ clients }: Case, pace: Pace): number {
  return Math.min(clients, pace.clients);
}

export function spanOf(one: Case, contestant: Contestant, pace: Pace): Span {
  if (contestant.pace === "memory") return pace.memory;
  return { warmUpMs: clientsOf(one, pace) * one.latencyMs, measureMs: pace.device.measureMs };
}
