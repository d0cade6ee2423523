import type { Device } from "./park.ts";
import { named, TOLERANCE } from "./truth.ts";

export interface Shown {
  /** RFC 3339; of the oldest of the inverter's values. */
  readonly observedAt: string;
  readonly power: { readonly solar: number | null; readonly home: number | null };
  readonly strings: readonly { readonly power: number | null }[];
}

/** The fields that `Shown` needs. */
export const SHOWN = "observedAt power { solar home } strings { power }";

/** A device's answer may have been made so long before the gateway says that it observed it, in ms: its patience. */
const LATE_MS = 16_000;

/** The gateway's sums have 6 decimals. */
const SUM_TOLERANCE = 1e-6;

const isSame = (one: number, other: number): boolean => Math.abs(one - other) < TOLERANCE;

const shownValues = ({ power, strings }: Shown): readonly (readonly [name: string, value: number | null])[] => [
  ...strings.map((string, index) => [`string ${index + 1}`, string.power] as const),
  ["home", power.home],
];

const valueAt = ({ truth }: Device, step: number, name: string): number | undefined => {
  const measured = truth[step % truth.length];
  return measured && named(measured).find(([known]) => known === name)?.[1];
};

/**
 * What is wrong with values that the gateway showed for a device; undefined where each is one that it measured, and then.
 * Null is no value, and so no wrong one. Two values may be of two moments: a batch that fails is read in parts.
 */
export function wrong(device: Device, shown: Shown, devices: readonly Device[]): string | undefined {
  for (const [name, value] of shownValues(shown)) {
    if (value === null) continue;
    const steps = device.truth.flatMap((_, step) =>
      isSame(valueAt(device, step, name) ?? Number.NaN, value) ? [step] : [],
    );
    if (steps.length === 0) {
      const owner = devices.find(({ truth }) =>
        truth.some((other) => named(other).some(([, one]) => isSame(one, value))),
      );
      return `${device.id}: ${name} ${value} is ${owner === undefined ? "nobody's" : `${owner.id}'s`}`;
    }
    if (!steps.some((step) => wasHeld(device, step, Date.parse(shown.observedAt)))) {
      return `${device.id}: ${name} ${value} was not measured since ${shown.observedAt}, but at step ${String(steps)}`;
    }
  }
  const { solar } = shown.power;
  const sum = sumOf(shown.strings.map(({ power }) => power));
  const fits = solar === null || sum === null ? solar === sum : Math.abs(solar - sum) < SUM_TOLERANCE;
  return fits ? undefined : `${device.id}: solar ${solar} is not the strings' ${sum}`;
}

/** The newest of the device's steps at which it measured this; they count up, whatever the clock shows. */
function newestStep(device: Device, name: string, value: number): number | undefined {
  const held = device.steps.findLast(({ step }) => isSame(valueAt(device, step, name) ?? Number.NaN, value));
  return held?.step;
}

/** Tells of values that are older than those shown before, in one stream of one device. */
export function createOrder(device: Device): (shown: Shown) => string | undefined {
  const newest = new Map<string, number>();
  return (shown) => {
    for (const [name, value] of shownValues(shown)) {
      const step = value === null ? undefined : newestStep(device, name, value);
      if (step === undefined) continue;
      const before = newest.get(name) ?? step;
      if (step < before) return `${device.id}: ${name} of step ${step} after that of step ${before}`;
      newest.set(name, step);
    }
    return undefined;
  };
}

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);

/** Whether it has been measured since then, or just before. */
function wasHeld({ steps, truth }: Device, step: number, observedAt: number): boolean {
  return steps.some(({ step: held }, index) => {
    if (held % truth.length !== step) return false;
    const until = steps[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return until >= observedAt - LATE_MS;
  });
}

/** Whether the values are all those of the device's clock as it stands, none missing. */
export function isCurrent(device: Device, shown: Shown): boolean {
  const step = device.steps.at(-1)?.step ?? 0;
  const values = shownValues(shown);
  return (
    values.length === (device.truth[0]?.strings.length ?? 0) + 1 &&
    values.every(([name, value]) => value !== null && isSame(valueAt(device, step, name) ?? Number.NaN, value))
  );
}

/** Share of values that may be another device's as well, by chance: they prove nothing of whose they are. */
const MOST_SHARED = 0.01;

/** @throws Error where so many values have two owners that the run would prove nothing */
export function checkDistinct(devices: readonly Device[]): void {
  const values = devices.flatMap(({ truth, id }) =>
    truth.flatMap((measured) => named(measured).map(([, value]) => ({ value, id }))),
  );
  const sorted = values.toSorted((one, other) => one.value - other.value);
  const shared = sorted.filter(({ value, id }, index) => {
    const next = sorted[index + 1];
    return next !== undefined && next.id !== id && isSame(value, next.value);
  });
  if (shared.length > MOST_SHARED * values.length) {
    throw new Error(`${shared.length} of ${values.length} values have two owners: another seed is needed`);
  }
}
