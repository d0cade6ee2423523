import { parseArgs } from "node:util";

export interface Options {
  /** Short rounds with few clients: shows that the bench works, not what it measures. */
  readonly quick: boolean;
  /** Writes the sections that were run into RESULTS.md. */
  readonly write: boolean;
  /** Our server leaves a CPU profile (*.cpuprofile) in the working directory. */
  readonly profile: boolean;
  /** The cases to run. */
  readonly only: readonly string[];
}

export class UsageError extends Error {}

/** @throws UsageError naming what is wrong with the command line */
export function parseOptions(args: readonly string[], caseNames: readonly string[]): Options {
  const { quick, write, profile, only } = parse(args);
  const unknown = only.find((name) => !caseNames.includes(name));
  if (unknown !== undefined) throw new UsageError(`--only ${unknown}: expected one of ${caseNames.join(", ")}`);
  if (write && quick) throw new UsageError("--write needs full rounds: without --quick");
  return { quick, write, profile, only: only.length > 0 ? only : caseNames };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        profile: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
