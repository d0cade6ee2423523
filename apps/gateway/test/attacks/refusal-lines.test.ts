import { expect, test } from "vitest";
import { RefusalLines } from "../../src/limits/refusal-lines.ts";
import { post } from "../example/ask.ts";
import { fakeFleet } from "../example/fake-fleet.ts";
import { keyOf } from "../example/keys.ts";
import { open } from "../example/raw-clients.ts";
import { serve } from "../example/serve.ts";

/** Lines whose minutes are over when the test says so. */
function linesAt() {
  const clock = { now: 5000 };
  const written: unknown[] = [];
  const sleepers: { ms: number; wake: () => void }[] = [];
  const lines = new RefusalLines({
    warn: (message, fields) => void written.push([message, fields]),
    now: () => clock.now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ ms, wake })),
  });
  const refuse = (count: number) => {
    for (let refused = 0; refused < count; refused++) lines.add(() => void written.push("a line"));
    return written.splice(0);
  };
  return { clock, written, sleepers, lines, refuse };
}

test("three hundred are written in a minute, then only how many were left out, when it is over", async () => {
  const { clock, written, sleepers, refuse } = linesAt();
  expect(refuse(200)).toHaveLength(200);
  clock.now += 20_000;
  expect(refuse(100)).toHaveLength(100);
  expect(sleepers).toEqual([]);
  expect(refuse(250)).toEqual([]);
  expect(sleepers.map(({ ms }) => ms)).toEqual([40_000]);
  clock.now += 39_999;
  expect(refuse(1)).toEqual([]);
  clock.now += 1;
  sleepers[0]?.wake();
  await new Promise(setImmediate);
  expect(written.splice(0)).toEqual([["left refusals out of the log", { count: 251 }]]);
  expect(refuse(302)).toHaveLength(300);
  expect(sleepers.map(({ ms }) => ms)).toEqual([40_000, 60_000]);
  sleepers[1]?.wake();
  await new Promise(setImmediate);
  expect(written).toEqual([["left refusals out of the log", { count: 2 }]]);
});

test("those that are told late are counted with them, and take no line from others; nothing is told of none", () => {
  const { written, lines, refuse } = linesAt();
  lines.tell();
  for (let held = 0; held < 500; held++) lines.leaveOut();
  expect(refuse(301)).toHaveLength(300);
  lines.tell();
  lines.tell();
  expect(written).toEqual([["left refusals out of the log", { count: 501 }]]);
});

test("who has many networks fills no log, by requests and WebSockets together; what was left out is told at the end, too", async () => {
  await using served = await serve(fakeFleet([]), {
    keys: [keyOf("owner", "ADMIN")],
    listen: { trustProxy: true },
    monotonic: () => 0,
  });
  const from = (network: number) => ({ "x-forwarded-for": `2001:db8:0:${network.toString(16)}::1` });
  for (let network = 0; network < 290; network++) {
    expect((await post(served.url, "{ viewer { name } }", { headers: from(network) })).status).toBe(401);
  }
  for (let network = 290; network < 320; network++) {
    const { socket, closed } = open(served.url, from(network));
    socket.once("open", () => socket.send('{"type":"connection_init"}'));
    expect((await closed).code).toBe(4401);
  }
  expect(served.log().match(/refused a (?:request|client)/g)).toHaveLength(300);
  // A network that has had its own share: told late, and counted.
  for (let refused = 0; refused < 60; refused++) {
    expect((await post(served.url, "{ viewer { name } }", { headers: from(0) })).status).toBe(401);
  }
  expect(served.log().match(/refused a (?:request|client)/g)).toHaveLength(300);
  await served.gateway.drain();
  expect(served.log()).toMatch(/"level":"warn",.*"name":"auth","message":"left refusals out of the log","count":80\}/);
});
