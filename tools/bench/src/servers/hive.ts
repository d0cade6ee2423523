import { execFile } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { logIn, type Post } from "./login.ts";
import { peerProgram, peersDirectory } from "./peers.ts";
import { password } from "./simulators.ts";
import type { Server, Surroundings } from "./types.ts";

/** Hive Gateway before the devices: a supergraph of one OpenAPI subgraph a device, each with a session that we log in for it. */
export async function startHive({ children, simulators, directory }: Surroundings): Promise<Server> {
  const supergraph = join(directory, "supergraph.graphql");
  await promisify(execFile)(process.execPath, [peerProgram("mesh-compose"), "-o", supergraph], {
    cwd: peersDirectory,
    env: { ...process.env, DEVICE_COUNT: String(simulators.urls.length) },
  });
  const { pid, ready } = await children.start({
    name: "Hive Gateway",
    args: [
      ...[peerProgram("hive-gateway"), "supergraph", supergraph],
      ...["--fork", "1", "--host", "127.0.0.1", "--port", String(await freePort())],
    ],
    cwd: directory,
    env: await devices(simulators.urls),
    ready: /Listening on (http:\/\/[\d.]+:\d+)/,
  });
  return { url: `${ready[1]}/graphql`, pid };
}

/** What mesh.config.ts names: address and session of each device. */
async function devices(urls: readonly string[]): Promise<Record<string, string>> {
  const pairs = urls.map(async (url, index) => [
    [`DEVICE_${index + 1}`, url],
    [`SESSION_${index + 1}`, await logIn((path, body) => post(`${url}/api/v1${path}`, body), password)],
  ]);
  return Object.fromEntries((await Promise.all(pairs)).flat()) as Record<string, string>;
}

async function post(url: string, body: unknown): ReturnType<Post> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json() as ReturnType<Post>;
}

/** Hive Gateway doesn't tell which port it got when asked for any. */
async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
