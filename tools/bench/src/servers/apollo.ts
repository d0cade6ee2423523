import { peersDirectory } from "./peers.ts";
import type { Server, Surroundings } from "./types.ts";

/** Apollo Server, the values in memory. */
export async function startApollo({ children }: Surroundings): Promise<Server> {
  const { ready, pid } = await children.start({
    name: "Apollo Server",
    args: ["apollo.ts"],
    cwd: peersDirectory,
    ready: /^ready (\S+)$/m,
  });
  return { url: ready[1] ?? "", pid };
}
