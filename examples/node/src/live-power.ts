import {
  createPlenticoreClient,
  FleetLiveDocument,
  type FleetLiveSubscription,
  FleetOverviewDocument,
  isGatewayError,
} from "@plenticore/client";

const url = process.env.PLENTICORE_URL ?? "http://localhost:4000";
const key = process.env.PLENTICORE_KEY || undefined;

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// Who read the lines has gone.
process.stdout.once("error", () => stop.abort());

type Live = FleetLiveSubscription["inverterLive"]["live"];

/** Unknown is null, and never 0. */
const watts = (value: number | null): string => (value === null ? "unknown" : `${Math.round(value)} W`);

/** Signs are told in words. */
const flow = (value: number | null, plus: string, minus: string): string =>
  value === null ? "unknown" : `${value < 0 ? minus : plus} ${watts(Math.abs(value))}`;

function print(name: string, live: Live, whyNot: string | null | undefined): void {
  if (live === null) return console.log(`${name}: not available${whyNot ? `: ${whyNot}` : ""}`);
  const { solar, home, grid, battery } = live.power;
  const parts = [`solar ${watts(solar)}`, `home ${watts(home)}`, `grid ${flow(grid, "import", "export")}`];
  if (live.battery !== null) {
    parts.push(`battery ${flow(battery, "discharge", "charge")} at ${live.battery.stateOfCharge ?? "unknown"} %`);
  }
  if (live.stale) parts.push(`(${Math.round(live.ageSeconds)} s old)`);
  console.log(`${name}: ${parts.join(", ")}`);
}

async function main(): Promise<void> {
  const client = createPlenticoreClient({ url, key });
  try {
    const now = await client.query(FleetOverviewDocument, {}, stop);
    // "partial" is an answer, too: an inverter that is away is null in it, and the others are there.
    if (now.kind === "failed") throw now.error;
    for (const { inverters } of now.data.plants) {
      for (const { name, live, availability } of inverters) print(name, live, availability.reason);
    }

    console.log("From now on live; stop with Ctrl+C.");
    // A lost gateway ends nothing: the client connects again by itself, and this tells of it.
    client.connection.subscribe(() => {
      const state = client.connection.get();
      if (state.status === "waiting") console.error(`The gateway is away: ${state.error.message}. Trying again.`);
    });
    for await (const { data } of client.subscribe(FleetLiveDocument, { every: 2 }, stop)) {
      const { name, live, availability, error } = data.inverterLive;
      print(name, live, error?.message ?? availability.reason);
    }
  } finally {
    client.close();
  }
}

function explain(error: unknown): string {
  if (!isGatewayError(error)) return error instanceof Error ? error.message : String(error);
  switch (error.code) {
    case "GATEWAY_UNREACHABLE":
      return `No gateway at ${url} (PLENTICORE_URL). Is it running? To try it out: npx --yes pnpm demo`;
    case "UNAUTHENTICATED":
      return key ? "The gateway refuses the key in PLENTICORE_KEY." : "The gateway wants a key: set PLENTICORE_KEY.";
    default:
      return `${error.code}: ${error.message}`;
  }
}

main().catch((error: unknown) => {
  if (stop.signal.aborted) return;
  console.error(explain(error));
  process.exitCode = 1;
});
