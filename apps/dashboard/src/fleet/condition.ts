import type { ErrorCode } from "@plenticore/client";
import type { LiveInverter } from "../data/live-store.ts";

/** How an inverter is, worst first: an order of what wants somebody's attention. */
export const conditions = [
  /** Somebody must do something: a secret is wrong, or an account locked. */
  "refused",
  /** It does not answer. */
  "away",
  /** It answers, and says that it is in trouble. */
  "trouble",
  /** Its values are old. */
  "stale",
  /** It makes clearly less than its siblings. */
  "low",
  /** It could make more, and is told not to. */
  "limited",
  /** Booting, updating, or not yet spoken to. */
  "starting",
  "good",
  /** Switched off on purpose. */
  "disabled",
] as const;

export type Condition = (typeof conditions)[number];

type InverterState = NonNullable<NonNullable<LiveInverter["live"]>["state"]>;

const ofState: Readonly<Record<InverterState, Condition>> = {
  OFF: "good",
  INIT: "starting",
  ISO_MEAS: "starting",
  GRID_CHECK: "starting",
  START_UP: "starting",
  FEED_IN: "good",
  THROTTLED: "limited",
  EXT_SWITCH_OFF: "limited",
  UPDATE: "starting",
  STANDBY: "good",
  GRID_SYNC: "starting",
  GRID_PRE_CHECK: "starting",
  GRID_SWITCH_OFF: "trouble",
  OVERHEATING: "trouble",
  SHUTDOWN: "trouble",
  IMPROPER_DC_VOLTAGE: "trouble",
  ESB: "good",
  UNKNOWN: "good",
};

export interface ConditionFacts {
  /** Undefined: nothing was heard yet. */
  readonly inverter: LiveInverter | undefined;
  /** By the page's own clock. */
  readonly stale: boolean;
  /** Whether today's yield is far under the siblings'. */
  readonly isLow: boolean;
}

export function conditionOf({ inverter, stale, isLow }: ConditionFacts): Condition {
  if (inverter === undefined) return "starting";
  switch (inverter.availability.state) {
    case "UNAUTHORIZED":
    case "LOCKED":
      return "refused";
    case "OFFLINE":
      return "away";
    case "DISABLED":
      return "disabled";
    case "STARTING":
      return "starting";
    default:
  }
  const { live } = inverter;
  const own = live?.state === null || live === null ? "good" : ofState[live.state];
  if (own === "trouble") return own;
  if (stale) return "stale";
  return own === "good" && isLow ? "low" : own;
}

/** What an inverter is called to be in: its own state where it is there, else why it is not. */
export type Wording =
  | { readonly kind: "state"; readonly state: InverterState }
  | {
      readonly kind: "availability";
      readonly state: LiveInverter["availability"]["state"];
      readonly code: ErrorCode | null;
    }
  | { readonly kind: "waiting" };

export function wordingOf(inverter: LiveInverter | undefined): Wording {
  if (inverter === undefined) return { kind: "waiting" };
  const { availability, live } = inverter;
  if (availability.state !== "ONLINE")
    return { kind: "availability", state: availability.state, code: availability.code };
  return live?.state === undefined || live.state === null
    ? { kind: "availability", state: "ONLINE", code: null }
    : { kind: "state", state: live.state };
}
