import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { liveEvent } from "./event.ts";

// The limit: one string to every socket, once a second, and nothing else.
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
setInterval(() => {
  const text = JSON.stringify({ id: "1", type: "next", payload: { data: { inverterLive: liveEvent() } } });
  for (const client of server.clients) client.send(text);
}, 1000);
http.listen(0, "127.0.0.1", () => {
  process.stdout.write(`ready http://127.0.0.1:${(http.address() as AddressInfo).port}/\n`);
});
