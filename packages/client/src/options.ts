import { GatewayError } from "./errors.ts";
import { inspect } from "./inspect.ts";
import { type Runtime, systemRuntime } from "./runtime.ts";

/** How live values come. "auto": by WebSocket, and by server-sent events where WebSocket is barred. */
export type LiveTransport = "auto" | "websocket" | "sse";

/** An API key or token, or what gives a fresh one: it is asked before each request and each connection. */
export type KeySource = string | (() => string | undefined | Promise<string | undefined>);

export interface ClientOptions {
  /**
   * The gateway's, with `http:` or `https:`. `/graphql` is added where it has no path. In a browser it may be relative to the
   * page: "" is the page's own gateway.
   */
  readonly url: string;
  /** Default: none, as on a gateway that asks for none. It is sent as `Authorization: Bearer …` and shown nowhere. */
  readonly key?: KeySource | undefined;
  /** Send the ids of documents instead of their text. The gateway must know `persisted-documents.json`. Default: false. */
  readonly persisted?: boolean | undefined;
  /** Default: "auto". */
  readonly transport?: LiveTransport | undefined;
  /** How long a query or mutation may take, in ms. Default: 60 000. */
  readonly timeoutMs?: number | undefined;
  /** Clock, chance and network. Default: the platform's. */
  readonly runtime?: { readonly [Name in keyof Runtime]?: Runtime[Name] | undefined } | undefined;
}

/** Options that were looked at. */
export interface Settings {
  /** Absolute, http or https. */
  readonly url: string;
  readonly persisted: boolean;
  readonly transport: LiveTransport;
  readonly timeoutMs: number;
  readonly runtime: Runtime;
  /** Undefined: no key. @throws GatewayError UNAUTHENTICATED where the source of the key failed, or gave none that can be one */
  readonly authorization: () => Promise<string | undefined>;
}

/** @throws TypeError that names the option and what to give instead */
export function settingsOf(options: ClientOptions | undefined): Settings {
  // Where no compiler looks, options are forgotten, or only the url is given.
  if (typeof options !== "object") throw new TypeError('url is missing: give { url: "http://localhost:4000" }');
  const { url, key, persisted = false, transport = "auto", timeoutMs = 60_000, runtime = {} } = options;
  if (!["auto", "websocket", "sse"].includes(transport)) {
    throw new TypeError(`transport is ${inspect(transport)}: give "auto", "websocket" or "sse"`);
  }
  if (!(timeoutMs > 0 && timeoutMs <= longestTimerMs)) {
    throw new TypeError(`timeoutMs is ${inspect(timeoutMs)}: give milliseconds from 1 to ${longestTimerMs}`);
  }
  if (typeof key === "string") bearer(key);
  else if (key !== undefined && typeof key !== "function") throw new TypeError("key is neither a text nor a function");
  return {
    url: endpointOf(url, pageOf()),
    persisted,
    transport,
    timeoutMs,
    runtime: {
      fetch: runtime.fetch ?? systemRuntime.fetch,
      WebSocket: "WebSocket" in runtime ? runtime.WebSocket : systemRuntime.WebSocket,
      now: runtime.now ?? systemRuntime.now,
      after: runtime.after ?? systemRuntime.after,
      random: runtime.random ?? systemRuntime.random,
    },
    authorization: () => authorizationOf(key),
  };
}

async function authorizationOf(key: KeySource | undefined): Promise<string | undefined> {
  let given: string | undefined;
  try {
    given = typeof key === "function" ? await key() : key;
  } catch (cause) {
    throw new GatewayError("UNAUTHENTICATED", "the function that gives the key failed", { retryable: true, cause });
  }
  try {
    return given === undefined ? undefined : bearer(given);
  } catch (cause) {
    const message = `the function that gives the key gave none: ${cause instanceof Error ? cause.message : ""}`;
    throw new GatewayError("UNAUTHENTICATED", message, { retryable: false });
  }
}

/** A timer that is longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Never repeats what was given: it may be a key. */
function bearer(key: unknown): string {
  if (typeof key !== "string" || key === "") throw new TypeError("key is empty: leave it out where there is none");
  if (/^bearer\s/i.test(key)) throw new TypeError('key begins with "Bearer": give the key alone');
  if (/\s/.test(key)) throw new TypeError("key holds a space or a line break: was more copied than the key?");
  if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError("key holds a character that no header can carry");
  return `Bearer ${key}`;
}

/** The address of the page, in browsers. */
function pageOf(): string | undefined {
  const location: unknown = Reflect.get(globalThis, "location");
  if (typeof location !== "object" || location === null) return undefined;
  const href: unknown = Reflect.get(location, "href");
  return typeof href === "string" && /^https?:/.test(href) ? href : undefined;
}

/** @throws TypeError */
export function endpointOf(url: string, page: string | undefined): string {
  if (typeof url !== "string") throw new TypeError(`url is ${inspect(url)}: give a text such as http://localhost:4000`);
  const isRelative = url === "" || /^[/.?]/.test(url);
  if (isRelative && page === undefined) {
    throw new TypeError(`url is ${inspect(url)}, and there is no page that it is relative to: give http://HOST:PORT`);
  }
  if (!isRelative && !/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    throw new TypeError(`url is ${inspect(url)} and has no scheme: was http://${url} meant?`);
  }
  let parsed: URL;
  try {
    parsed = url === "" ? new URL("/graphql", page) : new URL(url, page);
  } catch {
    throw new TypeError(`url is ${inspect(url)}, which is none: give one such as http://localhost:4000`);
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    throw new TypeError(`url begins with ${parsed.protocol}//: give http:// or https://, also for live values`);
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new TypeError("url holds a user or a password: give the key as `key`, where nobody sees it");
  }
  if (parsed.pathname === "/") parsed.pathname = "/graphql";
  parsed.hash = "";
  return parsed.href;
}
