import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(
  new URL("bin/plenticore-gateway.js", import.meta.resolve("@plenticore/gateway/package.json")),
);

interface LogLine {
  readonly message?: string;
  readonly url?: string;
}

/** The gateway's real command in a process of its own. */
export class GatewayProcess {
  /** Its origin, without a path. */
  readonly url: string;
  /** When it said that it listens, in ms of `performance.now()`. */
  readonly listeningAt = performance.now();
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<number | null>;
  readonly #log: readonly string[];

  private constructor(
    child: ChildProcessByStdio<null, Readable, Readable>,
    url: string,
    ended: Promise<number | null>,
    log: readonly string[],
  ) {
    this.#child = child;
    this.url = url;
    this.#ended = ended;
    this.#log = log;
  }

  /** Resolves once its log says that it listens. @throws Error with its log where it ends before */
  static async start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
    const child = spawn(process.execPath, [command, ...args, "--log-level", "info"], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.resume();
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const log: string[] = [];
    return new Promise((resolve, reject) => {
      createInterface(child.stderr).on("line", (line) => {
        log.push(line);
        const url = listeningUrl(line);
        if (url !== undefined) resolve(new GatewayProcess(child, url, ended, log));
      });
      void ended.then((status) => reject(new Error(`the gateway ended with ${status}: ${log.join("\n")}`)));
    });
  }

  /** Its log so far, line by line. */
  get log(): readonly string[] {
    return this.#log;
  }

  /** @returns its exit status */
  stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    this.#child.kill(signal);
    return this.#ended;
  }
}

function listeningUrl(line: string): string | undefined {
  // A line that is no JSON is a crash, told when the process has ended.
  if (!line.startsWith("{")) return undefined;
  const { message, url } = JSON.parse(line) as LogLine;
  return message === "listening" ? url : undefined;
}
