import type { Consumer } from "./installed.ts";

const main = `
import { completeData, createHttpClient, createPlenticoreClient, FleetOverviewDocument, InverterLiveDocument, isGatewayError, type FleetOverviewQuery, type PowerFlowPartsFragment } from "@plenticore/client";
import manifest from "@plenticore/client/persisted-documents.json" with { type: "json" };

const known: Readonly<Record<string, string>> = manifest;
if (known[FleetOverviewDocument.documentId ?? ""] !== FleetOverviewDocument.text) throw new Error("the manifest is another");

const client = createPlenticoreClient({ url: "http://127.0.0.1:9", key: "k", runtime: { fetch: (url, init) => fetch(url, init), WebSocket } });
export async function powers(): Promise<readonly (number | null)[]> {
  const { plants }: FleetOverviewQuery = completeData(await client.query(FleetOverviewDocument, { maxAge: 5 }));
  return plants.map(({ live }) => (live.power satisfies PowerFlowPartsFragment).solar);
}
export async function follow(signal: AbortSignal): Promise<void> {
  for await (const result of client.subscribe(InverterLiveDocument, { every: 1 }, { signal })) {
    if (result.kind === "partial") throw new Error(result.errors[0].code satisfies string);
    const watts: number | null | undefined = result.data.inverterLive.live?.power.grid;
    void watts;
  }
}
const result = await createHttpClient({ url: "http://127.0.0.1:9" }).query(FleetOverviewDocument);
// @ts-expect-error nobody looked whether there is any
void result.data;
if (result.kind !== "failed" || !isGatewayError(result.error)) throw new Error("nobody listens there");
client.close();
`;

const urql = `
import { Client } from "@urql/core";
import { createPlenticoreClient, FleetOverviewDocument } from "@plenticore/client";
import { plenticoreExchange } from "@plenticore/client/urql";

const urql = new Client({ url: "/graphql", preferGetMethod: false, exchanges: [plenticoreExchange(createPlenticoreClient({ url: "http://127.0.0.1:9" }))] });
export const names = async (): Promise<readonly string[] | undefined> =>
  (await urql.query(FleetOverviewDocument, {}).toPromise()).data?.plants.map(({ name }) => name);
`;

/** Somebody who installs the client, with urql or without. */
export const clientConsumer: Consumer = {
  directory: "packages/client",
  sources: { "main.ts": main, "with-urql.ts": urql },
  run: "main",
  peers: ["@urql/core"],
};
