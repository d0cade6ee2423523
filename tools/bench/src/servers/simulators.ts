import { fileURLToPath } from "node:url";
import type { Children } from "../children.ts";

export const password = "secret";

/** Counts of all devices together since the last reset. */
export interface DeviceCounts {
  /** `POST /processdata` */
  readonly processData: number;
  /** The most requests that one device had at once. */
  readonly maxConcurrent: number;
}

/** The devices that all contestants read. */
export class Simulators {
  /** `http://127.0.0.1:8080`, without a path. */
  readonly urls: readonly string[];
  readonly #control: string;

  private constructor(urls: readonly string[], control: string) {
    this.urls = urls;
    this.#control = control;
  }

  static async start(children: Children, count: number): Promise<Simulators> {
    const command = import.meta.resolve("@plenticore/simulator/package.json");
    const { ready } = await children.start({
      name: "plenticore-simulator",
      // At noon in summer, when every id has a value.
      args: [
        fileURLToPath(new URL("bin/plenticore-simulator.js", command)),
        ...["--port", "0", "--control-port", "0", "--count", String(count), "--password", password],
        ...["--time", "2026-06-21T11:30:00Z", "--concurrency", "1"],
      ],
      ready: /^device[\s\S]*^control +(\S+)$/m,
    });
    const urls = [...ready[0].matchAll(/ (http:\S+)\/api\/v1$/gm)].map(([, url]) => url ?? "");
    if (urls.length !== count)
      throw new Error(`plenticore-simulator told ${urls.length} addresses instead of ${count}`);
    return new Simulators(urls, ready[1] ?? "");
  }

  async set(change: { readonly latencyMs: number }): Promise<void> {
    await this.#call("/set", change);
  }

  async reset(): Promise<void> {
    await this.#call("/reset", {});
  }

  async counts(): Promise<DeviceCounts> {
    const { devices } = (await this.#call("/stats")) as { devices: { processdata: number; maxConcurrent: number }[] };
    return {
      processData: devices.reduce((sum, device) => sum + device.processdata, 0),
      maxConcurrent: Math.max(...devices.map((device) => device.maxConcurrent)),
    };
  }

  async #call(path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${this.#control}${path}`, init);
    if (!response.ok) throw new Error(`the simulator's ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
