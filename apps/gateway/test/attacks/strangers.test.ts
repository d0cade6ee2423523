import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { Socket } from "node:net";
import { Secret } from "@plenticore/core";
import { describe, expect, test } from "vitest";
import { LimitHits } from "../../src/limits/hits.ts";
import { Strangers } from "../../src/limits/strangers.ts";
import { post } from "../example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "../example/fake-fleet.ts";
import { keyOf } from "../example/keys.ts";
import { acknowledged, connected, open } from "../example/raw-clients.ts";
import { scrape } from "../example/scrape.ts";
import { type ServedOptions, serve } from "../example/serve.ts";
import { until } from "../example/until.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const keys = [keyOf("owner", "ADMIN")];
const owner = { authorization: "Bearer owner-key" };
const head = ["POST /graphql HTTP/1.1", "Host: localhost", "Content-Type: application/json"].join("\r\n");
const body = JSON.stringify({ query: "{ viewer { name } }" });

const serveFew = (limits: ServedOptions["limits"], more: ServedOptions = {}) =>
  serve(fleet, { keys, limits: { headersSeconds: 60, ...limits }, ...more });

/** Asks over a connection that is there. */
async function ask(socket: Socket, key: string): Promise<string> {
  const heard = new Promise<string>((resolve) => socket.once("data", (data: Buffer) => resolve(data.toString())));
  socket.write(`${head}\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  return await heard;
}

const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once("close", resolve));

describe("connections without a key", () => {
  test("of one address are limited: one too many is ended and counted, and those of a good key are no strangers", async () => {
    await using served = await serveFew({ connectionsPerAddress: 2 });
    const [first, second] = [await connected(served.url), await connected(served.url)];
    await closed(await connected(served.url));
    expect(served.gateway.limitHits.connectionsPerAddress).toBe(1);
    expect(await ask(first, "owner-key")).toMatch(/^HTTP\/1\.1 200 /);
    // A key that is not good makes nobody known.
    expect(await ask(second, "guess")).toMatch(/^HTTP\/1\.1 401 /);
    const third = await connected(served.url);
    expect(await ask(third, "owner-key")).toMatch(/^HTTP\/1\.1 200 /);
    const fourth = await connected(served.url);
    await closed(await connected(served.url));
    expect(served.gateway.limitHits.connectionsPerAddress).toBe(2);
    for (const socket of [first, second, third, fourth]) socket.destroy();
  });

  test("give their place back when they end", async () => {
    await using served = await serveFew({ connectionsPerAddress: 1 });
    const first = await connected(served.url);
    await closed(await connected(served.url));
    first.destroy();
    let answered = "";
    while (answered === "") {
      const next = await connected(served.url);
      answered = await Promise.race([ask(next, "owner-key"), closed(next).then(() => "")]);
      next.destroy();
    }
    expect(answered).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("are not counted where no key is needed, nor those of a proxy that is believed", async () => {
    const listen = { trustProxy: ["127.0.0.0/8"] };
    const open = await serve(fleet, { limits: { connectionsPerAddress: 1 } });
    const behind = await serveFew({ connectionsPerAddress: 1 }, { listen });
    for (const served of [open, behind]) {
      const sockets = [await connected(served.url), await connected(served.url), await connected(served.url)];
      for (const socket of sockets) expect(await ask(socket, "owner-key")).toMatch(/^HTTP\/1\.1 200 /);
      for (const socket of sockets) socket.destroy();
      expect(served.gateway.limitHits.connectionsPerAddress).toBe(0);
      await served.gateway.close();
    }
  });

  test("are known over TLS, too, as soon as a good key has asked over them", async () => {
    const file = (name: string): string => readFileSync(new URL(`../example/tls/${name}.pem`, import.meta.url), "utf8");
    const tls = { cert: file("cert"), key: new Secret(file("key")) };
    await using served = await serveFew({ connectionsPerAddress: 1 }, { listen: { tls } });
    const agents = [1, 2, 3].map(() => new Agent({ keepAlive: true, rejectUnauthorized: false }));
    for (const agent of agents) {
      // Each over a connection of its own, and those before stay.
      const status = await new Promise((resolve, reject) => {
        const asked = request(`${served.url}/graphql`, {
          ...{ method: "POST", agent },
          headers: { ...owner, "content-type": "application/json" },
        });
        asked.once("error", reject).once("response", (response) => {
          response.resume();
          response.once("end", () => resolve(response.statusCode));
        });
        asked.end(body);
      });
      expect(status).toBe(200);
    }
    expect(served.gateway.limitHits.connectionsPerAddress).toBe(0);
    for (const agent of agents) agent.destroy();
  });

  test("are of IPv6 those of a /64, and a connection is known by its other end", () => {
    const hits = new LimitHits();
    const limits = { connectionsPerAddress: 1, socketsPerAddress: 1 };
    const strangers = new Strangers({ limits, hits, wantsKey: () => true, isProxy: () => false });
    const from = (remoteAddress: string, remotePort: number): Socket =>
      Object.defineProperties(new Socket(), {
        remoteAddress: { value: remoteAddress },
        remotePort: { value: remotePort },
      });
    const [one, same, other, next] = [
      from("2001:db8:0:7::1", 1),
      from("2001:db8:0:7::2", 1),
      from("2001:db8:0:8::1", 1),
      from("2001:db8:0:7::2", 2),
    ];
    for (const connection of [one, same, other]) strangers.connected(connection);
    expect([one.destroyed, same.destroyed, other.destroyed]).toEqual([false, true, false]);
    // Another object, for the same connection.
    strangers.known(from("2001:db8:0:7::1", 1));
    strangers.connected(next);
    expect([next.destroyed, hits.counts.connectionsPerAddress]).toEqual([false, 1]);
  });
});

describe("WebSockets without a key", () => {
  test("of one address are limited: they can't take the places of others", async () => {
    await using served = await serveFew({ sockets: 3, socketsPerAddress: 2, initSeconds: 60 });
    const waiting = [open(served.url), open(served.url)];
    await Promise.all(waiting.map(({ socket }) => new Promise((resolve) => socket.once("open", resolve))));
    expect(await open(served.url).closed).toEqual({
      code: 4415,
      reason: "limits.socketsPerAddress: this address has 2 without a key already",
    });
    expect(served.gateway.limitHits).toMatchObject({ socketsPerAddress: 1, sockets: 0 });
    // Who shows a key now makes room for the next stranger.
    waiting[0]?.socket.send(JSON.stringify({ type: "connection_init", payload: owner }));
    await until(() => waiting[0]?.messages.length === 1);
    const third = open(served.url);
    await new Promise((resolve) => third.socket.once("open", resolve));
    third.socket.send(JSON.stringify({ type: "connection_init", payload: owner }));
    await until(() => third.messages.length === 1);
    expect(third.messages).toEqual([{ type: "connection_ack" }]);
    expect(served.gateway.live.sockets).toBe(3);
    for (const { socket } of [...waiting, third]) socket.terminate();
    await until(() => served.gateway.live.sockets === 0);
  });

  test("are told apart behind a proxy by the address that it wrote down", async () => {
    await using served = await serveFew({ socketsPerAddress: 1, initSeconds: 60 }, { listen: { trustProxy: true } });
    const from = (address: string) => open(served.url, { "x-forwarded-for": address });
    const waiting = from("10.0.0.1");
    await new Promise((resolve) => waiting.socket.once("open", resolve));
    expect((await from("10.0.0.1").closed).code).toBe(4415);
    const other = await acknowledged(served.url, { ...owner, "x-forwarded-for": "10.0.0.2" });
    expect(other.messages).toEqual([{ type: "connection_ack" }]);
    for (const { socket } of [waiting, other]) socket.terminate();
  });

  test("that are admitted are no strangers any more, nor are their connections", async () => {
    await using served = await serveFew({ connectionsPerAddress: 1, socketsPerAddress: 1 });
    for (let turn = 0; turn < 3; turn++) {
      const { socket } = await acknowledged(served.url, owner);
      const { status } = await post(served.url, "{ viewer { name } }", { key: "owner-key" });
      expect(status).toBe(200);
      socket.terminate();
    }
    expect(served.gateway.limitHits).toMatchObject({ connectionsPerAddress: 0, socketsPerAddress: 0 });
  });
});

describe("places of those whose refusals are held", () => {
  const most = 8;
  const newcomer = async (url: string): Promise<string> => {
    const socket = await connected(url);
    const answer = await Promise.race([ask(socket, "owner-key"), closed(socket).then(() => "ended")]);
    socket.destroy();
    return answer;
  };

  test("are half of an address's connections: who has a key comes in from there", async () => {
    await using served = await serveFew({ connectionsPerAddress: most }, { monotonic: () => 0 });
    const known = await connected(served.url);
    expect(await ask(known, "owner-key")).toMatch(/^HTTP\/1\.1 200 /);
    const flood: Socket[] = [];
    while (flood.length < most) flood.push(await connected(served.url));
    const ended: Socket[] = [];
    const ends = flood.map((socket) => closed(socket).then(() => ended.push(socket)));
    // Those that are told at once. All connections have been taken in then, so that the next are read in one round.
    for (let prompt = 0; prompt < 60; prompt++) {
      expect(await ask(flood[prompt % most] as Socket, "guess")).toMatch(/^HTTP\/1\.1 401 /);
    }
    for (const socket of flood) void ask(socket, "guess");
    // After theirs; the newcomer's place is there since half of them were cut off.
    expect(await ask(known, "owner-key")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await newcomer(served.url)).toMatch(/^HTTP\/1\.1 200 /);
    await until(() => ended.length >= most / 2);
    const { samples } = await scrape(served.url, "owner-key");
    expect(samples.get("plenticore_gateway_refusals_held_total")).toBe(most / 2);
    expect(samples.get("plenticore_gateway_refusals_dropped_total")).toBe(most / 2);
    for (const socket of [known, ...flood]) socket.destroy();
    await Promise.all(ends);
  });

  test("are half of an address's WebSockets", async () => {
    await using served = await serveFew({ socketsPerAddress: most, initSeconds: 60 }, { monotonic: () => 0 });
    for (let prompt = 0; prompt < 60; prompt++)
      expect((await post(served.url, "{ viewer { name } }")).status).toBe(401);
    const flood = Array.from({ length: most }, () => open(served.url));
    await Promise.all(flood.map(({ socket }) => new Promise((resolve) => socket.once("open", resolve))));
    for (const { socket } of flood) socket.send('{"type":"connection_init"}');
    const ends = flood.map(async (raw) => (await raw.closed).code);
    // Who is cut off hears nothing, and before the others are told.
    expect(await Promise.race(ends)).toBe(1006);
    const { messages, socket } = await acknowledged(served.url, owner);
    expect(messages).toEqual([{ type: "connection_ack" }]);
    socket.terminate();
    const codes = await Promise.all(ends);
    expect(codes.toSorted((a, b) => a - b)).toEqual([...Array(most / 2).fill(1006), ...Array(most / 2).fill(4401)]);
  });
});
