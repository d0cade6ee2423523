import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { Secret } from "@plenticore/core";
import { expect, test } from "vitest";
import { ask } from "../example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "../example/fake-fleet.ts";
import { keyOf } from "../example/keys.ts";
import { type ServedOptions, serve } from "../example/serve.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);

interface Slow {
  readonly socket: Socket;
  /** Everything that came until the gateway ended the connection. */
  readonly ended: Promise<string>;
}

async function open(url: string, first = ""): Promise<Slow> {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  let text = "";
  socket.on("error", () => undefined);
  socket.on("data", (data: Buffer) => {
    text += data.toString("latin1");
  });
  const ended = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  await new Promise((resolve) => socket.once("connect", resolve));
  if (first !== "") socket.write(first);
  return { socket, ended };
}

const head = ["POST /graphql HTTP/1.1", "Host: localhost", "Content-Type: application/json"].join("\r\n");

/** Sends a little again and again, as slowhttptest does, until the connection is ended. */
async function drip({ socket, ended }: Slow, piece: string): Promise<string> {
  const dripping = setInterval(() => socket.write(piece), 50);
  try {
    return await ended;
  } finally {
    clearInterval(dripping);
  }
}

const coded = (code: string) => expect.stringContaining(`"code":"${code}"`) as string;

async function withHealthy(limits: NonNullable<ServedOptions["limits"]>, attack: (url: string) => Promise<void>) {
  await using served = await serve(fleet, { limits });
  await attack(served.url);
  expect(await ask(served.url, "{ inverters { id } }")).toEqual({ data: { inverters: [{ id: "garage" }] } });
  return served.gateway.limitHits;
}

test("headers that never end are ended, with a code", async () => {
  const hits = await withHealthy({ headersSeconds: 1, requestSeconds: 1 }, async (url) => {
    const slow = await Promise.all(Array.from({ length: 20 }, () => open(url, `${head}\r\n`)));
    const answers = await Promise.all(slow.map((one) => drip(one, "X-a: b\r\n")));
    expect(answers).toEqual(Array.from({ length: 20 }, () => coded("LIMIT_EXCEEDED")));
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
  expect(hits.requestSeconds).toBe(20);
});

test("bodies that never end are ended, also those without a length", async () => {
  await withHealthy({ headersSeconds: 1, requestSeconds: 1 }, async (url) => {
    const bodies: [string, string][] = [
      [`${head}\r\nContent-Length: 10000\r\n\r\n{"query":"`, " "],
      [`${head}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, "1\r\n \r\n"],
    ];
    for (const [first, piece] of bodies) {
      const slow = await Promise.all(Array.from({ length: 10 }, () => open(url, first)));
      const answers = await Promise.all(slow.map((one) => drip(one, piece)));
      expect(answers.filter((answer) => answer.includes('"data"'))).toEqual([]);
    }
  });
});

test("who connects and says nothing holds no place for ever", async () => {
  await withHealthy({ headersSeconds: 1, requestSeconds: 1 }, async (url) => {
    const silent = await Promise.all(Array.from({ length: 20 }, () => open(url)));
    const answers = await Promise.all(silent.map(({ ended }) => ended));
    expect(answers.filter((answer) => answer.includes('"data"'))).toEqual([]);
  });
});

const pem = (name: string): string => readFileSync(new URL(`../example/tls/${name}.pem`, import.meta.url), "utf8");
const tls = { cert: pem("cert"), key: new Secret(pem("key")) };

test("nor does who never ends a TLS handshake, or speaks no TLS", async () => {
  await using served = await serve(fleet, { limits: { headersSeconds: 1, requestSeconds: 1 }, listen: { tls } });
  const clientHello = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
  const slow = await Promise.all(["", clientHello].map((first) => open(served.url, first)));
  expect(await Promise.all(slow.map(({ ended }) => ended))).toEqual(["", ""]);
  expect(served.gateway.limitHits.headersSeconds).toBe(2);
  const { ended } = await open(served.url, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect(await ended).not.toContain("alive");
});

test("who offers HTTP/2 beside, as Java's client does, is answered in HTTP/1.1", async () => {
  await using served = await serve(fleet);
  const body = '{"query":"{ viewer { name } }"}';
  const upgrade = "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB";
  const { ended } = await open(served.url, `${head}\r\n${upgrade}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  expect(await ended).toMatch(/^HTTP\/1\.1 200 [^]*"name":"local"/);
});

test("who does not read the answer is ended and counted", async () => {
  const big = "x".repeat(64 * 1024);
  const garage = fakeInverter("garage", {
    events: () => Promise.resolve(Array.from({ length: 400 }, () => bigEvent(big))),
  });
  await using served = await serve(fakeFleet([fakePlant("home", [garage])]), { limits: { stallSeconds: 1 } });
  const body = JSON.stringify({ query: "{ inverters { events(max: 400) { description } } }" });
  const { socket, ended } = await open(served.url, `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  socket.pause();
  while (served.gateway.live.slowClosed === 0) await new Promise((resolve) => setImmediate(resolve));
  while (served.gateway.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
  socket.resume();
  await ended;
  expect(served.gateway.limitHits.stallSeconds).toBe(1);
});

const bigEvent = (description: string) => ({
  code: 1,
  category: "INFO" as const,
  categoryRaw: "info",
  group: null,
  description,
  longDescription: null,
  active: true,
  startTime: 0 as never,
  endTime: null,
  startTimeRaw: "",
  endTimeRaw: null,
});

test("connections over the limit are dropped and counted, and there is room again when others have gone", async () => {
  await using served = await serve(fleet, { limits: { connections: 4, sockets: 1, headersSeconds: 60 } });
  const held = await Promise.all(Array.from({ length: 5 }, () => open(served.url)));
  const late = await open(served.url);
  await late.ended;
  expect(served.gateway.limitHits.connections).toBe(1);
  for (const { socket } of held) socket.destroy();
  await Promise.all(held.map(({ ended }) => ended));
  let answer: unknown;
  while (answer === undefined) answer = await ask(served.url, "{ viewer { name } }").catch(() => undefined);
  expect(answer).toEqual({ data: { viewer: { name: "local" } } });
});

test.each([
  ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, "BAD_INPUT"],
  ["a header without end", `GET / HTTP/1.1\r\nX-Long: ${"x".repeat(32 * 1024)}\r\n\r\n`, 431, "LIMIT_EXCEEDED"],
  ["two lengths", `${head}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400, "BAD_INPUT"],
  ["a method that nobody knows", "FOO /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "BAD_INPUT"],
])("%s gets a coded answer", async (_what, request, status, code) => {
  await using served = await serve(fleet, { keys: [keyOf("owner", "ADMIN")] });
  const { socket, ended } = await open(served.url, request);
  const answer = await ended;
  socket.destroy();
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toEqual(coded(code));
});
