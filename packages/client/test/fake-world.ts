import type { BodyReader, Fetch, FetchInit, FetchResponse, Runtime, Socket } from "../src/runtime.ts";

/** A clock that a test owns. */
export class FakeClock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly call: () => void }>();

  now = (): number => this.#now;

  after = (ms: number, call: () => void): (() => void) => {
    const timer = { at: this.#now + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass, and everything happen that is due, in its order. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.call();
      await settled();
    }
    this.#now = end;
  }
}

/** When nothing is left to do without time or network. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Message = Readonly<Record<string, unknown>>;

/** A client's WebSocket, whose other end a test holds. */
export class FakeSocket implements Socket {
  state: "connecting" | "open" | "closed" = "connecting";
  readonly sent: Message[] = [];
  readonly #listeners = new Map<string, ((event: never) => void)[]>();

  readonly url: string;
  readonly protocol: string;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(data: string): void {
    if (this.state === "connecting") throw new Error("InvalidStateError: sent before it was open");
    if (this.state === "open") this.sent.push(JSON.parse(data));
  }

  close(code?: number): void {
    if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999))
      throw new Error(`InvalidAccessError: ${code}`);
    this.state = "closed";
  }

  /** The gateway takes the connection. */
  open(): void {
    this.state = "open";
    this.#tell("open", {});
  }

  /** The gateway says something. */
  say(message: Message): void {
    if (this.state === "open") this.#tell("message", { data: JSON.stringify(message) });
  }

  /** The gateway, or the network, ends it. */
  end(code: number, reason = ""): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.#tell("error", {});
    this.#tell("close", { code, reason });
  }

  /** Ids that were subscribed to and neither stopped nor answered for good. */
  get running(): string[] {
    if (this.state === "closed") return [];
    const ids = new Set<string>();
    for (const { type, id } of this.sent) {
      if (type === "subscribe") ids.add(String(id));
      if (type === "complete") ids.delete(String(id));
    }
    return [...ids];
  }

  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
}

/** An answer of the gateway. */
export const answer = (
  body: unknown,
  { status = 200, type = "application/json" }: { readonly status?: number; readonly type?: string } = {},
): FetchResponse => ({
  status,
  headers: { get: (name) => (name === "content-type" ? type : null) },
  body: null,
  text: () => Promise.resolve(typeof body === "string" ? body : JSON.stringify(body)),
});

/** A stream of server-sent events, whose other end a test holds. */
export class FakeStream {
  readonly response: FetchResponse;
  readonly #reads: ((result: Awaited<ReturnType<BodyReader["read"]>>) => void)[] = [];
  readonly #chunks: Uint8Array[] = [];
  #ended = false;

  constructor() {
    const read: BodyReader["read"] = () => {
      const value = this.#chunks.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      if (this.#ended) return Promise.resolve({ done: true });
      return new Promise((resolve) => this.#reads.push(resolve));
    };
    this.response = {
      ...answer(""),
      headers: { get: () => "text/event-stream" },
      body: { getReader: () => ({ read }) },
    };
  }

  say(text: string): void {
    const value = new TextEncoder().encode(text);
    const read = this.#reads.shift();
    if (read === undefined) this.#chunks.push(value);
    else read({ done: false, value });
  }

  end(): void {
    this.#ended = true;
    this.#reads.shift()?.({ done: true });
  }
}

export interface FakeRequest {
  readonly url: string;
  readonly init: FetchInit;
  readonly body: Message;
  answer(response: FetchResponse): void;
  fail(error: Error): void;
}

export interface FakeWorld {
  readonly clock: FakeClock;
  readonly runtime: Runtime;
  readonly sockets: FakeSocket[];
  readonly requests: FakeRequest[];
}

/** Clock, chance and network of a test: nothing is answered but by it. */
export function fakeWorld({ random = () => 0.5 }: { readonly random?: () => number } = {}): FakeWorld {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const requests: FakeRequest[] = [];
  const fetch: Fetch = (url, init) =>
    new Promise((resolve, reject) => {
      init.signal.addEventListener("abort", () => reject(new Error("AbortError")));
      requests.push({ url, init, body: JSON.parse(init.body), answer: resolve, fail: reject });
    });
  class WebSocket extends FakeSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets.push(this);
    }
  }
  return { clock, sockets, requests, runtime: { now: clock.now, after: clock.after, random, fetch, WebSocket } };
}
