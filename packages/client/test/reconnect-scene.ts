import fc from "fast-check";
import { createPlenticoreClient, InverterLiveDocument, type PlenticoreClient } from "../src/index.ts";
import { type FakeSocket, type FakeWorld, fakeWorld, settled } from "./fake-world.ts";

/** What users, gateway, network and time may do, in any order. `which` picks one of those there are. */
export const steps = fc.oneof(
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
export type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

export const value = (number: number) => ({ data: { inverterLive: { inverterId: `inverter-${number}` } } });

/** A client, and all that is around it, driven step by step. */
export class Scene {
  readonly world: FakeWorld;
  readonly client: PlenticoreClient;
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
