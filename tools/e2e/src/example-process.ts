import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const folderOf = (name: string): string => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

export interface ExampleOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One of `examples/`, run as its README says, in a process of its own and with nothing in its environment but what is given. */
export class ExampleProcess {
  /** What it printed so far, line by line. */
  readonly out: string[] = [];
  readonly err: string[] = [];
  /** Its exit status. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #listeners = new Set<() => void>();
  #hasEnded = false;

  private constructor(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env["PATH"], NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const name of ["out", "err"] as const) {
      createInterface(this.#child[`std${name}`]).on("line", (line) => {
        this[name].push(line);
        this.#tell();
      });
    }
    this.ended = new Promise((resolve) =>
      this.#child.once("close", (status) => {
        this.#hasEnded = true;
        resolve(status);
        this.#tell();
      }),
    );
  }

  /** @param script in the example's `src` */
  static script(name: string, script: string, { args = [], env }: ExampleOptions = {}): ExampleProcess {
    return new ExampleProcess(folderOf(name), [join("src", script), ...args], env);
  }

  /** Serves a page that was built, on a free port. */
  static page(name: string, { env }: ExampleOptions = {}): ExampleProcess {
    const folder = folderOf(name);
    const vite = dirname(createRequire(join(folder, "package.json")).resolve("vite/package.json"));
    const args = ["preview", "--host", "127.0.0.1", "--port", "0"];
    return new ExampleProcess(folder, [join(vite, "bin/vite.js"), ...args], env);
  }

  /** The address that it prints. */
  async url(): Promise<string> {
    const [line = ""] = await this.lines(/Local: +http/);
    return /http\S+/.exec(line)?.[0] ?? "";
  }

  /** Waits for so many lines on stdout that match. @throws Error with all that it printed where it ends before */
  async lines(pattern: RegExp, count = 1): Promise<string[]> {
    const matching = (): string[] => this.out.filter((line) => pattern.test(line));
    await this.until(() => matching().length >= count);
    return matching();
  }

  /** Waits for what its output shows. @throws Error with all that it printed where it ends before */
  async until(fact: () => boolean): Promise<void> {
    while (!fact()) {
      if (this.#hasEnded) throw new Error(`the example ended: ${[...this.out, ...this.err].join("\n")}`);
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** Ctrl+C. @returns its exit status */
  interrupt(): Promise<number | null> {
    this.#child.kill("SIGINT");
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
