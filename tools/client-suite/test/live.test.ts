import {
  createPlenticoreClient,
  InverterLiveDocument,
  PlantLiveDocument,
  type PlenticoreClient,
} from "@plenticore/client";
import { expect, test } from "vitest";
import { closeAfterwards, keyLines, type Rig, startRig } from "./rig.ts";

const open = (options: Parameters<typeof createPlenticoreClient>[0]): PlenticoreClient => {
  const client = createPlenticoreClient(options);
  closeAfterwards(() => client.close());
  return client;
};

/** Resolves when it is so; the test's own time limit is the only one. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve));
}

const subscribers = ({ gateway }: Rig): number => gateway().live.subscriptions;

const transports = ["websocket", "sse"] as const;

test.each(transports)(
  "by %s: values of every inverter, and nothing is left at the gateway when the loop is left",
  async (transport) => {
    const rig = await startRig({ simulators: [{}, {}] });
    const client = open({ url: rig.url, transport });
    const seen = new Set<string>();
    for await (const { kind, data } of client.subscribe(InverterLiveDocument, { every: 1 })) {
      expect(kind).toBe("complete");
      expect(client.connection.get()).toEqual({ transport, status: "connected" });
      if (data.inverterLive.live !== null) seen.add(data.inverterLive.inverterId);
      if (seen.size === 2) break;
    }
    await until(() => subscribers(rig) === 0);
  },
);

test.each(transports)("by %s: goes on after the gateway has restarted", async (transport) => {
  const rig = await startRig();
  const client = open({ url: rig.url, transport });
  const values = client.subscribe(PlantLiveDocument, { plantId: "home", every: 1 })[Symbol.asyncIterator]();
  await values.next();
  await rig.stop();
  await until(() => client.connection.get().status === "waiting" || client.connection.get().status === "connecting");
  await rig.start();
  await until(() => subscribers(rig) === 1);
  const { done, value } = await values.next();
  expect({ done, plant: value?.data.plantLive.plantId }).toEqual({ done: false, plant: "home" });
  await values.return?.();
  await until(() => subscribers(rig) === 0);
});

test.each(transports)("by %s: a revoked key ends it, and is not tried again", async (transport) => {
  const rig = await startRig({ more: keyLines(["watch-0123456789", "VIEWER"], ["other-0123456789", "VIEWER"]) });
  const client = open({ url: rig.url, transport, key: "watch-0123456789" });
  const follow = async () => {
    for await (const { kind } of client.subscribe(PlantLiveDocument, { plantId: "home" }))
      expect(kind).toBe("complete");
  };
  const followed = follow();
  await until(() => subscribers(rig) === 1);
  rig.reconfigure(keyLines(["other-0123456789", "VIEWER"]));
  await expect(followed).rejects.toMatchObject({ name: "GatewayError", code: "UNAUTHENTICATED" });
  expect(client.connection.get()).toMatchObject({ status: "refused" });
});

test.each(transports)("by %s: the signal ends it here and there", async (transport) => {
  const rig = await startRig();
  const client = open({ url: rig.url, transport });
  const gone = new AbortController();
  const follow = async () => {
    for await (const { kind } of client.subscribe(PlantLiveDocument, { plantId: "home" }, { signal: gone.signal })) {
      expect(kind).toBe("complete");
    }
    return "ended";
  };
  const followed = follow();
  await until(() => subscribers(rig) === 1);
  gone.abort();
  expect(await followed).toBe("ended");
  await until(() => subscribers(rig) === 0);
});

test.each(transports)("by %s: a plant that nobody knows is a failure with the gateway's words", async (transport) => {
  const { url } = await startRig();
  const values = open({ url, transport }).subscribe(PlantLiveDocument, { plantId: "nowhere" });
  const first = values[Symbol.asyncIterator]().next();
  await expect(first).rejects.toMatchObject({ code: "NOT_FOUND", message: expect.stringContaining("nowhere") });
});

test("where something in between bars WebSockets, values come by events", async () => {
  const rig = await startRig();
  class Barred extends WebSocket {
    constructor(url: string, protocol: string) {
      // A proxy that knows no upgrade answers with a page: here, the gateway's own for a path without one.
      super(`${url}/nothing`, protocol);
    }
  }
  const client = open({ url: rig.url, runtime: { WebSocket: Barred } });
  for await (const { data } of client.subscribe(InverterLiveDocument)) {
    expect(data.inverterLive.inverterId).toBe("inverter-1");
    expect(client.connection.get()).toEqual({ transport: "sse", status: "connected" });
    break;
  }
});
