import { startApollo } from "./apollo.ts";
import { startHive } from "./hive.ts";
import { startMercurius } from "./mercurius.ts";
import { startOurs } from "./ours.ts";
import { startHello, startNaive, startRemembering } from "./plain.ts";
import type { Server, Surroundings } from "./types.ts";

export type ServerName = "ours" | "naive" | "hive" | "remembering" | "mercurius" | "apollo" | "hello";

const starters: Readonly<Record<ServerName, (surroundings: Surroundings) => Promise<Server>>> = {
  ours: startOurs,
  naive: startNaive,
  hive: startHive,
  remembering: startRemembering,
  mercurius: startMercurius,
  apollo: startApollo,
  hello: startHello,
};

export type Servers = ReadonlyMap<ServerName, Server>;

/** Starts those that are wanted. */
export async function startServers(names: Iterable<ServerName>, surroundings: Surroundings): Promise<Servers> {
  const started = [...names].map(async (name) => [name, await starters[name](surroundings)] as const);
  return new Map(await Promise.all(started));
}
