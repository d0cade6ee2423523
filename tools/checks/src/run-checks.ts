import type { Check } from "./checks.ts";
import type { Outcome } from "./command.ts";

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly milliseconds: number;
}

export interface RunOptions {
  /** How many run at once. */
  readonly atOnce: number;
  readonly print: (line: string) => void;
  readonly now: () => number;
}

/** Runs all checks, whatever fails, and prints a line each, followed by the output of one that failed. */
export async function runChecks(checks: readonly Check[], { atOnce, print, now }: RunOptions): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const start = now();
      const { ok, output } = await outcomeOf(check);
      const milliseconds = Math.round(now() - start);
      results.push({ name: check.name, ok, milliseconds });
      const time = `${(milliseconds / 1_000).toFixed(1)} s`;
      print(`${ok ? "pass" : "FAIL"}  ${check.name.padEnd(12)} ${time.padStart(7)}  ${check.holds}`);
      if (!ok) print(output);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function outcomeOf(check: Check): Promise<Outcome> {
  try {
    return await check.run();
  } catch (error) {
    return { ok: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
