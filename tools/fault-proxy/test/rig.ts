import { connect, createServer, type Socket } from "node:net";
import { afterEach } from "vitest";
import { type Clock, type FaultProxy, type FaultProxyOptions, startFaultProxy } from "../src/index.ts";

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Resolves when it is so; the test's own time limit is the only one. */
export async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Time that passes when a test says so. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = {
        until: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      if (signal.aborted) sleeper.wake();
      else signal.addEventListener("abort", sleeper.wake, { once: true });
    });
  }

  /** How long each sleeper has to wait from now on. */
  get left(): readonly number[] {
    return Array.from(this.#sleepers, (sleeper) => sleeper.until - this.#now);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) if (sleeper.until <= this.#now) sleeper.wake();
  }
}

/** One end of a connection, and what happened to it. */
export class Peer {
  /** `12` bytes came, `end`, `error CODE`, `close`, in their order. */
  readonly events: string[] = [];
  readonly #chunks: Buffer[] = [];
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    open.push(() => socket.destroy());
    socket.on("data", (data: Buffer) => {
      this.#chunks.push(data);
      this.events.push(String(data.length));
    });
    socket.on("end", () => this.events.push("end"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => this.events.push(`error ${code}`));
    socket.on("close", () => this.events.push("close"));
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString("latin1");
  }

  /** Resolves when so many bytes have come in all. */
  received(count: number): Promise<void> {
    return until(() => this.bytes.length >= count);
  }

  happened(event: string): Promise<void> {
    return until(() => this.events.includes(event));
  }
}

export interface Rig {
  readonly proxy: FaultProxy;
  readonly clock: ManualClock;
  /** A new connection through the proxy, with the server's end of it. */
  readonly dial: () => Promise<{ client: Peer; server: Peer }>;
  /** A new connection that may never reach the server. */
  readonly knock: () => Peer;
}

/** A server, a proxy before it, and a clock that stands still. */
export async function startRig(options: Partial<FaultProxyOptions> = {}): Promise<Rig> {
  const clock = new ManualClock();
  const arrived: Peer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => arrived.push(new Peer(socket)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const proxy = await startFaultProxy({ upstream: { port: address.port }, clock, ...options });
  open.push(() => proxy.close());
  const knock = (): Peer => new Peer(connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true }));
  return {
    proxy,
    clock,
    knock,
    dial: async () => {
      const before = arrived.length;
      const client = knock();
      await until(() => arrived.length > before);
      const [peer] = arrived.slice(before);
      if (peer === undefined) throw new Error("nobody arrived");
      return { client, server: peer };
    },
  };
}
