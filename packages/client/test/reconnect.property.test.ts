import fc from "fast-check";
import { expect, test } from "vitest";
import { settled } from "./fake-world.ts";
import { Scene, steps, value } from "./reconnect-scene.ts";

/** What holds at every moment. */
function expectSound(scene: Scene): void {
  const { sockets } = scene.world;
  expect(sockets.filter(({ state }) => state !== "closed").length).toBeLessThanOrEqual(1);
  for (const { sent, protocol, url } of sockets) {
    expect({ protocol, url }).toEqual({ protocol: "graphql-transport-ws", url: "ws://gateway/graphql" });
    expect(sent.filter(({ type }) => type === "connection_init").length).toBe(sent.length > 0 ? 1 : 0);
    if (sent.length > 0) expect(sent[0]).toEqual({ type: "connection_init", payload: { authorization: "Bearer k" } });
    const subscribed = sent.filter(({ type }) => type === "subscribe").map(({ id }) => id);
    expect(new Set(subscribed).size).toBe(subscribed.length);
  }
  expect(scene.socket?.running.length ?? 0).toBeLessThanOrEqual(scene.running.length);
  for (const { stop, ended } of scene.subscriptions) expect(ended).toBe(stop.signal.aborted);
}

test("whatever happens, every subscription is running once when the gateway is well again, and nothing stays when all have stopped", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(steps, { maxLength: 40 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (script, chance) => {
        const scene = new Scene(() => chance.next().value ?? 0);
        for (const step of script) {
          await scene.do(step);
          expectSound(scene);
        }
        await scene.heal();
        expectSound(scene);
        expect(scene.socket?.running.length ?? 0).toBe(scene.running.length);
        for (const id of scene.socket?.running ?? []) scene.socket?.say({ type: "next", id, payload: value(999) });
        await settled();
        for (const { values } of scene.running) expect(values.at(-1)).toBe("inverter-999");
        for (const { stop } of scene.running) stop.abort();
        await scene.world.clock.pass(5000);
        expectSound(scene);
        expect(scene.world.sockets.every(({ state }) => state === "closed")).toBe(true);
        expect(scene.world.clock.pending).toBe(0);
        expect(scene.client.connection.get().status).toBe("idle");
      },
    ),
    { numRuns: 300 },
  );
});

test("a wait never exceeds the longest, a good connection resets it, and one that breaks at once does not", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 12 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (lasting, chance) => {
        const scene = new Scene(() => chance);
        await scene.do({ does: "subscribe" });
        let attempts = 0;
        for (const lasts of lasting) {
          await scene.do({ does: "open" });
          await scene.do({ does: "acknowledge" });
          if (lasts) await scene.do({ does: "pass", ms: 15_000 });
          attempts = lasts ? 0 : attempts;
          await scene.do({ does: "drop", code: 1006 });
          const state = scene.client.connection.get();
          expect(state).toMatchObject({ status: "waiting", attempt: attempts + 1 });
          expect(state.status === "waiting" && state.retryInMs).toBeCloseTo(
            chance * Math.min(30_000, 1000 * 2 ** attempts),
          );
          attempts += 1;
          await scene.do({ does: "pass", ms: state.status === "waiting" ? state.retryInMs : 0 });
        }
      },
    ),
    { numRuns: 30 },
  );
});
