import { describe, expect, test } from "vitest";
import { startRig, until } from "./rig.ts";

describe("without toxics", () => {
  test("bytes and ends go both ways as they came", async () => {
    const { dial, proxy } = await startRig();
    const { client, server } = await dial();
    client.socket.write("question");
    await server.received(8);
    server.socket.write("answer");
    await client.received(6);
    expect([server.text, client.text]).toEqual(["question", "answer"]);
    client.socket.end();
    await server.happened("end");
    // The other direction is still open.
    server.socket.end("late");
    await client.happened("close");
    await server.happened("close");
    expect(client.text).toBe("answerlate");
    await until(() => proxy.open === 0);
    expect(proxy.accepted).toBe(1);
  });

  test("a reset of one side is one of the other", async () => {
    const { dial } = await startRig();
    const { client, server } = await dial();
    server.socket.resetAndDestroy();
    await client.happened("close");
    expect(client.events).toEqual(["error ECONNRESET", "close"]);
  });

  test("a server that is not there is a reset", async () => {
    const { knock } = await startRig({ upstream: { port: 1 } });
    const client = knock();
    await client.happened("close");
    expect(client.events).toEqual(["error ECONNRESET", "close"]);
  });

  test("many megabytes arrive whole, whoever is slow", async () => {
    const { dial } = await startRig();
    const { client, server } = await dial();
    const sent = Buffer.alloc(8 * 2 ** 20, "0123456789");
    client.socket.pause();
    // In pieces: one write would only be done when all of it is.
    for (let offset = 0; offset < sent.length; offset += 65_536)
      server.socket.write(sent.subarray(offset, offset + 65_536));
    server.socket.end();
    await until(() => server.socket.writableLength < sent.length);
    client.socket.resume();
    await client.happened("end");
    expect(client.bytes.equals(sent)).toBe(true);
  });
});

describe("latency", () => {
  test("holds each chunk back for its time from when it came, and the other direction not at all", async () => {
    const { dial, proxy, clock } = await startRig();
    const { client, server } = await dial();
    await proxy.add({ type: "latency", latencyMs: 100 });
    client.socket.write("question");
    await server.received(8);
    server.socket.write("first");
    await until(() => clock.left.length === 1);
    expect(clock.left).toEqual([100]);
    clock.pass(60);
    expect(client.text).toBe("");
    clock.pass(40);
    await client.received(5);
    // A second one that came while the first was held back has waited already.
    server.socket.write("second");
    await until(() => clock.left.length === 1);
    clock.pass(100);
    await client.received(11);
  });

  test("with jitter differs, by the seed and within the jitter", async () => {
    const waits = async (seed: number): Promise<number[]> => {
      const { dial, clock } = await startRig({ seed, toxics: [{ type: "latency", latencyMs: 100, jitterMs: 50 }] });
      const { client, server } = await dial();
      const seen: number[] = [];
      for (let count = 1; count <= 5; count++) {
        server.socket.write("x");
        await until(() => clock.left.length === 1);
        seen.push(clock.left[0] ?? Number.NaN);
        clock.pass(150);
        await client.received(count);
      }
      return seen;
    };
    const [one, again, other] = [await waits(7), await waits(7), await waits(8)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(new Set(one).size).toBe(5);
    for (const wait of [...one, ...other]) expect(Math.abs(wait - 100)).toBeLessThanOrEqual(50);
  });
});

test("bandwidth: a tenth of a second's bytes at a time", async () => {
  const { dial, clock } = await startRig({ toxics: [{ type: "bandwidth", bytesPerSecond: 50 }] });
  const { client, server } = await dial();
  server.socket.write("0123456789ab");
  for (const [piece, arrived] of [
    [5, 0],
    [5, 5],
    [2, 10],
  ] as const) {
    await until(() => clock.left.length === 1);
    expect(clock.left[0]).toBeCloseTo((piece / 50) * 1_000, 6);
    await client.received(arrived);
    expect(client.text).toHaveLength(arrived);
    clock.pass(100);
  }
  await client.received(12);
  expect(client.text).toBe("0123456789ab");
});

test("slow_close: the bytes come at once, the end later", async () => {
  const { dial, clock } = await startRig({ toxics: [{ type: "slow_close", delayMs: 500 }] });
  const { client, server } = await dial();
  server.socket.end("all");
  await client.received(3);
  await until(() => clock.left.length === 1);
  expect(client.events).toEqual(["3"]);
  clock.pass(500);
  await client.happened("end");
});

describe("timeout", () => {
  test("is a black hole: no bytes, no end, no reset; and closes after its time", async () => {
    const { dial, clock } = await startRig({ toxics: [{ type: "timeout", timeoutMs: 1_000 }] });
    const { client, server } = await dial();
    server.socket.write("lost");
    client.socket.write("heard");
    await server.received(5);
    server.socket.resetAndDestroy();
    await server.happened("close");
    clock.pass(999);
    expect(client.events).toEqual([]);
    clock.pass(1);
    await client.happened("end");
    expect(client.text).toBe("");
  });

  test("that ends lets go who was not told of a reset", async () => {
    const { dial, proxy } = await startRig({ toxics: [{ type: "timeout" }] });
    const { client, server } = await dial();
    const other = await dial();
    server.socket.resetAndDestroy();
    await server.happened("close");
    // Through the same proxy, after the reset: it has been seen.
    other.client.socket.write("x");
    await other.server.received(1);
    expect(client.events).toEqual([]);
    await proxy.clear();
    await client.happened("close");
    expect(client.events).toEqual(["error ECONNRESET", "close"]);
    await until(() => proxy.open === 1);
  });

  test("without a time lasts until it is removed; what was said meanwhile is lost", async () => {
    const { dial, proxy, clock } = await startRig({ toxics: [{ type: "latency", latencyMs: 1, stream: "upstream" }] });
    const { client, server } = await dial();
    const name = await proxy.add({ type: "timeout", stream: "upstream" });
    client.socket.write("lost");
    // Held back: the proxy has it.
    await until(() => clock.left.length === 1);
    clock.pass(1);
    await proxy.clear();
    expect(name).toBe("timeout_upstream");
    client.socket.write("found");
    await server.received(5);
    expect(server.text).toBe("found");
    expect(clock.left).toEqual([]);
  });
});

describe("reset_peer", () => {
  test("resets both sides, also those that stand", async () => {
    const { dial, proxy } = await startRig();
    const { client, server } = await dial();
    await proxy.add({ type: "reset_peer" });
    for (const peer of [client, server]) {
      await peer.happened("close");
      expect(peer.events).toEqual(["error ECONNRESET", "close"]);
    }
  });

  test("waits for its time, and no longer where it is removed", async () => {
    const { dial, proxy, clock } = await startRig({ toxics: [{ type: "reset_peer", timeoutMs: 50 }] });
    const one = await dial();
    await proxy.clear();
    clock.pass(50);
    one.server.socket.write("still here");
    await one.client.received(10);
    await proxy.add({ type: "reset_peer", timeoutMs: 50 });
    expect(clock.left).toEqual([50]);
    clock.pass(50);
    await one.client.happened("error ECONNRESET");
  });

  test("lets so many bytes through before", async () => {
    const { dial } = await startRig({ toxics: [{ type: "reset_peer", afterBytes: 4 }] });
    const { client, server } = await dial();
    server.socket.write("abc");
    await client.received(3);
    expect(client.events).toEqual(["3"]);
    server.socket.write("def");
    await client.happened("error ECONNRESET");
    expect("abcd".startsWith(client.text)).toBe(true);
    await server.happened("error ECONNRESET");
  });
});

test("limit_data: so many bytes, then the end, in order", async () => {
  const { dial } = await startRig({ toxics: [{ type: "limit_data", bytes: 5 }] });
  const { client, server } = await dial();
  server.socket.write("abc");
  await client.received(3);
  server.socket.write("defgh");
  await client.happened("end");
  expect(client.text).toBe("abcde");
  expect(client.events).not.toContain("error ECONNRESET");
});

test("slicer: pieces of about its size, each by itself", async () => {
  const { dial, clock } = await startRig({
    toxics: [{ type: "slicer", averageBytes: 4, variationBytes: 2, delayMs: 10 }],
  });
  const { client, server } = await dial();
  const text = "the quick brown fox jumps over the lazy dog";
  server.socket.write(text);
  while (client.text !== text) {
    const before = client.bytes.length;
    await until(() => clock.left.length === 1 && client.bytes.length > before);
    clock.pass(10);
  }
  await until(() => clock.left.length <= 1);
  const sizes = client.events.map(Number);
  expect(new Set(sizes).size).toBeGreaterThan(1);
  for (const size of sizes.slice(0, -1)) expect(Math.abs(size - 4)).toBeLessThanOrEqual(2);
});

describe("half_open", () => {
  test("the server's side vanishes and the client is not told; later connections are whole", async () => {
    const { dial, proxy } = await startRig();
    const before = await dial();
    await proxy.add({ type: "half_open" });
    await before.server.happened("end");
    before.client.socket.write("anybody there?");
    const after = await dial();
    after.server.socket.write("yes");
    await after.client.received(3);
    expect(before.client.events).toEqual([]);
    expect(proxy.toxics.size).toBe(0);
    before.client.socket.end();
    await before.client.happened("close");
    await until(() => proxy.open === 1);
  });

  test("upstream: the client vanishes and the server is not told", async () => {
    const { dial, proxy } = await startRig();
    const { client, server } = await dial();
    await proxy.add({ type: "half_open", stream: "upstream" });
    await client.happened("end");
    const after = await dial();
    after.client.socket.write("x");
    await after.server.received(1);
    expect(server.events).toEqual([]);
  });
});

test("corrupt: as many bytes as came, about one in so many changed by the mask", async () => {
  const { dial } = await startRig({ toxics: [{ type: "corrupt", everyBytes: 10, mask: 0x20 }] });
  const { client, server } = await dial();
  server.socket.write("a".repeat(5_000));
  await client.received(5_000);
  server.socket.end("a".repeat(5_000));
  await client.happened("end");
  expect(client.text).toMatch(/^[aA]{10000}$/);
  const changed = client.text.replaceAll("a", "").length;
  expect(changed).toBeGreaterThan(800);
  expect(changed).toBeLessThan(1_200);
});

test("refuse: nobody new gets in, who is in stays, and the port is the same afterwards", async () => {
  const { dial, knock, proxy } = await startRig();
  const inside = await dial();
  const { port } = proxy;
  const name = await proxy.add({ type: "refuse" });
  await knock().happened("error ECONNREFUSED");
  inside.server.socket.write("still here");
  await inside.client.received(10);
  await proxy.remove(name);
  expect(proxy.port).toBe(port);
  const late = await dial();
  late.server.socket.write("x");
  await late.client.received(1);
  expect(proxy.accepted).toBe(2);
});
