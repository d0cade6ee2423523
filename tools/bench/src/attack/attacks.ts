import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { maskedFrame } from "../live/socket-client.ts";

/** Whom an attack is made on, and how far it came. */
export interface Attack {
  readonly origin: string;
  readonly key: string;
  /** False: it is over. */
  readonly goesOn: () => boolean;
  /** Counts what came of it, by a word for the table. */
  readonly note: (what: string) => void;
}

const port = ({ origin }: Attack): number => Number(new URL(origin).port);
const json = { "content-type": "application/json" };

/** Does the same on many connections, each again as soon as it has ended. */
async function onMany(attack: Attack, count: number, once: (attack: Attack, index: number) => Promise<void>) {
  const again = async (index: number): Promise<void> => {
    while (attack.goesOn()) await once(attack, index);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => again(index)));
}

async function flood(attack: Attack, headers: Record<string, string>, bodyOf: (index: number) => string) {
  const connections = 50;
  const pool = new Pool(attack.origin, { connections, pipelining: 1 });
  let sent = 0;
  await onMany(attack, connections, async () => {
    const request = {
      path: "/graphql",
      method: "POST" as const,
      headers: { ...json, ...headers },
      body: bodyOf(sent++),
    };
    const { statusCode, body } = await pool.request(request);
    await body.text();
    attack.note(`HTTP ${statusCode}`);
  });
  await pool.destroy();
}

const withKey = ({ key }: Attack): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** A connection that sends something and lives until the gateway, or the end of the attack, ends it. */
async function held(attack: Attack, what: string, begin: (socket: Socket) => Promise<void> | void): Promise<void> {
  const socket = connect({ port: port(attack), host: "127.0.0.1" });
  socket.on("error", () => undefined);
  let isClosed = false;
  socket.once("close", () => {
    isClosed = true;
  });
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  if (!isClosed) await begin(socket);
  while (!isClosed && attack.goesOn()) await sleep(50);
  if (isClosed) attack.note(`${what} ended`);
  socket.destroy();
}

const upgrade = [
  "GET /graphql HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
  "Sec-WebSocket-Protocol: graphql-transport-ws",
].join("\r\n");

const frame = (message: object): Buffer => maskedFrame(1, Buffer.from(JSON.stringify(message)));
const subscribe = (id: number, query: string): Buffer =>
  frame({ id: String(id), type: "subscribe", payload: { query } });
const subscription = `subscription { inverterLive(every: 1) { ${Array.from({ length: 45 }, (_, index) => `a${index}: live { power { home } }`).join(" ")} } }`;

/** Opens a WebSocket by hand. */
async function openSocket(attack: Attack, socket: Socket): Promise<void> {
  socket.write(`${upgrade}\r\nAuthorization: Bearer ${attack.key}\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve).once("close", resolve));
  socket.write(frame({ type: "connection_init" }));
}

const post = (length: string, more = ""): string =>
  `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}Content-Length: ${length}\r\n\r\n`;

const eventStream = ({ key }: Attack): string => {
  const body = JSON.stringify({ query: subscription });
  return `${post(String(body.length), `Accept: text/event-stream\r\nAuthorization: Bearer ${key}\r\n`)}${body}`;
};

const stalls: readonly ((attack: Attack) => Promise<void>)[] = [
  (attack) => held(attack, "slow headers", (socket) => void socket.write("POST /graphql HTTP/1.1\r\nHost: local")),
  (attack) => held(attack, "slow body", (socket) => void socket.write(`${post("100000")}{"query":"`)),
  (attack) =>
    held(attack, "unread events", (socket) => {
      socket.write(eventStream(attack));
      socket.pause();
    }),
  (attack) =>
    held(attack, "unread WebSocket", async (socket) => {
      await openSocket(attack, socket);
      for (let id = 0; id < 20; id++) socket.write(subscribe(id, subscription));
      socket.pause();
    }),
];

const others = ["home", "home-1"];

/** What a script sends that is up to no good; each with its name in the table. */
export const attacks: Readonly<Record<string, (attack: Attack) => Promise<void>>> = {
  "stall: 200 connections that are slow or never read": (attack) =>
    onMany(attack, 200, (one, index) => stalls[index % stalls.length]?.(one) ?? Promise.resolve()),
  "flood: 50 connections without a key": (attack) =>
    flood(attack, {}, () => JSON.stringify({ query: "{ viewer { name } }" })),
  "flood: 50 connections with a key": (attack) =>
    flood(attack, withKey(attack), () => JSON.stringify({ query: "{ inverters { live { power { home } } } }" })),
  "flood: 50 connections, documents that are all wrong": (attack) =>
    flood(attack, withKey(attack), (index) =>
      JSON.stringify({ query: `{ ${`a${index}: inverters { nothing } `.repeat(15)} }` }),
    ),
  "flood: 20 WebSockets, messages as fast as they go": (attack) =>
    onMany(attack, 20, (one) =>
      held(one, "flooding WebSocket", async (socket) => {
        await openSocket(one, socket);
        let isOpen = true;
        socket.once("close", () => {
          isOpen = false;
        });
        for (let id = 0; isOpen && one.goesOn(); id++) {
          if (!socket.write(subscribe(id, "{ viewer { name } }"))) await sleep(10);
          else if (id % 50 === 0) await sleep(1);
        }
      }),
    ),
  "cross: asks for what is another tenant's": async (attack) => {
    const pool = new Pool(attack.origin, { connections: 10, pipelining: 1 });
    await onMany(attack, 10, async (_attack, index) => {
      const id = others[index % others.length];
      const query = `{ node(id: "${id}") { id } plant(id: "${id}") { name } inverter(id: "${id}") { url } viewer { plants { id } } }`;
      const request = { path: "/graphql", method: "POST" as const, headers: { ...json, ...withKey(attack) } };
      const { body } = await pool.request({ ...request, body: JSON.stringify({ query }) });
      const text = await body.text();
      const { data } = JSON.parse(text) as { data?: Record<string, unknown> };
      if (data && (data["node"] ?? data["plant"] ?? data["inverter"]) !== null)
        throw new Error(`a tenant saw another's: ${text}`);
      attack.note(data === undefined ? "refused" : "NOT_FOUND");
      await sleep(10);
    });
    await pool.destroy();
  },
};
