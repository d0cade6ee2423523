import { peersDirectory } from "./peers.ts";
import type { Server, Surroundings } from "./types.ts";

/** Mercurius with its compiler, the values in memory. */
export async function startMercurius({ children }: Surroundings): Promise<Server> {
  const { ready, pid } = await children.start({
    name: "Mercurius",
    args: ["mercurius.ts"],
    cwd: peersDirectory,
    ready: /^ready (\S+)$/m,
  });
  return { url: ready[1] ?? "", pid };
}
