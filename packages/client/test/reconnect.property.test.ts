import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlenticoreClient, InverterLiveDocument } from "../src/index.ts";
import { FakeSocket, fakeWorld, settled } from "./fake-world.ts";

/** What users, gateway, network and time may do, in any order. `which` picks one of those there are. */
const steps = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant("subscribe" as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("welcome" as const) }) },
  fc.record({ does: fc.constant("stop" as const), which: fc.nat() }),
  fc.record({ does: fc.constant("open" as const) }),
  fc.record({ does: fc.constant("acknowledge" as const) }),
  fc.record({ does: fc.constant("value" as const), which: fc.nat() }),
  fc.record({ does: fc.constant("complete" as const), which: fc.nat() }),
  fc.record({ does: fc.constant("refuse" as const), which: fc.nat() }),
  fc.record({
    does: fc.constant("drop" as const),
    code: fc.constantFrom(1001, 1005, 1006, 1011, 1012, 4408, 4413, 4414, 4415, 4500),
  }),
  fc.record({ does: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
);
type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

const value = (number: number) => ({ data: { inverterLive: { inverterId: `inverter-${number}` } } });

class Scene {
  readonly world;
  readonly client;
  readonly subscriptions: { readonly stop: AbortController; readonly values: unknown[]; ended: boolean }[] = [];
  #values = 0;

  constructor(random: () => number) {
    this.world = fakeWorld({ random });
    this.client = createPlenticoreClient({
      url: "http://gateway",
      key: "k",
      transport: "websocket",
      runtime: this.world.runtime,
    });
  }

  get socket(): FakeSocket | undefined {
    return this.world.sockets.at(-1);
  }

  get running() {
    return this.subscriptions.filter(({ stop }) => !stop.signal.aborted);
  }

  async do(step: Step): Promise<void> {
    const { clock } = this.world;
    const id = (which: number) => this.socket?.running[which % Math.max(1, this.socket.running.length)];
    switch (step.does) {
      case "subscribe":
        this.#subscribe();
        break;
      case "stop":
        this.running[step.which % Math.max(1, this.running.length)]?.stop.abort();
        break;
      case "open":
        if (this.socket?.state === "connecting") this.socket.open();
        break;
      case "acknowledge":
        this.socket?.say({ type: "connection_ack" });
        break;
      case "welcome":
        if (this.socket?.state === "connecting") this.socket.open();
        this.socket?.say({ type: "connection_ack" });
        break;
      case "value":
        this.#values += 1;
        this.socket?.say({ type: "next", id: id(step.which), payload: value(this.#values) });
        break;
      case "complete":
        this.#endId(id(step.which), { type: "complete" });
        break;
      case "refuse": {
        const error = {
          message: "too many",
          extensions: { code: "LIMIT_EXCEEDED", retryable: true, retryAfterMs: 500 },
        };
        this.#endId(id(step.which), { type: "error", payload: [error] });
        break;
      }
      case "drop":
        this.socket?.end(step.code);
        break;
      case "pass":
        await clock.pass(step.ms);
        break;
    }
    await settled();
    this.check();
  }

  #endId(id: string | undefined, message: object): void {
    if (id === undefined || this.socket === undefined) return;
    this.socket.say({ id, ...message });
    // So that `running` knows it, too.
    this.socket.sent.push({ type: "complete", id, by: "gateway" });
  }

  #subscribe(): void {
    const subscription = { stop: new AbortController(), values: [] as unknown[], ended: false };
    this.subscriptions.push(subscription);
    const follow = async () => {
      const { signal } = subscription.stop;
      for await (const { data } of this.client.subscribe(InverterLiveDocument, {}, { signal })) {
        subscription.values.push(data.inverterLive.inverterId);
      }
      subscription.ended = true;
    };
    void follow();
  }

  /** What holds at every moment. */
  check(): void {
    const { sockets } = this.world;
    expect(sockets.filter(({ state }) => state !== "closed").length).toBeLessThanOrEqual(1);
    for (const { sent, protocol, url } of sockets) {
      expect({ protocol, url }).toEqual({ protocol: "graphql-transport-ws", url: "ws://gateway/graphql" });
      expect(sent.filter(({ type }) => type === "connection_init").length).toBe(sent.length > 0 ? 1 : 0);
      if (sent.length > 0) expect(sent[0]).toEqual({ type: "connection_init", payload: { authorization: "Bearer k" } });
      const subscribed = sent.filter(({ type }) => type === "subscribe").map(({ id }) => id);
      expect(new Set(subscribed).size).toBe(subscribed.length);
    }
    expect(this.socket?.running.length ?? 0).toBeLessThanOrEqual(this.running.length);
    for (const { stop, ended } of this.subscriptions) expect(ended).toBe(stop.signal.aborted);
  }

  /** The gateway is well again. */
  async heal(): Promise<void> {
    for (let round = 0; round < 40; round += 1) {
      if (this.socket?.state === "connecting") this.socket.open();
      await settled();
      this.socket?.say({ type: "connection_ack" });
      await this.world.clock.pass(2000);
      for (const { type } of [...(this.socket?.sent.slice(-1) ?? [])])
        if (type === "ping") this.socket?.say({ type: "pong" });
    }
  }
}

test("whatever happens, every subscription is running once when the gateway is well again, and nothing stays when all have stopped", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(steps, { maxLength: 40 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (script, chance) => {
        const scene = new Scene(() => chance.next().value ?? 0);
        for (const step of script) await scene.do(step);
        await scene.heal();
        scene.check();
        expect(scene.socket?.running.length ?? 0).toBe(scene.running.length);
        for (const id of scene.socket?.running ?? []) scene.socket?.say({ type: "next", id, payload: value(999) });
        await settled();
        for (const { values } of scene.running) expect(values.at(-1)).toBe("inverter-999");
        for (const { stop } of scene.running) stop.abort();
        await scene.world.clock.pass(5000);
        scene.check();
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
