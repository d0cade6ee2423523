import type { Page } from "playwright-core";

/** Counts what a page gets over its WebSockets, an inverter apart. */
export class Arrivals {
  readonly #counts = new Map<string, number>();
  #waiting: (() => void)[] = [];

  /** Before the page is opened: sockets that are there already are not heard. */
  constructor(page: Page) {
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => this.#count(String(payload)));
    });
  }

  get total(): number {
    return this.#counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** Resolves when each of so many inverters has sent so many values since now. */
  async each(inverters: number, values: number): Promise<void> {
    const before = new Map(this.#counts);
    const enough = (): boolean =>
      this.#counts.size >= inverters &&
      this.#counts.entries().every(([id, count]) => count - (before.get(id) ?? 0) >= values);
    while (!enough()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #count(message: string): void {
    const id = /"inverterLive":\{.*?"inverterId":"([^"]+)"/.exec(message)?.[1];
    if (id === undefined) return;
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
