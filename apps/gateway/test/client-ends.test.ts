import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { KeyConfig } from "../src/config/types.ts";
import { post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { liveInverter } from "./example/live-inverter.ts";
import { acknowledged, bareWebSocket, connected, maskedFrame, sseHead } from "./example/raw-clients.ts";
import { serve } from "./example/serve.ts";
import { until } from "./example/until.ts";

const document = "subscription { inverterLive { live { power { home } } } }";
const reboot = 'mutation { rebootInverter(input: { inverterId: "garage" }) { __typename } }';

const keys: readonly KeyConfig[] = [
  { name: "owner", role: "ADMIN", digest: createHash("sha256").update("owner-key").digest(), plants: undefined },
];

const subscribe = (id: string, query = document) => ({ id, type: "subscribe", payload: { query } });

/** Turns of the event loop: enough for whatever was received to be dealt with. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** An inverter that counts reboots, and ends each when told to. */
function rebooted() {
  const ending = Promise.withResolvers<void>();
  let begun = 0;
  const { control } = fakeInverter("garage");
  const inverter = fakeInverter("garage", {
    control: {
      ...control,
      reboot: () => {
        begun += 1;
        return ending.promise;
      },
    },
  });
  return { fleet: fakeFleet([fakePlant("home", [inverter])]), begun: () => begun, end: () => ending.resolve() };
}

test("an id that is used again before its first use has begun keeps nothing running", async () => {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]));
  const client = await bareWebSocket(served.url);
  const again = [subscribe("1"), { id: "1", type: "complete" }].map(maskedFrame);
  client.write(Buffer.concat([...again, ...again, ...again, maskedFrame(subscribe("1"))]));
  await until(() => garage.opened() > 0);
  await turns(50);
  expect(served.gateway.live.subscriptions).toBeLessThanOrEqual(1);
  client.destroy();
  await until(() => served.gateway.live.sockets === 0);
  expect(served.gateway.live.subscriptions).toBe(0);
  expect(garage.watching()).toBe(0);
  await served.gateway.close();
});

test("an id may be used again after its complete, in the same moment", async () => {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]));
  const { socket, messages } = await acknowledged(served.url);
  const values = () => messages.filter(({ type }) => type === "next").length;
  socket.send(JSON.stringify(subscribe("1")));
  await until(() => values() === 1);
  socket.send(JSON.stringify({ id: "1", type: "complete" }));
  socket.send(JSON.stringify(subscribe("1")));
  await until(() => values() === 2);
  garage.publish(1);
  await until(() => values() === 3);
  socket.close();
  await until(() => served.gateway.live.subscriptions === 0);
  expect(garage.watching()).toBe(0);
  await served.gateway.close();
});

test("clients that leave before their stream has begun leave nothing behind", async () => {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]));
  const body = JSON.stringify({ query: document });
  for (let wait = 0; wait < 40; wait++) {
    const sse = await connected(served.url);
    const webSocket = await bareWebSocket(served.url);
    sse.write(`${sseHead(body)}${body}`);
    webSocket.write(maskedFrame(subscribe("1")));
    await turns(wait % 10);
    sse.resetAndDestroy();
    webSocket.resetAndDestroy();
  }
  await until(() => served.gateway.inFlight === 0 && served.gateway.live.sockets === 0);
  expect(served.gateway.live.subscriptions).toBe(0);
  await until(() => garage.watching() === 0);
  await served.gateway.close();
});

test.each(["application/json", "multipart/mixed", "text/html"])(
  "a subscription that accepts %s is refused with what it should accept, and keeps nothing running",
  async (accept) => {
    const garage = liveInverter("garage");
    const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]));
    const response = await post(served.url, document, { headers: { accept } });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining("text/event-stream") as string, extensions: { code: "BAD_INPUT" } }],
    });
    await until(() => served.gateway.live.subscriptions === 0 && garage.watching() === 0);
    await served.gateway.close();
  },
);

test("a stream whose key is revoked while its request still comes does not begin", async () => {
  const garage = liveInverter("garage");
  const served = await serve(fakeFleet([fakePlant("home", [garage.inverter])]), { keys });
  const client = await connected(served.url);
  let heard = "";
  client.on("data", (data: Buffer) => {
    heard += data.toString();
  });
  const body = JSON.stringify({ query: document });
  client.write(sseHead(body, "owner-key"));
  await until(() => served.gateway.inFlight === 1);
  await turns(20);
  served.gateway.reconfigure({ ...served.config, keys: [] });
  client.write(body);
  await until(() => heard.includes("UNAUTHENTICATED"));
  expect(garage.opened()).toBe(0);
  expect(served.gateway.live.subscriptions).toBe(0);
  client.destroy();
  await served.gateway.close();
});

test("a client whose key is revoked can write nothing more, though it does not go", async () => {
  const { fleet, begun } = rebooted();
  const served = await serve(fleet, { keys });
  const client = await bareWebSocket(served.url, "owner-key");
  served.gateway.reconfigure({ ...served.config, keys: [] });
  client.write(maskedFrame(subscribe("1", reboot)));
  await until(() => served.gateway.live.sockets === 0);
  expect(begun()).toBe(0);
  expect(served.log()).toContain('"code":4403,"reason":"the key was changed or revoked","key":"owner"');
  client.destroy();
  await served.gateway.close();
});

test("a gateway that closes completes what runs, answers what was asked for, and says 1001", async () => {
  const { fleet, begun, end } = rebooted();
  const served = await serve(fleet);
  const { socket, messages, closed } = await acknowledged(served.url);
  socket.send(JSON.stringify(subscribe("values", "subscription { availability { inverterId } }")));
  socket.send(JSON.stringify(subscribe("write", reboot)));
  await until(() => begun() === 1 && served.gateway.live.subscriptions === 1);
  const drained = served.gateway.drain();
  await until(() => messages.some(({ type, id }) => type === "complete" && id === "values"));
  await turns(20);
  end();
  await drained;
  expect(await closed).toEqual({ code: 1001, reason: "the gateway is closing" });
  expect(messages.filter(({ id }) => id === "write")).toEqual([
    { id: "write", type: "next", payload: { data: { rebootInverter: { __typename: "InverterActionSuccess" } } } },
    { id: "write", type: "complete" },
  ]);
  await served.gateway.close();
});
