import { expect, test } from "vitest";
import { FloodingKeys, Intake } from "../src/server/intake.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { acknowledged, bareWebSocket, maskedFrame, open } from "./example/raw-clients.ts";
import { serve } from "./example/serve.ts";
import { until } from "./example/until.ts";

/** An intake of three messages, with what it did to its socket. */
function setUp() {
  const did: string[] = [];
  const socket = { pause: () => void did.push("pause"), resume: () => void did.push("resume") };
  const intake = new Intake(socket, {
    limits: { messagesPer10s: 3 },
    onFlood: (limit, reason) => did.push(`flood ${limit}: ${reason}`),
  });
  return { intake, did };
}

test("takes so many messages in a window, then reads nothing more, and tells it once", () => {
  const { intake, did } = setUp();
  for (let message = 0; message < 3; message++) expect(intake.take()).toBe(true);
  expect(did).toEqual([]);
  // Those that were read before.
  for (let message = 0; message < 3; message++) expect(intake.take()).toBe(false);
  intake.tick(true);
  expect(intake.take()).toBe(false);
  expect(did).toEqual(["pause", "flood messagesPer10s: limits.messagesPer10s: more than 3"]);
});

test("begins to count anew with each window", () => {
  const { intake, did } = setUp();
  for (let message = 0; message < 30; message++) {
    if (message % 3 === 0) intake.tick(true);
    else intake.tick(false);
    expect(intake.take()).toBe(true);
  }
  expect(did).toEqual([]);
});

test("over the key's rate reads on at the next tick; who is over it twenty times in a window is a flood", () => {
  const { intake, did } = setUp();
  intake.overRate();
  expect(did.splice(0)).toEqual(["pause"]);
  // What was read before is dealt with.
  expect(intake.take()).toBe(true);
  intake.tick(false);
  expect(did.splice(0)).toEqual(["resume"]);
  intake.tick(false);
  expect(did).toEqual([]);
  for (let more = 0; more < 19; more++) intake.overRate();
  expect(did.at(-1)).toMatch(/^flood requestsPerMinute: /);
  did.length = 0;
  intake.overRate();
  intake.tick(true);
  expect([did, intake.take()]).toEqual([[], false]);
});

test("a key floods for ten seconds after it was noted", () => {
  const clock = { now: 0 };
  const keys = new FloodingKeys(() => clock.now);
  keys.note("noisy");
  clock.now = 9_999;
  keys.sweep();
  expect([keys.has("noisy"), keys.has("quiet")]).toEqual([true, false]);
  clock.now = 10_000;
  expect(keys.has("noisy")).toBe(false);
});

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
/** To whom reads it a reason to close the connection at once. */
const tooLong = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

test("nothing is read of who was ended as a flood: what it sends afterwards is nobody's work", async () => {
  await using served = await serve(fleet, { keys: [keyOf("noisy", "VIEWER")], limits: { messagesPer10s: 5 } });
  const socket = await bareWebSocket(served.url, "noisy-key");
  const heard = { text: "" };
  socket.on("data", (data: Buffer) => {
    heard.text += data.toString("latin1");
  });
  for (let count = 0; count < 10; count++) socket.write(maskedFrame({ type: "ping" }));
  await until(() => heard.text.includes("limits.messagesPer10s"));
  socket.write(tooLong);
  await new Promise((resolve) => socket.once("close", resolve));
  expect(served.log()).not.toContain("a socket failed");
  expect(served.gateway.live.floodClosed).toBe(1);
});

test("what a key that has flooded sends on its next socket is left unread: it hears why it is ended, and nothing else", async () => {
  await using served = await serve(fleet, { keys: [keyOf("noisy", "VIEWER")], limits: { messagesPer10s: 5 } });
  const { socket, closed } = await acknowledged(served.url, { authorization: "Bearer noisy-key" });
  for (let count = 0; count < 10; count++) socket.ping();
  expect((await closed).code).toBe(4414);
  const next = open(served.url, { authorization: "Bearer noisy-key" });
  next.socket.once("open", () => {
    next.socket.send('{"type":"connection_init"}');
    // Before it is acknowledged, a reason to be ended with another code.
    next.socket.send('{"id":"1","type":"subscribe","payload":{"query":"{ viewer { name } }"}}');
  });
  expect((await next.closed).code).toBe(4414);
  expect(next.messages).toEqual([]);
});

test("who was over the rate once is answered again when its rate allows", async () => {
  const clock = { now: 0 };
  await using served = await serve(fleet, {
    keys: [keyOf("owner", "ADMIN")],
    limits: { requestsPerMinute: 1 },
    monotonic: () => clock.now,
  });
  const { socket, messages } = await acknowledged(served.url, { authorization: "Bearer owner-key" });
  const ask = async (id: string) => {
    const before = messages.length;
    socket.send(JSON.stringify({ id, type: "subscribe", payload: { query: "{ viewer { name } }" } }));
    await until(() => messages.slice(before).some((message) => message.id === id));
    return messages.slice(before).find((message) => message.id === id);
  };
  expect(await ask("1")).toMatchObject({ type: "next" });
  expect(await ask("2")).toMatchObject({ type: "error", payload: [{ extensions: { code: "LIMIT_EXCEEDED" } }] });
  clock.now += 60_000;
  expect(await ask("3")).toMatchObject({ type: "next", payload: { data: { viewer: { name: "owner" } } } });
  socket.terminate();
});
