import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const peersDirectory = fileURLToPath(new URL("../../peers", import.meta.url));

/** A program that a peer's package brings. */
export const peerProgram = (name: string): string => join(peersDirectory, "node_modules", ".bin", name);

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Installs the peers by their lockfile where they are missing or older. @throws Error telling what to do */
export async function installPeers(say: (line: string) => void): Promise<void> {
  const { dependencies } = manifestOf("");
  const isThere = ([name, version]: [string, string]): boolean => installedVersion(name) === version;
  if (Object.entries(dependencies).every(isThere)) return;
  say("Installing the peers (about a minute, 550 MB in tools/bench/peers/node_modules) …");
  const npm = spawn("npm", ["ci", "--no-progress", "--loglevel=error"], {
    cwd: peersDirectory,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [status] = (await once(npm, "exit")) as [number | null];
  if (status !== 0)
    throw new Error(`the peers could not be installed: run \`npm ci\` in tools/bench/peers (${status})`);
}

function installedVersion(name: string): string | undefined {
  try {
    return manifestOf(join("node_modules", name)).version;
  } catch {
    // Not there, or half of it: npm will tell.
    return undefined;
  }
}

const manifestOf = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(peersDirectory, directory, "package.json"), "utf8")) as Manifest;
