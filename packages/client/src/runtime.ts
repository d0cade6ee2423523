/** Of a platform's `fetch` what the client uses. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: "POST";
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly redirect: "manual";
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Null where there is none. */
  readonly body: { getReader(): BodyReader } | null;
  text(): Promise<string>;
}

export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
}

/** Of a platform's WebSocket what the client uses. */
export interface Socket {
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export type SocketConstructor = new (url: string, protocol: string) => Socket;

/** Clock, chance and network: whoever hands in others owns them. */
export interface Runtime {
  readonly fetch: Fetch;
  /** Undefined where the platform has none: then live values come by server-sent events. */
  readonly WebSocket: SocketConstructor | undefined;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** Calls once after so many ms; what it returns calls it off. */
  readonly after: (ms: number, call: () => void) => () => void;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The platform's own. */
export const systemRuntime: Runtime = {
  // Called as a method of another object, a browser's fetch throws.
  fetch: (url, init) => fetch(url, init),
  get WebSocket() {
    return typeof WebSocket === "undefined" ? undefined : WebSocket;
  },
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
