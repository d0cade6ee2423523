import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWebSocketClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { Findings } from "./findings.ts";
import { keyOf } from "./gateway.ts";
import { type Device, plantOf } from "./park.ts";
import { createOrder, isCurrent, SHOWN, type Shown, wrong } from "./values.ts";

/** A stream is lost when nothing came for so long: a heartbeat is due each 30 s. */
const LOST_AFTER_MS = 50_000;

interface Update {
  readonly inverterId: string;
  readonly availability: { readonly state: string };
  readonly live: (Shown & { readonly stale: boolean }) | null;
  readonly error: { readonly code: string } | null;
}

interface Result {
  readonly data?: { readonly inverterLive?: Update } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

const DOCUMENT = /* GraphQL */ `
  subscription Soak($ids: [ID!], $every: Second!) {
    inverterLive(ids: $ids, every: $every) {
      inverterId
      availability { state }
      live { ${SHOWN} stale }
      error { code }
    }
  }
`;

export interface Subscriber {
  readonly name: string;
  /** Updates that came. */
  readonly received: () => number;
  /** Devices whose values are not yet shown as they stand. */
  behind(): readonly string[];
  /** Notes a stream that has said nothing for too long. */
  check(): void;
  close(): Promise<void>;
}

export interface SubscriberOptions {
  readonly url: string;
  readonly transport: "WebSocket" | "SSE";
  /** Whose key; a plant's sees its own inverters only. */
  readonly who: string;
  readonly everySeconds: number;
  readonly devices: readonly Device[];
  readonly findings: Findings;
}

/** Subscribes to all that its key may see, and looks at every value that comes. */
export function subscribe(options: SubscriberOptions): Subscriber {
  const { url, transport, who, everySeconds, devices, findings } = options;
  const name = `${who} over ${transport} every ${everySeconds} s`;
  const visible = new Map(
    devices.filter((device) => who === "admin" || plantOf(device) === who).map((device) => [device.id, device]),
  );
  const orders = new Map(Array.from(visible.values(), (device) => [device.id, createOrder(device)]));
  const latest = new Map<string, Shown & { readonly stale: boolean }>();
  let received = 0;
  let heardAt = Date.now();
  let closing = false;
  const lost = (how: string): void => {
    if (!closing) findings.add("a subscription was lost", `${name}: ${how}`);
  };
  const look = (update: Update): void => {
    const device = visible.get(update.inverterId);
    if (device === undefined) {
      findings.add("a value of another's inverter", `${name}: ${update.inverterId}`);
      return;
    }
    const { live } = update;
    if (live === null) return;
    const mistake = wrong(device, live, devices);
    if (mistake !== undefined) findings.add("a wrong value in a stream", `${name}: ${mistake}`);
    const disorder = orders.get(device.id)?.(live);
    if (disorder !== undefined) findings.add("an older value after a newer one", `${name}: ${disorder}`);
    latest.set(device.id, live);
  };
  const sink = {
    next: ({ data, errors = [] }: Result) => {
      received += 1;
      heardAt = Date.now();
      for (const { message, extensions } of errors) {
        findings.add("an error in a stream", `${name}: ${String(extensions?.["code"])}: ${message}`);
      }
      if (data?.inverterLive !== undefined) look(data.inverterLive);
    },
    error: (error: unknown) => lost(error instanceof Error ? error.message : JSON.stringify(error)),
    complete: () => lost("it was completed"),
  };
  const request = { query: DOCUMENT, variables: { every: everySeconds } };
  const authorization = `Bearer ${keyOf(who)}`;
  const client =
    transport === "WebSocket"
      ? createWebSocketClient({
          url: `${url.replace(/^http/, "ws")}/graphql`,
          webSocketImpl: WebSocket,
          retryAttempts: 0,
          connectionParams: { authorization },
        })
      : createSseClient({ url: `${url}/graphql`, retryAttempts: 0, headers: { authorization } });
  const stop = client.subscribe<NonNullable<Result["data"]>>(request, sink);
  return {
    name,
    received: () => received,
    behind: () =>
      Array.from(visible.values())
        .filter((device) => {
          const shown = latest.get(device.id);
          return shown === undefined || shown.stale || !isCurrent(device, shown);
        })
        .map(({ id }) => id),
    check: () => {
      if (Date.now() - heardAt > LOST_AFTER_MS) {
        lost(`nothing came for ${LOST_AFTER_MS / 1_000} s`);
        heardAt = Date.now();
      }
    },
    async close() {
      closing = true;
      stop();
      await client.dispose();
    },
  };
}
