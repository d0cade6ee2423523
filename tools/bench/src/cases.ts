import { gatewayQueries, hiveQueries } from "./queries.ts";
import { oneByOne, tenValues, twentyValues } from "./selection.ts";
import type { ServerName } from "./servers/servers.ts";

/** Simulated devices of a run. */
export const deviceCount = 10;

export interface Contestant {
  readonly label: string;
  readonly server: ServerName;
  readonly query: string;
  /** Answers that wait for the device need long rounds, the others are many in a short one. */
  readonly pace: "device" | "memory";
}

export interface Case {
  readonly name: string;
  readonly title: string;
  readonly clients: number;
  /** What each request takes at the device, which does one after the other. */
  readonly latencyMs: number;
  /** Numbers in each answer. */
  readonly values: number;
  /** Inverters that one query reads. */
  readonly inverters: number;
  readonly contestants: readonly Contestant[];
  /** The label of the contestant that the others are compared with. */
  readonly baseline: string;
}

const clients = 32;
const latencyMs = 100;
/** In seconds; far over the length of a run: every answer comes from the snapshot. */
const longAge = 3600;
const tenFields = oneByOne(tenValues).map((selector) => [selector]);

export const cases: readonly Case[] = [
  {
    name: "1x10",
    title: `1 inverter × 10 values, ${clients} clients`,
    clients,
    latencyMs,
    values: 10,
    inverters: 1,
    baseline: "bare Yoga",
    contestants: [
      { label: "ours", server: "ours", query: gatewayQueries.oneInverter(tenValues), pace: "memory" },
      { label: "ours, maxAge 0", server: "ours", query: gatewayQueries.oneInverter(tenValues, 0), pace: "memory" },
      { label: "bare Yoga", server: "naive", query: gatewayQueries.oneInverter(tenValues), pace: "device" },
      { label: "Hive Gateway", server: "hive", query: hiveQueries.oneInverter(tenValues), pace: "device" },
    ],
  },
  {
    name: "10x20",
    title: `10 inverters × 20 values, ${clients} clients`,
    clients,
    latencyMs,
    values: 200,
    inverters: 10,
    baseline: "bare Yoga",
    contestants: [
      { label: "ours", server: "ours", query: gatewayQueries.allInverters(twentyValues), pace: "memory" },
      { label: "ours, maxAge 0", server: "ours", query: gatewayQueries.allInverters(twentyValues, 0), pace: "memory" },
      { label: "bare Yoga", server: "naive", query: gatewayQueries.allInverters(twentyValues), pace: "device" },
      {
        label: "Hive Gateway",
        server: "hive",
        query: hiveQueries.allInverters(twentyValues, deviceCount),
        pace: "device",
      },
    ],
  },
  {
    name: "10-fields",
    title: "one query asks 1 inverter for 10 fields, 1 client",
    clients: 1,
    latencyMs,
    values: 10,
    inverters: 1,
    baseline: "bare Yoga",
    contestants: [
      {
        label: "ours, maxAge 0",
        server: "ours",
        query: gatewayQueries.fieldsOfOneInverter(tenFields, 0),
        pace: "memory",
      },
      { label: "bare Yoga", server: "naive", query: gatewayQueries.fieldsOfOneInverter(tenFields), pace: "device" },
      { label: "Hive Gateway", server: "hive", query: hiveQueries.fieldsOfOneInverter(tenFields), pace: "device" },
    ],
  },
  {
    name: "snapshot",
    title: `1 inverter × 10 values from memory, ${clients} clients`,
    clients,
    latencyMs: 0,
    values: 10,
    inverters: 1,
    baseline: "node:http hello",
    contestants: [
      { label: "ours", server: "ours", query: gatewayQueries.oneInverter(tenValues, longAge), pace: "memory" },
      { label: "bare Yoga", server: "remembering", query: gatewayQueries.oneInverter(tenValues), pace: "memory" },
      { label: "Mercurius + jit", server: "mercurius", query: gatewayQueries.oneInverter(tenValues), pace: "memory" },
      { label: "Apollo Server", server: "apollo", query: gatewayQueries.oneInverter(tenValues), pace: "memory" },
      { label: "node:http hello", server: "hello", query: gatewayQueries.oneInverter(tenValues), pace: "memory" },
    ],
  },
];
