import type { Findings } from "./findings.ts";
import { type GrowthOptions, growth, type Sample } from "./growth.ts";

/** Each look at the gateway. */
export interface Looks {
  /** Bytes of heap and of what hangs on it, after a collection. */
  readonly heap: Sample[];
  /** Empty where the system does not tell. */
  readonly descriptors: Sample[];
}

/** Of the time under load: compiling and filling caches is no leak. */
const WARM_UP = 0.2;
const HEAP_SLACK = 4 * 2 ** 20;
const DESCRIPTOR_SLACK = 10;

/** What there must have been, or the run proved nothing. */
export interface Activity {
  readonly [what: string]: number;
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly line: string;
}

const mebi = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function judge(
  name: string,
  samples: readonly Sample[],
  options: GrowthOptions,
  print: (value: number) => string,
): Check {
  try {
    const { grows, windows } = growth(samples, options);
    return { name, ok: !grows, line: `in five windows: ${windows.map(print).join(" ")}` };
  } catch (error) {
    // The gateway ended before its time.
    return { name, ok: false, line: error instanceof Error ? error.message : String(error) };
  }
}

/** One line a thing that was looked at. */
export function verdict(looks: Looks, loadMs: number, findings: Findings, activity: Activity): Check[] {
  const span = { fromMs: loadMs * WARM_UP, untilMs: loadMs };
  const checks = [judge("heap", looks.heap, { ...span, slack: HEAP_SLACK }, mebi)];
  if (looks.descriptors.length > 0) {
    checks.push(judge("file descriptors", looks.descriptors, { ...span, slack: DESCRIPTOR_SLACK }, String));
  }
  const idle = Object.entries(activity).filter(([, count]) => count === 0);
  const counts = Object.entries(activity).map(([what, count]) => `${count} ${what}`);
  checks.push({ name: "activity", ok: idle.length === 0, line: counts.join(", ") });
  const { kinds } = findings;
  checks.push({ name: "findings", ok: kinds.length === 0, line: kinds.length === 0 ? "none" : kinds.join("; ") });
  return checks;
}
