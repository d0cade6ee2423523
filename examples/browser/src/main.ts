import {
  createPlenticoreClient,
  FleetLiveDocument,
  type FleetLiveSubscription,
  GatewayError,
} from "@plenticore/client";

type Update = FleetLiveSubscription["inverterLive"];

// "": the page's own server, which passes on to the gateway (vite.config.ts).
const client = createPlenticoreClient({ url: "" });

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}`);
  return found;
};

/** What an inverter does not tell is null, and is no 0. */
const watts = (value: number | null): string => (value === null ? "unknown" : `${Math.round(value)} W`);

/** Signs are told in words. */
const flow = (value: number | null, plus: string, minus: string): string =>
  value === null ? "unknown" : `${value < 0 ? minus : plus} ${watts(Math.abs(value))}`;

function cellsOf({ live, availability, error }: Update): string[] {
  const state = error?.message ?? availability.reason ?? (live?.stale ? "values are old" : "up to date");
  if (live === null) return ["unknown", "unknown", "unknown", "unknown", state];
  const { solar, home, grid, battery } = live.power;
  const charge = live.battery?.stateOfCharge ?? null;
  const level = charge === null ? "unknown" : `${charge} %`;
  const storage = live.battery === null ? "none" : `${flow(battery, "discharge", "charge")}, ${level}`;
  return [watts(solar), watts(home), flow(grid, "import", "export"), storage, state];
}

const rows = new Map<string, HTMLTableRowElement>();

function rowOf(inverterId: string, name: string): HTMLTableRowElement {
  const known = rows.get(inverterId);
  if (known !== undefined) return known;
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = name;
  row.append(head, ...Array.from({ length: 5 }, () => document.createElement("td")));
  element("inverters").append(row);
  rows.set(inverterId, row);
  return row;
}

function show(update: Update): void {
  const row = rowOf(update.inverterId, update.name);
  row.classList.toggle("stale", update.live?.stale ?? true);
  const texts = cellsOf(update);
  for (const [index, cell] of row.querySelectorAll("td").entries()) cell.textContent = texts[index] ?? "";
}

/** The client connects again by itself; meanwhile the page says that what it shows is old. */
function showConnection(): void {
  const { status } = client.connection.get();
  const texts = { connected: "Live", waiting: "The gateway is away; trying again", connecting: "Connecting" };
  element("connection").textContent = status in texts ? texts[status as keyof typeof texts] : "Not connected";
}

client.connection.subscribe(showConnection);
showConnection();
try {
  for await (const { data } of client.subscribe(FleetLiveDocument, { every: 1 })) show(data.inverterLive);
} catch (error) {
  const isRefused = error instanceof GatewayError && error.code === "UNAUTHENTICATED";
  const what = error instanceof Error ? error.message : String(error);
  element("problem").textContent = isRefused
    ? "The gateway refuses the key, or wants one: start this page's server with PLENTICORE_KEY."
    : what;
}
