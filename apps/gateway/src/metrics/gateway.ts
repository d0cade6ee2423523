import type { RefusalCounts } from "../limits/refusals.ts";
import type { LiveCounts } from "../live/limits.ts";
import { version } from "../version.ts";
import type { Family } from "./families.ts";

/** What the gateway counts about itself: plain objects, read at each scrape. */
export interface GatewayFigures {
  readonly inFlight: number;
  readonly live: Readonly<LiveCounts>;
  readonly cohorts: number;
  readonly refusals: Readonly<RefusalCounts>;
  /** How often each limit was hit, by the limit's name in the configuration: whoever has limits keeps such a record. */
  readonly limitHits: readonly Readonly<Record<string, number>>[];
}

/** What everybody may know of it. */
export const buildInfo: Family<unknown> = {
  name: "plenticore_gateway_build_info",
  type: "gauge",
  help: "1, with the gateway's version and Node's.",
  labels: ["version", "node"],
  samples: () => [[{ version: version(), node: process.versions.node }, 1]],
};

export const gatewayFamilies: readonly Family<GatewayFigures>[] = [
  {
    name: "plenticore_gateway_requests_in_flight",
    type: "gauge",
    help: "HTTP requests that are being answered, event streams included.",
    labels: [],
    samples: ({ inFlight }) => [[{}, inFlight]],
  },
  {
    name: "plenticore_gateway_sockets",
    type: "gauge",
    help: "Open WebSockets.",
    labels: [],
    samples: ({ live }) => [[{}, live.sockets]],
  },
  {
    name: "plenticore_gateway_subscriptions",
    type: "gauge",
    help: "Running subscriptions, over WebSocket and server-sent events.",
    labels: [],
    samples: ({ live }) => [[{}, live.subscriptions]],
  },
  {
    name: "plenticore_gateway_cohorts",
    type: "gauge",
    help: "Executions that running subscriptions share.",
    labels: [],
    samples: ({ cohorts }) => [[{}, cohorts]],
  },
  {
    name: "plenticore_gateway_slow_closes_total",
    type: "counter",
    help: "Clients that were ended since they did not read.",
    labels: [],
    samples: ({ live }) => [[{}, live.slowClosed]],
  },
  {
    name: "plenticore_gateway_flood_closes_total",
    type: "counter",
    help: "WebSockets that were ended since they sent too much.",
    labels: [],
    samples: ({ live }) => [[{}, live.floodClosed]],
  },
  {
    name: "plenticore_gateway_refusals_held_total",
    type: "counter",
    help: "Requests and sockets that were refused late, since their address was refused again and again.",
    labels: [],
    samples: ({ refusals }) => [[{}, refusals.held]],
  },
  {
    name: "plenticore_gateway_refusals_dropped_total",
    type: "counter",
    help: "Connections that were ended instead, since too many of their address, or in all, waited to be refused.",
    labels: [],
    samples: ({ refusals }) => [[{}, refusals.dropped]],
  },
  {
    name: "plenticore_gateway_limit_hits_total",
    type: "counter",
    help: "Requests, sockets and subscriptions that were refused or ended, by the limit that they hit.",
    labels: ["limit"],
    samples: ({ limitHits }) =>
      limitHits.flatMap((hits) => Object.entries(hits).map(([limit, count]) => [{ limit }, count] as const)),
  },
];
