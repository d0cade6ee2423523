import { connect, type Socket } from "node:net";
import { WebSocket } from "ws";
import { until } from "./until.ts";

const socketUrl = (url: string): string => `${url.replace(/^http/, "ws")}/graphql`;

export interface Raw {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly messages: { type: string; id?: string; payload?: unknown }[];
}

/** A WebSocket that notes all that comes. */
export function open(url: string, headers: Record<string, string> = {}): Raw {
  const socket = new WebSocket(socketUrl(url), "graphql-transport-ws", { headers });
  const messages: Raw["messages"] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString()) as Raw["messages"][number]));
  socket.on("error", () => undefined);
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  return { socket, closed, messages };
}

/** The same after `connection_ack`. */
export async function acknowledged(url: string, headers: Record<string, string> = {}): Promise<Raw> {
  const raw = open(url, headers);
  await new Promise((resolve) => raw.socket.once("open", resolve));
  raw.socket.send('{"type":"connection_init"}');
  await until(() => raw.messages.length > 0);
  return raw;
}

/** A TCP connection to the gateway. */
export async function connected(url: string): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

/** A text message of a WebSocket, as clients send it. */
export function maskedFrame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  // A mask of zeros leaves the text as it is.
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
}

/** An acknowledged WebSocket that keeps to no rule but those of its frames: it answers no `close`. */
export async function bareWebSocket(url: string, key?: string): Promise<Socket> {
  const socket = await connected(url);
  const heard = { text: "" };
  socket.on("data", (data: Buffer) => {
    heard.text += data.toString("latin1");
  });
  const head = [
    "GET /graphql HTTP/1.1",
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
    "Sec-WebSocket-Protocol: graphql-transport-ws",
    ...(key === undefined ? [] : [`Authorization: Bearer ${key}`]),
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  socket.write(maskedFrame({ type: "connection_init" }));
  await until(() => heard.text.includes("connection_ack"));
  return socket;
}

/** The head of a request for server-sent events, with its body left to send. */
export const sseHead = (body: string, key?: string): string =>
  [
    "POST /graphql HTTP/1.1",
    "Host: localhost",
    "Content-Type: application/json",
    "Accept: text/event-stream",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(key === undefined ? [] : [`Authorization: Bearer ${key}`]),
    "\r\n",
  ].join("\r\n");

/** Clients that subscribe and then never read a byte. */
export const stalledClients: readonly (readonly [string, (url: string, query: string) => Promise<Socket>])[] = [
  [
    "WebSocket",
    async (url, query) => {
      const socket = await bareWebSocket(url);
      socket.write(maskedFrame({ id: "1", type: "subscribe", payload: { query } }));
      return socket.pause();
    },
  ],
  [
    "SSE",
    async (url, query) => {
      const socket = await connected(url);
      const body = JSON.stringify({ query });
      socket.write(`${sseHead(body)}${body}`);
      return socket.pause();
    },
  ],
];
