import type { CDPSession, Page } from "playwright-core";

export interface Weight {
  /** Bytes that are left after a collection. */
  readonly heap: number;
  /** Nodes that are alive, attached or not. */
  readonly nodes: number;
  readonly listeners: number;
}

/** From the input to the next frame, in ms: the browser's own, in steps of 8. */
export interface Interaction {
  readonly name: string;
  readonly duration: number;
}

interface WithInteractions {
  interactions: Interaction[];
}

/** What a page costs, told by the browser itself. */
export class Vitals {
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  /** Begins to watch; earlier interactions are not seen. */
  static async watch(page: Page): Promise<Vitals> {
    const session = await page.context().newCDPSession(page);
    // Time that the thread really ran: what else the machine does must not count.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.evaluate(() => {
      const seen: Interaction[] = [];
      (globalThis as unknown as WithInteractions).interactions = seen;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as PerformanceEventTiming[]) {
          if (entry.interactionId > 0) seen.push({ name: entry.name, duration: entry.duration });
        }
        // 16 ms is the least that a browser tells.
      }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    });
    return new Vitals(page, session);
  }

  /** The slow ones first. */
  async interactions(): Promise<readonly Interaction[]> {
    const seen = await this.#page.evaluate(() => (globalThis as unknown as WithInteractions).interactions);
    return seen.toSorted((one, other) => other.duration - one.duration);
  }

  /** Seconds that the main thread was busy since it began. */
  async busySeconds(): Promise<number> {
    const { metrics } = await this.#session.send("Performance.getMetrics");
    const task = metrics.find(({ name }) => name === "TaskDuration");
    if (task === undefined) throw new Error("this browser does not tell TaskDuration");
    return task.value;
  }

  async weight(): Promise<Weight> {
    // What only the first collection sets free is there to be collected by the second one.
    for (let time = 0; time < 2; time += 1) await this.#session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.#session.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await this.#session.send("Memory.getDOMCounters");
    return { heap: usedSize, nodes, listeners: jsEventListeners };
  }
}
