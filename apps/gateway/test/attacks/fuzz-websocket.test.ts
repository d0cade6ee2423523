import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { checkErrors, checkText, startFuzzed, type Told } from "../example/fuzzed.ts";
import { anything, operations } from "../example/random-operations.ts";

let fuzzed: Awaited<ReturnType<typeof startFuzzed>>;
beforeAll(async () => {
  fuzzed = await startFuzzed();
});
afterAll(() => fuzzed.end());

const patience = 300_000;

test("a message that only servers send ends the connection like any that is not of the protocol", async () => {
  const socket = new WebSocket(`${fuzzed.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  socket.on("open", () => {
    socket.send(JSON.stringify({ type: "connection_init", payload: fuzzed.headers }));
    socket.send('{"type":"next","id":"1","payload":{}}');
  });
  const code = await new Promise((resolve) => socket.once("close", resolve));
  expect(code).toBe(4400);
});

describe("WebSocket frames", () => {
  const messages = fc.oneof(
    fc
      .record(
        {
          type: fc.constantFrom("connection_init", "ping", "pong", "subscribe", "complete", "next", "error", "nothing"),
          id: fc.oneof(fc.constantFrom("1", "2", ""), anything),
          payload: fc.oneof(anything, operations),
        },
        { requiredKeys: ["type"] },
      )
      .map((message) => JSON.stringify(message)),
    operations.map((payload) => JSON.stringify({ type: "subscribe", id: "3", payload })),
    fc.constantFrom(
      '{"type":"subscribe","id":"4","payload":{"query":"subscription { inverterLive { inverterId } }"}}',
      '{"type":"complete","id":"4"}',
    ),
    fc.string({ maxLength: 50, unit: "binary" }),
    fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  );

  test.each([
    ["after connection_init", true],
    ["before it", false],
  ])("%s", { timeout: patience }, async (_when, init) => {
    await fc.assert(
      fc.asyncProperty(fc.array(messages, { minLength: 1, maxLength: 12 }), async (list) => {
        const socket = new WebSocket(`${fuzzed.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
          headers: { authorization: fuzzed.headers.authorization },
        });
        const heard: string[] = [];
        socket.on("message", (data: Buffer) => heard.push(data.toString()));
        socket.on("error", () => undefined);
        const closed = new Promise<{ code: number; reason: string }>((resolve) => {
          socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
        });
        await new Promise((resolve) => socket.once("open", resolve));
        if (init) socket.send('{"type":"connection_init"}');
        for (const message of list) socket.send(message);
        // Not a message of the protocol: the gateway ends the connection when it has come so far.
        socket.send("the end");
        const { code, reason } = await closed;
        expect([4400, 4401, 4403, 4408, 4409, 4429]).toContain(code);
        for (const text of [...heard, reason]) checkText(text);
        for (const text of heard) {
          const { type, payload } = JSON.parse(text) as { type: string; payload?: Told | Told["errors"] };
          const errors = type === "error" ? (payload as Told["errors"]) : (payload as Told | undefined)?.errors;
          checkErrors(errors);
        }
      }),
      { numRuns: 100 },
    );
    while (fuzzed.gateway.live.sockets > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(fuzzed.gateway.live.subscriptions).toBe(0);
    await fuzzed.isAlive();
  });
});
