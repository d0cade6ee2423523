import { setTimeout as sleep } from "node:timers/promises";
import {
  createPlenticoreClient,
  FleetOverviewDocument,
  isGatewayError,
  type PlenticoreClient,
} from "@plenticore/client";
import { type EntityState, statesOf, unavailable } from "./states.ts";

const url = process.env.PLENTICORE_URL ?? "http://localhost:4000";
const key = process.env.PLENTICORE_KEY || undefined;
const everySeconds = Number(process.env.PLENTICORE_EVERY ?? 30);

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// Who read the states has gone.
process.stdout.once("error", () => stop.abort());

/** Whoever has shown a battery keeps its entities while it is away. */
const withBattery = new Set<string>();
const away = new Map<string, string>();
let known: readonly EntityState[] = [];

/** One line when something goes away and one when it is back, however long it takes. States go to stdout, these to stderr. */
function note(name: string, whyAway: string | undefined): void {
  if (whyAway !== undefined && !away.has(name)) console.error(`${name} is unavailable: ${whyAway}`);
  if (whyAway === undefined && away.has(name)) console.error(`${name} is back`);
  if (whyAway === undefined) away.delete(name);
  else away.set(name, whyAway);
}

async function poll(client: PlenticoreClient): Promise<void> {
  // The one query: everything of every inverter, older by 5 s at most.
  const result = await client.query(FleetOverviewDocument, { maxAge: 5 }, stop);
  if (stop.signal.aborted) return;
  if (result.kind === "failed") {
    // What no waiting mends: a wrong key, another server.
    if (!result.error.retryable) throw result.error;
    note("the gateway", explain(result.error));
    known = known.map(unavailable);
  } else {
    note("the gateway", undefined);
    const inverters = result.data.plants.flatMap(({ inverters }) => inverters);
    for (const { id, name, live, availability } of inverters) {
      if (live?.battery) withBattery.add(id);
      note(name, live === null ? (availability.reason ?? "no values") : undefined);
    }
    known = inverters.flatMap((inverter) => statesOf(inverter, withBattery.has(inverter.id)));
  }
  for (const state of known) console.log(JSON.stringify(state));
}

function explain(error: unknown): string {
  if (!isGatewayError(error)) return error instanceof Error ? error.message : String(error);
  const { code, message } = error;
  if (code === "GATEWAY_UNREACHABLE")
    return `nobody answers at ${url} (PLENTICORE_URL); trying every ${everySeconds} s`;
  if (code !== "UNAUTHENTICATED") return `${code}: ${message}`;
  return key ? "The gateway refuses the key in PLENTICORE_KEY." : "The gateway wants a key: set PLENTICORE_KEY.";
}

async function main(): Promise<void> {
  if (!(everySeconds > 0)) throw new Error("PLENTICORE_EVERY is how often to ask, in seconds");
  const client = createPlenticoreClient({ url, key });
  try {
    while (!stop.signal.aborted) {
      await poll(client);
      await sleep(everySeconds * 1000, undefined, stop).catch(() => undefined);
    }
  } finally {
    client.close();
  }
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
