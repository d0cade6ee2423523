import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { createRestClient } from "../src/index.ts";
import { answering, fact, ManualTime, serveHttp, serveTcp, version } from "./servers.ts";

describe("what the network does", () => {
  test("nobody listens", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const client = createRestClient({ url: `http://127.0.0.1:${port}` });
    expect(await client.getVersion()).toEqual({
      ok: false,
      kind: "unreachable",
      reason: "refused",
      message: "the connection was refused (ECONNREFUSED)",
    });
    await client.close();
  });

  test("a name that doesn't exist", async () => {
    const client = createRestClient({ url: "http://inverter.invalid" });
    expect(await client.getVersion()).toMatchObject({ kind: "unreachable", reason: "dns" });
    await client.close();
  });

  test.each<[string, string, object]>([
    ["the connection ends before the answer", "", { kind: "unreachable", reason: "reset" }],
    ["the connection ends in the headers", "HTTP/1.1 200 OK\r\nContent-Le", { kind: "unreachable", reason: "reset" }],
    [
      "the connection ends in the body",
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"sw',
      { kind: "unreachable", reason: "reset" },
    ],
    [
      "the connection ends in a chunk",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc",
      { kind: "unreachable", reason: "reset" },
    ],
    [
      "something that is not HTTP",
      "SSH-2.0-dropbear\r\n",
      { kind: "invalid", status: 0, message: expect.stringContaining("not HTTP") },
    ],
    ["headers without end", `HTTP/1.1 200 OK\r\n${"X-A: b\r\n".repeat(10_000)}`, { kind: "invalid", status: 0 }],
  ])("%s", async (_, text, want) => {
    await using server = await serveTcp((socket) => socket.once("data", () => socket.end(text)));
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toMatchObject({ ok: false, ...want });
    await client.close();
  });

  test("a reset", async () => {
    await using server = await serveTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toMatchObject({
      kind: "unreachable",
      reason: "reset",
      message: "the connection broke off (ECONNRESET)",
    });
    await client.close();
  });
});

test("no failure tells the session or the body of a request", async () => {
  const texts = [
    "",
    "HTTP/1.1 200 OK\r\n\r\n",
    "nonsense",
    "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",
  ];
  for (const text of texts) {
    await using server = await serveTcp((socket) => socket.once("data", () => socket.end(text)));
    const client = createRestClient({ url: server.url });
    const body = { transactionId: "t", iv: "i", tag: "g", payload: "topsecret" };
    const result = await client.postAuthSetPassword({ body }, { authorization: "Session topsecret" });
    expect(result.ok && text === "").toBe(false);
    expect(JSON.stringify(result)).not.toContain("topsecret");
    await client.close();
  }
});

describe("time", () => {
  test.each<[string, string | undefined]>([
    ["before the headers", undefined],
    ["within the headers", "HTTP/1.1 200 OK\r\n"],
    ["within the body", 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'],
  ])("ends a call %s, and its connection with it", async (_, text) => {
    const asked = fact();
    const closed = fact();
    await using server = await serveTcp((socket) => {
      socket.once("close", closed.happen);
      socket.once("data", () => socket.write(text ?? "", () => asked.happen()));
      if (text === undefined) socket.once("data", () => asked.happen());
    });
    const time = new ManualTime();
    const client = createRestClient({ url: server.url, timeoutMs: 7_000 }, time);
    const call = client.getVersion();
    await asked.happened;
    time.pass(6_999);
    expect(time.running).toEqual([7_000]);
    time.pass(7_000);
    expect(await call).toEqual({
      ok: false,
      kind: "unreachable",
      reason: "timeout",
      message: "no answer within 7000 ms",
    });
    await closed.happened;
    expect(time.running).toEqual([]);
    await client.close();
  });

  test("the call's own limit goes before the client's", async () => {
    await using server = await serveTcp(() => undefined);
    const time = new ManualTime();
    const client = createRestClient({ url: server.url }, time);
    const call = client.getVersion({}, { timeoutMs: 20 });
    expect(time.running).toEqual([20]);
    time.pass(20);
    expect(await call).toMatchObject({ reason: "timeout", message: "no answer within 20 ms" });
    await client.close();
  });

  test("runs out by itself on the system's clock", async () => {
    await using server = await serveTcp(() => undefined);
    const client = createRestClient({ url: server.url, timeoutMs: 20 });
    expect(await client.getVersion()).toMatchObject({ reason: "timeout" });
    await client.close();
  });

  test("a failure's body that never ends costs 2 s, and its status stands", async () => {
    const asked = fact();
    await using server = await serveTcp((socket) => {
      socket.once("data", () =>
        socket.write("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n{", () => asked.happen()),
      );
    });
    const time = new ManualTime();
    const client = createRestClient({ url: server.url }, time);
    const call = client.getModuleList();
    await asked.happened;
    await expect.poll(() => time.running).toEqual([15_000, 2_000]);
    time.pass(2_000);
    expect(await call).toMatchObject({ kind: "documented", status: 503, body: undefined });
    expect(time.running).toEqual([]);
    await client.close();
  });

  test("no timer is left after a call", async () => {
    await using server = await serveHttp(answering(200, JSON.stringify(version)));
    const time = new ManualTime();
    const client = createRestClient({ url: server.url }, time);
    await client.getVersion();
    expect(time.running).toEqual([]);
    await client.close();
  });
});

describe("a caller who stops", () => {
  test("before the call: nothing is sent", async () => {
    await using server = await serveHttp(answering(200, "{}"));
    const client = createRestClient({ url: server.url });
    const result = await client.getVersion({}, { signal: AbortSignal.abort(new Error("secret reason")) });
    expect(result).toEqual({ ok: false, kind: "cancelled", message: "the call was cancelled" });
    expect(server.connections).toBe(0);
    await client.close();
  });

  test.each<[string, string]>([
    ["while the server thinks", ""],
    ["while the body comes", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"],
    ["while a failure's body comes", "HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n{"],
  ])("%s: the connection is closed", async (_, text) => {
    const asked = fact();
    const closed = fact();
    await using server = await serveTcp((socket) => {
      socket.once("close", closed.happen);
      socket.once("data", () => {
        if (text !== "") socket.write(text);
        asked.happen();
      });
    });
    const client = createRestClient({ url: server.url });
    const controller = new AbortController();
    const call = client.getModuleList({}, { signal: controller.signal });
    await asked.happened;
    controller.abort();
    expect(await call).toEqual({ ok: false, kind: "cancelled", message: "the call was cancelled" });
    await closed.happened;
    await client.close();
  });

  test("after the call: nothing happens, and nothing listens on", async () => {
    await using server = await serveHttp(answering(200, JSON.stringify(version)));
    const client = createRestClient({ url: server.url });
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      listeners -= 1;
      remove(...args);
    };
    const result = await client.getVersion({}, { signal });
    controller.abort();
    expect(result.ok).toBe(true);
    expect(listeners).toBe(0);
    await client.close();
  });
});

describe("close", () => {
  test("ends calls in flight and waiting ones as cancelled, and later ones at once", async () => {
    const asked = fact();
    await using server = await serveTcp((socket) => socket.once("data", () => asked.happen()));
    const client = createRestClient({ url: server.url, connections: 1 });
    const calls = [client.getVersion(), client.getModuleList(), client.getUser()];
    await asked.happened;
    await client.close();
    const cancelled = { ok: false, kind: "cancelled", message: "the client was closed" };
    expect(await Promise.all(calls)).toEqual([cancelled, cancelled, cancelled]);
    expect(await client.getVersion()).toEqual(cancelled);
    await client.close();
  });
});

describe("calls at once", () => {
  test.each([1, 2, 5])("take at most %i connections, and all are answered", async (connections) => {
    let waiting: ServerResponse[] = [];
    let most = 0;
    // Nobody is answered before as many are here as there may be connections.
    await using server = await serveHttp((request, response) => {
      request.resume();
      waiting.push(response);
      most = Math.max(most, waiting.length);
      if (waiting.length < connections) return;
      for (const each of waiting) each.end(JSON.stringify(version));
      waiting = [];
    });
    const client = createRestClient({ url: server.url, connections });
    const results = await Promise.all(Array.from({ length: 40 }, () => client.getVersion()));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(most).toBe(connections);
    expect(server.connections).toBe(connections);
    await client.close();
  });
});
