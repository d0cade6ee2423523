import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import type { Findings } from "./findings.ts";
import { type Device, PASSWORD, plantOf } from "./park.ts";

const gateway = import.meta.resolve("@plenticore/gateway/package.json");
const command = fileURLToPath(new URL("bin/plenticore-gateway.js", gateway));
const preload = new URL("./preload-process.ts", import.meta.url).href;

export interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

/** Keys by role: one sees everything, the others a plant each. */
export const keyOf = (name: string): string => `soak-${name}-${"k".repeat(40)}`;

/** The real command in a process of its own. */
export class GatewayProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #ended: Promise<string>;
  #stopping = false;
  #over = false;

  private constructor(child: ChildProcess, url: string, directory: string, ended: Promise<string>, findings: Findings) {
    this.#child = child;
    this.url = url;
    this.#directory = directory;
    this.#ended = ended;
    void ended.then((how) => {
      this.#over = true;
      if (!this.#stopping) findings.add("the gateway ended", how);
    });
  }

  static async start(devices: readonly Device[], findings: Findings): Promise<GatewayProcess> {
    const directory = await mkdtemp(join(tmpdir(), "plenticore-soak-"));
    const file = join(directory, "gateway.yaml");
    await writeFile(file, stringify(configuration(devices)), { mode: 0o600 });
    const args = ["--expose-gc", "--import", preload, command, "serve", "--config", file];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env["PATH"], SOAK_PASSWORD: PASSWORD, ...keys(devices) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const ended = new Promise<string>((resolve) => {
      child.once("close", (status, signal) => resolve(`with ${status ?? signal}`));
    });
    listen(child, findings);
    const url = await Promise.race([listening(child), ended]);
    if (!url.startsWith("http")) throw new Error(`the gateway ended before it listened: ${url}`);
    return new GatewayProcess(child, url, directory, ended, findings);
  }

  /** Whether its process has ended: then nothing is worth waiting for. */
  get over(): boolean {
    return this.#over;
  }

  /** After a collection; undefined where it has ended. */
  async memory(): Promise<Memory | undefined> {
    const answer = new Promise<Memory>((resolve) => {
      this.#child.once("message", (memory) => resolve(memory as Memory));
    });
    // That it can't be sent is told by the end of the process.
    this.#child.send("memory", () => undefined);
    return Promise.race([answer, this.#ended.then(() => undefined)]);
  }

  /** Open file descriptors; undefined where the system does not tell. */
  async descriptors(): Promise<number | undefined> {
    try {
      return (await readdir(`/proc/${this.#child.pid}/fd`)).length;
    } catch {
      return undefined;
    }
  }

  /** @returns how it ended */
  async stop(): Promise<string> {
    this.#stopping = true;
    this.#child.kill("SIGTERM");
    const how = await this.#ended;
    await rm(this.#directory, { recursive: true, force: true });
    return how;
  }
}

const plants = (devices: readonly Device[]): string[] => [...new Set(devices.map(plantOf))];

const keys = (devices: readonly Device[]): Record<string, string> =>
  Object.fromEntries(["admin", ...plants(devices)].map((name) => [variable(name), keyOf(name)]));

const variable = (name: string): string => `SOAK_KEY_${name.toUpperCase().replaceAll("-", "_")}`;

function configuration(devices: readonly Device[]): object {
  const inverter = ({ id, proxy }: Device): object => ({
    id,
    name: id,
    url: `http://127.0.0.1:${proxy.port}`,
    password: { env: "SOAK_PASSWORD" },
  });
  return {
    listen: { host: "127.0.0.1", port: 0 },
    // One key writes to all inverters here, as no user does.
    limits: { writesPerMinute: 100_000 },
    auth: {
      keys: [
        { name: "admin", role: "ADMIN", key: { env: variable("admin") } },
        ...plants(devices).map((id) => ({ name: id, role: "VIEWER", key: { env: variable(id) }, plants: [id] })),
      ],
    },
    plants: plants(devices).map((id) => ({
      id,
      name: id,
      timeZone: "Europe/Berlin",
      inverters: devices.filter((device) => plantOf(device) === id).map(inverter),
    })),
  };
}

function listening({ stdout }: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve) => {
    stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /(https?:\/\/\S+)\/graphql/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

/** Its log: what is no JSON line or an error of its own is a finding. */
function listen({ stderr }: ChildProcess, findings: Findings): void {
  let rest = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const level = levelOf(line);
      if (level === undefined) findings.add("the log holds what is no log line", line);
      else if (errorLevels.has(level)) findings.add("the gateway logged an error", line);
    }
  });
}

/** By name, and by number as pino has them. */
const errorLevels: ReadonlySet<string> = new Set(["error", "fatal", "50", "60"]);

function levelOf(line: string): string | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null && "level" in entry ? String(entry.level) : undefined;
  } catch {
    return undefined;
  }
}
