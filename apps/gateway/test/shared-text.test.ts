import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { SharedText } from "../src/live/shared-text.ts";

// Around each length at which a frame's header grows; what is not ASCII has more bytes than signs.
const envelope = '{"id":"1","type":"next","payload":}'.length;
const lengths = [0, 125, 126, 65_535, 65_536, 300_000].map((length) => Math.max(2, length - envelope));

test.each(lengths)("a frame of a text of %s signs is read as it was meant by a WebSocket of others", async (length) => {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const heard: unknown[] = [];
  client.on("message", (data: Buffer, isBinary) => heard.push([isBinary, data.toString()]));
  const [, request] = (await once(server, "connection")) as [WebSocket, { socket: NodeJS.WritableStream }];
  const texts = ["x", "ü"].map((sign) => JSON.stringify(sign.repeat(length - 2)));
  for (const text of texts) request.socket.write(new SharedText(text).frame('a"1'));
  while (heard.length < texts.length) await once(client, "message");
  expect(heard).toEqual(texts.map((text) => [false, `{"id":"a\\"1","type":"next","payload":${text}}`]));
  client.terminate();
  server.close();
});

test("neighbours with the same id share one frame", () => {
  const text = new SharedText("{}");
  expect(text.frame("1")).toBe(text.frame("1"));
  expect(text.frame("2")).not.toBe(text.frame("1"));
});
