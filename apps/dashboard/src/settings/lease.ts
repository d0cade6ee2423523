/** What is asked of a lease, in W; empty: no limit of this kind. */
export interface LeaseDraft {
  readonly maxCharge: string;
  readonly maxDischarge: string;
  readonly power: string;
  /** Hours and minutes, as typed. */
  readonly hours: string;
  readonly minutes: string;
}

export const emptyLease: LeaseDraft = { maxCharge: "", maxDischarge: "", power: "", hours: "1", minutes: "0" };

export interface LeaseInput {
  readonly maxCharge: number | null;
  readonly maxDischarge: number | null;
  readonly power: number | null;
  /** Seconds. */
  readonly for: number;
}

/** The gateway leases for so long at most; what holds for longer belongs into the week plan. */
export const longestLeaseSeconds = 7 * 86_400;

export type LeaseProblem = "nothing" | "number" | "negative" | "time" | "long";

export function leaseOf(draft: LeaseDraft): { readonly lease: LeaseInput } | { readonly problem: LeaseProblem } {
  const [maxCharge, maxDischarge, power] = [draft.maxCharge, draft.maxDischarge, draft.power].map(wattsOf);
  const [hours, minutes] = [wattsOf(draft.hours), wattsOf(draft.minutes)];
  if (maxCharge === undefined || maxDischarge === undefined || power === undefined) return { problem: "number" };
  if (maxCharge === null && maxDischarge === null && power === null) return { problem: "nothing" };
  if ((maxCharge ?? 0) < 0 || (maxDischarge ?? 0) < 0) return { problem: "negative" };
  const seconds = hours === undefined || minutes === undefined ? Number.NaN : ((hours ?? 0) * 60 + (minutes ?? 0)) * 60;
  if (!(seconds > 0)) return { problem: "time" };
  if (seconds > longestLeaseSeconds) return { problem: "long" };
  return { lease: { maxCharge, maxDischarge, power, for: Math.round(seconds) } };
}

/** Null: nothing typed. Undefined: no number. */
function wattsOf(typed: string | undefined): number | null | undefined {
  const text = (typed ?? "").trim().replace(",", ".");
  if (text === "") return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
