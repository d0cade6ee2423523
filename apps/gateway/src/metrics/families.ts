import { Counter, Gauge, type Registry } from "prom-client";

/** Null: not known, and no sample. */
export type Sample = readonly [labels: Readonly<Record<string, string | number>>, value: number | null];

/** One metric of things of a kind, read when it is asked for. */
export interface Family<Thing> {
  /** With its base unit; a counter's ends in `_total`. */
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (thing: Thing) => Iterable<Sample>;
}

/**
 * Puts what is known of each thing into the registry, which is made anew for each scrape: what is not known any more
 * leaves nothing behind. A family that nothing is known of is left out whole.
 */
export function fill<Thing>(registry: Registry, families: readonly Family<Thing>[], things: readonly Thing[]): void {
  const registers = [registry];
  for (const { name, type, help, labels: labelNames, samples } of families) {
    const known: [labels: Record<string, string | number>, value: number][] = [];
    for (const thing of things) {
      for (const [labels, value] of samples(thing)) {
        // A counter below 0 is a device's mistake, which must not cost the whole scrape.
        if (value !== null && (type === "gauge" || value >= 0)) known.push([labels, value]);
      }
    }
    if (known.length === 0) continue;
    const options = { name, help, labelNames, registers };
    if (type === "gauge") {
      const gauge = new Gauge(options);
      for (const [labels, value] of known) gauge.set(labels, value);
    } else {
      const counter = new Counter(options);
      for (const [labels, value] of known) counter.inc(labels, value);
    }
  }
}
