import {
  type Connection,
  FleetLiveDocument,
  type FleetLiveSubscription,
  isGatewayError,
  PlantLiveDocument,
  ViewerDocument,
} from "@plenticore/client";
import { useEffect, useSyncExternalStore } from "react";
import { type CombinedError, useQuery, useSubscription } from "urql";

type Update = FleetLiveSubscription["inverterLive"];
type Newest = ReadonlyMap<string, Update>;

/** What an inverter does not tell is null, and is no 0. */
const watts = (value: number | null | undefined): string =>
  value === null || value === undefined ? "unknown" : `${Math.round(value)} W`;

/** Signs are told in words. */
const battery = (value: number | null | undefined): string =>
  value === null || value === undefined ? "unknown" : `${value < 0 ? "charge" : "discharge"} ${watts(Math.abs(value))}`;

/** Of each inverter the newest update. */
const newest = (before: Newest = new Map(), { inverterLive }: FleetLiveSubscription): Newest =>
  new Map(before).set(inverterLive.inverterId, inverterLive);

export function App({ connection }: { readonly connection: Connection }) {
  const { status } = useSyncExternalStore(connection.subscribe, connection.get);
  const [{ data, error }, ask] = useQuery({ query: ViewerDocument });
  // Live values come back by themselves after an outage; a query that failed in it is asked again here.
  useEffect(() => {
    if (status === "connected" && error) ask({ requestPolicy: "network-only" });
  }, [status, error, ask]);
  const [live] = useSubscription({ query: FleetLiveDocument, variables: { every: 1 } }, newest);
  const problem = error ?? live.error;
  return (
    <main>
      <h1>Plants</h1>
      <p role="status">{status === "connected" ? "Live" : "Not connected; trying again"}</p>
      {problem && <p role="alert">{explain(problem)}</p>}
      {data?.viewer.plants.map(({ id, name, inverters }) => (
        <section key={id} aria-label={name}>
          <h2>{name}</h2>
          <PlantSum plantId={id} />
          <ul>
            {inverters.map((inverter) => (
              <InverterCard key={inverter.id} name={inverter.name} update={live.data?.get(inverter.id)} />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function PlantSum({ plantId }: { readonly plantId: string }) {
  const [{ data }] = useSubscription({ query: PlantLiveDocument, variables: { plantId, every: 1 } });
  if (data === undefined) return <p>Sum: unknown</p>;
  const { power, reporting, expected } = data.plantLive.live;
  return (
    <p>
      Sum: solar {watts(power.solar)}, home {watts(power.home)}; {reporting} of {expected} inverters tell.
    </p>
  );
}

function InverterCard({ name, update }: { readonly name: string; readonly update: Update | undefined }) {
  const power = update?.live?.power;
  const why = update?.error?.message ?? update?.availability.reason;
  return (
    <li aria-label={name}>
      <h3>{name}</h3>
      <dl>
        <dt>Solar</dt>
        <dd>{watts(power?.solar)}</dd>
        <dt>Home</dt>
        <dd>{watts(power?.home)}</dd>
        <dt>Battery</dt>
        <dd>{update?.live?.battery === null ? "none" : battery(power?.battery)}</dd>
      </dl>
      {why && <p>{why}</p>}
      {update?.live?.stale && <p>Values are {Math.round(update.live.ageSeconds)} s old.</p>}
    </li>
  );
}

function explain({ networkError, graphQLErrors: [first], message }: CombinedError): string {
  const code = isGatewayError(networkError) ? networkError.code : first?.extensions["code"];
  if (code === "UNAUTHENTICATED") {
    return "The gateway refuses the key, or wants one: start this page's server with PLENTICORE_KEY.";
  }
  if (code === "GATEWAY_UNREACHABLE") return "No gateway behind this page's server: is it running at PLENTICORE_URL?";
  return message;
}
