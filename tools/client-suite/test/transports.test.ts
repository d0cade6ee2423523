import { completeData, createPlenticoreClient, FleetOverviewDocument, InverterLiveDocument } from "@plenticore/client";
import { expect, test } from "vitest";
import { closeAfterwards, startRig } from "./rig.ts";

test.each(["websocket", "sse"] as const)("queries by HTTP, live values by %s", async (transport) => {
  const { url } = await startRig({ simulators: [{}, {}] });
  const client = createPlenticoreClient({ url, transport });
  closeAfterwards(() => client.close());
  const { plants } = completeData(await client.query(FleetOverviewDocument));
  expect(plants[0]?.inverters.map(({ id }) => id)).toEqual(["inverter-1", "inverter-2"]);
  const seen = new Set<string>();
  for await (const { data } of client.subscribe(InverterLiveDocument, { every: 1 })) {
    if (data.inverterLive.live !== null) seen.add(data.inverterLive.inverterId);
    if (seen.size === 2) break;
  }
  expect(client.connection.get()).toEqual({ transport, status: "connected" });
});
