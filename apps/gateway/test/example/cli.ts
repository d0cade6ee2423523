import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../bin/plenticore-gateway.js", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export type Environment = Readonly<Record<string, string>>;

/** The real command in a process of its own. */
export class RunningCli {
  out = "";
  err = "";
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #watchers: (() => void)[] = [];

  /** @param program the command's file, where it is not this tree's */
  constructor(args: readonly string[], env: Environment = {}, program = command) {
    this.#child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => this.#hear("out", text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => this.#hear("err", text));
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (status) => {
        for (const watcher of this.#watchers) watcher();
        resolve({ status, out: this.out, err: this.err });
      });
    });
  }

  /** The URL that it prints once it listens. */
  async url(): Promise<string> {
    const found = (): string | undefined => /(https?:\/\/\S+)\/graphql/.exec(this.out)?.[1];
    const heard = new Promise<void>((resolve) => {
      this.#watchers.push(() => {
        if (found() !== undefined) resolve();
      });
    });
    if (found() === undefined) await Promise.race([heard, this.ended]);
    const url = found();
    if (url === undefined) throw new Error(`it ended before it listened: ${this.err}`);
    return url;
  }

  /** Sends a signal that it outlives. */
  signal(name: "SIGHUP"): void {
    this.#child.kill(name);
  }

  /** Resolves when `stream` holds `text`. */
  async hears(stream: "out" | "err", text: string): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      this.#watchers.push(() => {
        if (this[stream].includes(text)) resolve();
      });
    });
    if (this[stream].includes(text)) return;
    await Promise.race([heard, this.ended]);
    if (!this[stream].includes(text)) throw new Error(`it ended without a word of "${text}": ${this.err}`);
  }

  stop(signal: "SIGINT" | "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  #hear(stream: "out" | "err", text: string): void {
    this[stream] += text;
    for (const watcher of this.#watchers) watcher();
  }
}

/** Runs the command to its end. */
export const runCli = (args: readonly string[], env?: Environment): Promise<Ended> => new RunningCli(args, env).ended;
