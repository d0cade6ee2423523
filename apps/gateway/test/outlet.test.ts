import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import { bytesLeftIn, Outlet } from "../src/live/outlet.ts";
import { SharedText } from "../src/live/shared-text.ts";
import { until } from "./example/until.ts";

/** Both ends of a TCP connection. */
async function pair() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [ours] = (await once(server, "connection")) as [Socket];
  server.close();
  return { ours, client };
}

test("a client that takes a long message slowly is none that stalls, one that takes nothing is", async () => {
  const { ours, client } = await pair();
  const clock = { now: 0 };
  const socket = { readyState: 1, OPEN: 1 } as unknown as WebSocket;
  const outlet = new Outlet(socket, ours, () => clock.now);
  client.pause();
  expect(outlet.stalledMs()).toBe(0);
  // More than what the system keeps between the two.
  outlet.next("1", "garage", new SharedText("x".repeat(32 * 1024 * 1024)));
  const left = () => bytesLeftIn(ours);
  let before = 0;
  while (before !== left()) {
    before = left();
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  outlet.stalledMs();
  clock.now = 9000;
  const waited = outlet.stalledMs();
  client.resume();
  await until(() => left() < before);
  client.pause();
  clock.now = 18_000;
  expect([waited, outlet.stalledMs()]).toEqual([9000, 0]);
  client.resume();
  await until(() => ours.writableLength === 0);
  expect(outlet.stalledMs()).toBe(0);
  client.destroy();
  ours.destroy();
});
