import { describe, expect, test } from "vitest";
import { startFaultProxy, type Toxic } from "../src/index.ts";
import { type Peer, startRig, until } from "./rig.ts";

describe("toxicity", () => {
  const reset = (toxicity: number): Toxic => ({ type: "reset_peer", toxicity });

  /** Which of 40 connections were reset. */
  const met = async (seed: number, toxicity: number): Promise<string> => {
    const { knock, proxy } = await startRig({ seed, toxics: [reset(toxicity)] });
    const peers: Peer[] = [];
    for (let count = 1; count <= 40; count++) {
      peers.push(knock());
      await until(() => proxy.accepted === count);
    }
    await until(() => peers.filter(({ events }) => events.includes("close")).length === 40 - proxy.open);
    return peers.map(({ events }) => (events.includes("close") ? "x" : "-")).join("");
  };

  test("is a share of connections, the same for the same seed", async () => {
    const one = await met(5, 0.5);
    expect(await met(5, 0.5)).toBe(one);
    expect(await met(6, 0.5)).not.toBe(one);
    expect(one).toContain("x");
    expect(one).toContain("-");
  });

  test("0 is nobody and 1 is everybody", async () => {
    expect(await met(1, 0)).toBe("-".repeat(40));
    expect(await met(1, 1)).toBe("x".repeat(40));
  });
});

describe("toxics", () => {
  test("work in the order in which they were added, and are told by name", async () => {
    const { dial, proxy } = await startRig();
    const { client, server } = await dial();
    await proxy.add({ type: "limit_data", bytes: 3, name: "short" });
    await proxy.add({ type: "corrupt", everyBytes: 1, mask: 0x20 });
    expect([...proxy.toxics.keys()]).toEqual(["short", "corrupt_downstream"]);
    server.socket.write("abcdef");
    await client.happened("end");
    expect(client.text).toBe("ABC");
  });

  test("that are removed hold nothing back any longer", async () => {
    const { dial, proxy, clock } = await startRig({ toxics: [{ type: "latency", latencyMs: 60_000 }] });
    const { client, server } = await dial();
    server.socket.write("held");
    await until(() => clock.left.length === 1);
    await proxy.clear();
    await client.received(4);
    expect(clock.left).toEqual([]);
  });

  test("have names that are used once, and known ones", async () => {
    const { proxy } = await startRig({ toxics: [{ type: "timeout" }] });
    await expect(proxy.add({ type: "timeout" })).rejects.toMatchObject({ code: "BAD_TOXIC" });
    await expect(proxy.remove("nobody")).rejects.toMatchObject({ code: "UNKNOWN_TOXIC" });
  });

  test.each<[unknown, string]>([
    ["latency", "expected an object"],
    [{}, "type: expected one of latency, "],
    [{ type: "__proto__" }, "type: expected one of latency, "],
    [{ type: "latency" }, "latency: latencyMs: is missing"],
    [{ type: "latency", latencyMs: -1 }, "latency: latencyMs: expected a whole number, 0 to 2147483647"],
    [{ type: "latency", latencyMs: "5" }, "latency: latencyMs: expected a whole number, 0 to 2147483647"],
    [{ type: "latency", latencyMs: 5, constructor: 1 }, "latency: constructor: there is no such attribute"],
    [{ type: "bandwidth", bytesPerSecond: 0 }, "bandwidth: bytesPerSecond: expected a whole number of at least 1"],
    [{ type: "timeout", toxicity: 1.5 }, "timeout: toxicity: expected a number, 0 to 1"],
    [{ type: "timeout", stream: "sideways" }, "timeout: stream: expected upstream or downstream"],
    [{ type: "timeout", name: "" }, "timeout: name: expected a text"],
  ])("%j is refused with the field's name", async (toxic, message) => {
    const { proxy } = await startRig();
    await expect(proxy.add(toxic as Toxic)).rejects.toMatchObject({
      code: "BAD_TOXIC",
      message: expect.stringContaining(message),
    });
    expect(proxy.toxics.size).toBe(0);
  });
});

test("a port that is taken is CANNOT_LISTEN", async () => {
  const { proxy } = await startRig();
  const second = startFaultProxy({ upstream: { port: 1 }, listen: { port: proxy.port } });
  await expect(second).rejects.toMatchObject({ code: "CANNOT_LISTEN", message: expect.stringContaining("EADDRINUSE") });
});

test("its end is that of all connections and of what they wait for", async () => {
  const { dial, proxy, clock } = await startRig({ toxics: [{ type: "latency", latencyMs: 60_000 }] });
  const { client, server } = await dial();
  server.socket.write("held");
  await until(() => clock.left.length === 1);
  await proxy.close();
  await client.happened("end");
  await server.happened("end");
  await until(() => clock.left.length === 0);
  expect(proxy.open).toBe(0);
});
