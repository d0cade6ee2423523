import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface ChildSpec {
  /** For messages. */
  readonly name: string;
  /** What Node is to run, with its arguments. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The output that tells that it is ready. */
  readonly ready: RegExp;
}

export interface Child {
  readonly pid: number;
  /** What `ready` matched. */
  readonly ready: RegExpExecArray;
}

const readyWithinMs = 60_000;
const endsWithinMs = 5_000;
/** A thousand addresses are in one line. */
const keptOutput = 64_000;

/** All processes that the bench starts, so that none outlives it. Each is ended by its own id. */
export class Children implements AsyncDisposable {
  readonly #running = new Map<ChildProcess, string>();
  readonly #failure = Promise.withResolvers<never>();
  #closing = false;

  constructor() {
    // Whoever waits for nothing of ours must not end the bench with an unhandled rejection.
    this.#failure.promise.catch(() => undefined);
    process.on("exit", this.#killAll);
  }

  /** The result of `work`, or the failure of a process that ended in the meantime. */
  guard<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#failure.promise]);
  }

  /** Ends whatever is guarded. */
  fail(reason: Error): void {
    this.#failure.reject(reason);
  }

  /** Starts a Node process and waits until it is ready. */
  async start({ name, args, env, cwd, ready }: ChildSpec): Promise<Child> {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "pipe"],
      // As servers are run; some peers check more in development.
      env: { ...process.env, NODE_ENV: "production", ...env },
      ...(cwd !== undefined && { cwd }),
    });
    const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
    let output = "";
    const listen = (chunk: string): void => {
      output = (output + chunk).slice(-keptOutput);
      const match = ready.exec(output);
      if (match) resolve(match);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    this.#watch(child, name, () => output);
    const timer = setTimeout(
      () => this.fail(new Error(`${name} was not ready in ${readyWithinMs / 1000} s\n${output}`)),
      readyWithinMs,
    );
    try {
      return { ready: await this.guard(promise), pid: child.pid ?? Number.NaN };
    } finally {
      clearTimeout(timer);
    }
  }

  /** A process that was started elsewhere, to be ended with the others. */
  adopt(child: ChildProcess, name: string): void {
    this.#watch(child, name, () => "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    const running = [...this.#running.keys()];
    const ended = Promise.all(running.map((child) => once(child, "exit")));
    for (const child of running) child.kill("SIGTERM");
    const timer = setTimeout(this.#killAll, endsWithinMs);
    await ended;
    clearTimeout(timer);
    process.off("exit", this.#killAll);
  }

  #watch(child: ChildProcess, name: string, output: () => string): void {
    this.#running.set(child, name);
    child.once("error", (error) => {
      this.#running.delete(child);
      this.fail(new Error(`${name} could not be started: ${error.message}`, { cause: error }));
    });
    child.once("exit", (status, signal) => {
      this.#running.delete(child);
      if (!this.#closing) this.fail(new Error(`${name} ended with ${signal ?? status}\n${output()}`));
    });
  }

  readonly #killAll = (): void => {
    for (const child of this.#running.keys()) child.kill("SIGKILL");
  };
}
