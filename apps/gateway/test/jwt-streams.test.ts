import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { digestOf } from "../src/auth/api-key.ts";
import { Authenticator } from "../src/auth/authenticate.ts";
import type { KeyConfig } from "../src/config/types.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { liveInverter } from "./example/live-inverter.ts";
import { type ServedOptions, serve } from "./example/serve.ts";
import { type Outcome, type Subscribed, transports } from "./example/subscribe.ts";
import { leewaySeconds, noon, token, trusting } from "./example/tokens.ts";

const all = "subscription { inverterLive(every: 1) { inverterId live { power { home } } } }";

const key = (name: string, plants: readonly string[]): KeyConfig => ({
  name,
  role: "VIEWER",
  digest: digestOf(`${name}-key`),
  plants: new Set(plants),
});

async function setUp(options: ServedOptions = {}) {
  const clock = { ms: noon * 1000 };
  const garage = liveInverter("garage");
  const barn = liveInverter("barn");
  const fleet = fakeFleet([fakePlant("home", [garage.inverter]), fakePlant("farm", [barn.inverter])]);
  const served = await serve(fleet, { jwt: trusting(), now: () => clock.ms, ...options });
  return { clock, garage, barn, fleet, served, [Symbol.asyncDispose]: () => served.gateway.close() };
}

const update = (result: Outcome | undefined) =>
  result?.data?.["inverterLive"] as { inverterId: string; live: { power: { home: number } } } | undefined;

/** What a stream was ended with: 4403 by WebSocket; server-sent events are completed. */
const ended = (stream: Subscribed): Promise<unknown> =>
  stream.completed.then(
    () => "completed",
    (reason: unknown) => (reason as { code: unknown }).code,
  );

describe.each(transports)("over %s", (name, subscribe) => {
  const end = name === "WebSocket" ? 4403 : "completed";

  test("a token that expires ends its streams, leeway after exp, and nobody else's", async () => {
    await using app = await setUp({ keys: [key("panel", ["home"])] });
    const { clock, garage, served } = app;
    const short = subscribe(served.url, all, { key: await token({ exp: noon + 60 }) });
    const long = subscribe(served.url, all, { key: await token() });
    const panel = subscribe(served.url, all, { key: "panel-key" });
    await Promise.all([short.received(1), long.received(1), panel.received(1)]);
    clock.ms = (noon + 60 + leewaySeconds) * 1000 - 1;
    garage.publish(1);
    await Promise.all([short.received(2), long.received(2), panel.received(2)]);
    clock.ms += 1;
    expect(await ended(short)).toBe(end);
    garage.publish(2);
    await Promise.all([long.received(3), panel.received(3)]);
    expect(short.results).toHaveLength(2);
    await Promise.all([long.stop(), panel.stop()]);
  });

  test("tokens and keys share values where they may see the same, and only there", async () => {
    await using app = await setUp({ keys: [key("panel", ["home"])] });
    const { garage, barn, served } = app;
    const streams = {
      anna: subscribe(served.url, all, { key: await token() }),
      berta: subscribe(served.url, all, { key: await token({ sub: "berta" }) }),
      panel: subscribe(served.url, all, { key: "panel-key" }),
      farmer: subscribe(served.url, all, { key: await token({ plants: ["farm"] }) }),
      nobody: subscribe(served.url, all, { key: await token({ plants: [] }) }),
    };
    const { anna, berta, panel, farmer, nobody } = streams;
    await Promise.all([anna, berta, panel, farmer].map((one) => one.received(1)));
    garage.publish(5);
    barn.publish(6);
    await Promise.all([anna, berta, panel, farmer].map((one) => one.received(2)));
    const seen = (one: Subscribed) => one.results.map((result) => update(result)?.inverterId);
    expect([anna, berta, panel].map(seen)).toEqual([1, 2, 3].map(() => ["garage", "garage"]));
    expect(seen(farmer)).toEqual(["barn", "barn"]);
    expect(nobody.results).toEqual([]);
    expect([garage.watching(), barn.watching()]).toEqual([1, 1]);
    await Promise.all(Object.values(streams).map((one) => one.stop()));
  });

  test("the role is part of who shares", async () => {
    await using app = await setUp();
    const { garage, served } = app;
    const viewer = subscribe(served.url, all, { key: await token() });
    const admin = subscribe(served.url, all, { key: await token({ role: "ADMIN" }) });
    await Promise.all([viewer.received(1), admin.received(1)]);
    expect(garage.watching()).toBe(2);
    await Promise.all([viewer.stop(), admin.stop()]);
  });

  test("other rules for tokens end their streams; the same rules end none", async () => {
    await using app = await setUp({ keys: [key("panel", ["home"])] });
    const { garage, served } = app;
    const anna = subscribe(served.url, all, { key: await token() });
    const panel = subscribe(served.url, all, { key: "panel-key" });
    await Promise.all([anna.received(1), panel.received(1)]);
    served.gateway.reconfigure({ ...served.config, jwt: trusting(), keys: [key("panel", ["home"])] });
    garage.publish(1);
    await Promise.all([anna.received(2), panel.received(2)]);
    served.gateway.reconfigure({ ...served.config, jwt: trusting("ES256", { audience: "another" }) });
    expect(await ended(anna)).toBe(end);
    garage.publish(2);
    await panel.received(3);
    await panel.stop();
  });

  test("a key that gets a token's name ends the token's streams", async () => {
    await using app = await setUp();
    const { served } = app;
    const anna = subscribe(served.url, all, { key: await token() });
    await anna.received(1);
    served.gateway.reconfigure({ ...served.config, keys: [key("anna", ["home"])] });
    expect(await ended(anna)).toBe(end);
  });
});

test("a token in the upgrade's header opens a WebSocket; one in connection_init goes before it", async () => {
  await using app = await setUp({ keys: [key("panel", ["home"])] });
  const { served } = app;
  const named = async (headers: Record<string, string>, payload?: object): Promise<unknown> => {
    const socket = new WebSocket(`${served.url.replace(/^http/, "ws")}/graphql`, "graphql-transport-ws", { headers });
    const messages = new Promise((resolve) => {
      socket.once("close", (code) => resolve(code));
      socket.on("message", (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { type: string; payload: { data: unknown } };
        if (message.type === "next") resolve(message.payload.data);
        if (message.type === "connection_ack") {
          socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: "{ viewer { name } }" } }));
        }
      });
    });
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ type: "connection_init", ...(payload && { payload }) }));
    const answer = await messages;
    socket.terminate();
    return answer;
  };
  const anna = { authorization: `Bearer ${await token()}` };
  expect(await named(anna)).toEqual({ viewer: { name: "anna" } });
  expect(await named({}, anna)).toEqual({ viewer: { name: "anna" } });
  expect(await named(anna, { authorization: "Bearer panel-key" })).toEqual({ viewer: { name: "panel" } });
  expect(await named({ authorization: "Bearer panel-key" }, { authorization: "Bearer wrong" })).toBe(4401);
  expect(await named({})).toBe(4401);
  expect(served.log()).toContain('"message":"refused a client","client":"127.0.0.1"');
});

test("an operation on a WebSocket whose token has expired is not executed", async () => {
  await using app = await setUp();
  const { clock, served } = app;
  const socket = new WebSocket(`${served.url.replace(/^http/, "ws")}/graphql`, "graphql-transport-ws");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const types: string[] = [];
  const acknowledged = new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      types.push((JSON.parse(data.toString()) as { type: string }).type);
      resolve();
    });
  });
  await new Promise((resolve) => socket.once("open", resolve));
  const payload = { authorization: `Bearer ${await token()}` };
  socket.send(JSON.stringify({ type: "connection_init", payload }));
  await acknowledged;
  clock.ms += 3_600_000;
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: "{ viewer { name } }" } }));
  expect(await closed).toBe(4403);
  expect(types).not.toContain("next");
});

test("a log as a file breaks off when the token expires", async () => {
  const more = Promise.withResolvers<void>();
  const logDataFile = async () =>
    (async function* () {
      yield Buffer.from("first line\n");
      await more.promise;
      yield Buffer.from("second line\n");
    })();
  const clock = { ms: noon * 1000 };
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage", { logDataFile })])]);
  await using served = await serve(fleet, { jwt: trusting(), now: () => clock.ms });
  const authorization = `Bearer ${await token()}`;
  const response = await fetch(`${served.url}/inverters/garage/logdata.tsv`, { headers: { authorization } });
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first line\n");
  clock.ms += 3_600_000;
  more.resolve();
  await expect(reader?.read()).rejects.toThrow("terminated");
});

test("keys are known at once, and so are tokens that were seen before", async () => {
  await using app = await setUp();
  const { fleet } = app;
  const admission = { keys: [key("panel", ["home"])], jwt: trusting(), readOnly: false };
  const log = { info: () => undefined, warn: () => undefined };
  let ms = noon * 1000;
  const authenticator = new Authenticator({ fleet, admission, now: () => ms, log });
  const bearer = `Bearer ${await token()}`;
  expect(authenticator.authenticate("Bearer panel-key")).toMatchObject({ name: "panel" });
  const first = authenticator.authenticate(bearer);
  expect(first).toBeInstanceOf(Promise);
  const viewer = await first;
  expect(authenticator.authenticate(bearer)).toBe(viewer);
  // After some minutes it is checked again, and what was opened with it stays.
  ms += 5 * 60_000;
  expect(authenticator.authenticate(bearer)).toBeInstanceOf(Promise);
  expect(authenticator.isCurrent(viewer)).toBe(true);
});

test("who is checked while the rules change is checked by the new ones", async () => {
  await using app = await setUp();
  const { fleet } = app;
  const log = { info: () => undefined, warn: () => undefined };
  const admission = { keys: undefined, jwt: trusting(), readOnly: false };
  const authenticator = new Authenticator({ fleet, admission, now: () => noon * 1000, log });
  const checking = authenticator.authenticate(`Bearer ${await token()}`);
  authenticator.update({ ...admission, jwt: trusting("ES256", { issuer: "https://other.lan" }) });
  await expect(checking).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});
