import { attack } from "./attack/attack.ts";
import { oneDead } from "./attack/one-dead.ts";
import { Children } from "./children.ts";
import { fanOut, fullLivePace, type LiveSetup, quickLivePace } from "./live/fan-out.ts";
import { thousand } from "./live/thousand.ts";
import { logData } from "./logdata/log-data.ts";
import { Simulators } from "./servers/simulators.ts";

export interface PartOptions {
  readonly directory: string;
  readonly quick: boolean;
  readonly profile: boolean;
  readonly say: (line: string) => void;
}

/** Measurements that are no queries under load; each gives its section of the results. */
export const parts: Readonly<Record<string, (options: PartOptions) => Promise<string>>> = {
  "fan-out": (options) => live(options, fanOut),
  thousand: (options) => live(options, thousand),
  logdata: logData,
  attack: (options) => live(options, attack),
  "one-dead": (options) => live(options, oneDead),
};

async function live(
  { directory, quick, profile, say }: PartOptions,
  measure: (setup: LiveSetup, say: (line: string) => void) => Promise<string>,
): Promise<string> {
  const pace = quick ? quickLivePace : fullLivePace;
  await using children = new Children();
  const { urls } = await Simulators.start(children, 1);
  return await children.guard(measure({ children, model: urls[0] ?? "", directory, pace, profile }, say));
}
