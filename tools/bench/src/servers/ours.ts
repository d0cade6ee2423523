import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { password } from "./simulators.ts";
import type { Server, Surroundings } from "./types.ts";

/** The gateway as users start it. */
export async function startOurs({ children, simulators, directory, profile }: Surroundings): Promise<Server> {
  const config = join(directory, "gateway.yaml");
  await writeFile(config, configuration(simulators.urls));
  const command = import.meta.resolve("@plenticore/gateway/package.json");
  const { ready, pid } = await children.start({
    name: "plenticore-gateway",
    args: [
      ...(profile ? ["--cpu-prof"] : []),
      fileURLToPath(new URL("bin/plenticore-gateway.js", command)),
      ...["serve", "--config", config, "--port", "0", "--log-level", "warn"],
    ],
    env: { BENCH_PASSWORD: password },
    ready: /^GraphQL: (\S+)$/m,
  });
  return { url: ready[1] ?? "", pid };
}

function configuration(urls: readonly string[]): string {
  const inverters = urls.map((url, index) => {
    const id = `i${index + 1}`;
    return { id, name: id, url, password: { env: "BENCH_PASSWORD" } };
  });
  // JSON is YAML.
  return JSON.stringify({ plants: [{ id: "home", name: "Home", timeZone: "Europe/Berlin", inverters }] });
}
