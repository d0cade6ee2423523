import {
  createPlenticoreClient,
  type GatewayError,
  type PlenticoreClient,
  ViewerDocument,
  type ViewerQuery,
} from "@plenticore/client";
import type { KeyStore } from "./key-store.ts";
import { LiveStore } from "./live-store.ts";
import { Memory } from "./memory.ts";

export type Viewer = ViewerQuery["viewer"];
export type Plant = Viewer["plants"][number];
export type PlantInverter = Plant["inverters"][number];

/** Whether this browser may look, and at what. */
export type SessionState =
  /** The first question is on its way. */
  | { readonly status: "asking" }
  /** The gateway has not answered yet, not even once. */
  | { readonly status: "unreachable"; readonly error: GatewayError }
  /** It wants a key; `refused`: the one that was given is no good (any more). */
  | { readonly status: "signedOut"; readonly refused: boolean }
  | {
      readonly status: "ready";
      readonly viewer: Viewer;
      readonly hasKey: boolean;
      /** The gateway does not know this page's documents any more: another version runs. */
      readonly isOutdated: boolean;
    };

export interface SessionOptions {
  readonly keys: KeyStore;
  /** Default: a client of the page's own gateway. */
  readonly createClient?: (key: string | undefined) => PlenticoreClient;
  /** Calls once, `ms` later. Default: the browser's timer. */
  readonly after?: (ms: number, call: () => void) => void;
}

const retryMs = 3000;

/** Who looks at the page, and the client that asks for him. It outlives all views. */
export class Session {
  readonly #keys: KeyStore;
  readonly #createClient: (key: string | undefined) => PlenticoreClient;
  readonly #after: (ms: number, call: () => void) => void;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { status: "asking" };
  #client: PlenticoreClient;
  #store = new LiveStore();
  #memory = new Memory();
  /** Whose next attempt is agreed already. */
  #waiting: PlenticoreClient | undefined;

  constructor({ keys, createClient = pageClient, after = (ms, call) => setTimeout(call, ms) }: SessionOptions) {
    this.#keys = keys;
    this.#createClient = createClient;
    this.#after = after;
    this.#client = createClient(keys.get());
  }

  readonly get = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another one after each signing in and out. */
  get client(): PlenticoreClient {
    return this.#client;
  }

  /** What his inverters do; another one with each client, so that nobody sees what came for somebody else. */
  get store(): LiveStore {
    return this.#store;
  }

  /** What he was shown last; another one with each client. */
  get memory(): Memory {
    return this.#memory;
  }

  /** For what is asked for beside the client. Never goes into an address. */
  get key(): string | undefined {
    return this.#keys.get();
  }

  /** Asks who this is and what he may see. Until it is known once it goes on asking; then what is shown stays. */
  async refresh(): Promise<void> {
    const client = this.#client;
    const result = await client.query(ViewerDocument);
    // Somebody signed in or out meanwhile.
    if (client !== this.#client) return;
    if (result.kind !== "failed") {
      this.#ready(result.data.viewer);
    } else if (this.#state.status === "ready") {
      // Whoever sees the page asks anew now and then.
      this.refused(client, result.error);
    } else if (result.error.code === "UNAUTHENTICATED") {
      this.expire(client);
    } else {
      this.#set({ status: "unreachable", error: result.error });
      if (this.#waiting === client) return;
      this.#waiting = client;
      this.#after(result.error.retryAfterMs ?? retryMs, () => {
        if (client !== this.#client) return;
        this.#waiting = undefined;
        void this.refresh();
      });
    }
  }

  /** @param key as it was typed; blanks around it come from copying */
  async signIn(key: string): Promise<void> {
    this.#begin(key.trim());
    await this.refresh();
  }

  signOut(): void {
    this.#begin(undefined);
    this.#set({ status: "asking" });
    void this.refresh();
  }

  /** The key of this client is no good any more. Told by each that is refused: the first one counts, and none for a newer key. */
  expire(client: PlenticoreClient): void {
    if (client !== this.#client) return;
    const refused = this.#keys.get() !== undefined;
    this.#begin(undefined);
    this.#set({ status: "signedOut", refused });
  }

  /** Why something can't be had: a key that is no good any more, a page that is older than the gateway, or nothing that lasts. */
  refused(client: PlenticoreClient, { code }: GatewayError): void {
    if (code === "UNAUTHENTICATED") this.expire(client);
    if (code !== "BAD_INPUT" || client !== this.#client || this.#state.status !== "ready") return;
    if (!this.#state.isOutdated) this.#set({ ...this.#state, isOutdated: true });
  }

  /** The same as before stays the same object, so that nobody asks anew for it. */
  #ready(viewer: Viewer): void {
    const { status } = this.#state;
    const before = status === "ready" ? this.#state : undefined;
    const isSame = before !== undefined && JSON.stringify(before.viewer) === JSON.stringify(viewer);
    const hasKey = this.#keys.get() !== undefined;
    if (isSame && before.hasKey === hasKey) return;
    this.#set({
      status: "ready",
      viewer: isSame ? before.viewer : viewer,
      hasKey,
      isOutdated: before?.isOutdated ?? false,
    });
  }

  #begin(key: string | undefined): void {
    this.#client.close();
    this.#keys.set(key);
    this.#client = this.#createClient(key);
    this.#store = new LiveStore();
    this.#memory = new Memory();
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const pageClient = (key: string | undefined): PlenticoreClient =>
  createPlenticoreClient({ url: "", persisted: true, ...(key !== undefined && { key }) });
