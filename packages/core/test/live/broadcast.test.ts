import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Broadcast } from "../../src/live/broadcast.ts";

interface Item {
  readonly key: number;
  readonly serial: number;
}

/** What happens: something is published under a key, or one of three readers reads. */
const steps = fc.array(
  fc.oneof(fc.record({ publish: fc.integer({ min: 0, max: 4 }) }), fc.record({ read: fc.integer({ min: 0, max: 2 }) })),
  { maxLength: 60 },
);

/** What a reader has to get: values that wait, the newest of each key, or reads that wait, in their order. */
class Expected {
  readonly got: Item[] = [];
  readonly #waiting = new Map<unknown, Item>();
  readonly #keyOf: (item: Item) => unknown;
  #reads = 0;

  constructor(keyOf: (item: Item) => unknown) {
    this.#keyOf = keyOf;
  }

  publish(item: Item): void {
    if (this.#reads > 0) {
      this.#reads -= 1;
      this.got.push(item);
    } else this.#waiting.set(this.#keyOf(item), item);
  }

  read(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#reads += 1;
      return;
    }
    this.#waiting.delete(next[0]);
    this.got.push(next[1]);
  }
}

describe("a broadcast", () => {
  it.each([
    ["the newest of all", undefined],
    ["the newest of each key, in the order in which the keys came", ({ key }: Item) => key],
  ])("gives each reader %s, whenever who reads", async (_what, keyOf) => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const broadcast = new Broadcast<Item>(keyOf && { keyOf });
        const readers = [0, 1, 2].map(() => ({
          watch: broadcast.subscribe(),
          expected: new Expected(keyOf ?? (() => "all")),
          got: [] as Item[],
        }));
        const reads: Promise<void>[] = [];
        for (const [serial, step] of script.entries()) {
          if ("publish" in step) {
            const item = { key: step.publish, serial };
            broadcast.publish(item);
            for (const { expected } of readers) expected.publish(item);
          } else {
            const { watch, expected, got } = readers[step.read]!;
            expected.read();
            reads.push(
              watch.next().then((result) => {
                if (result.done !== true) got.push(result.value);
              }),
            );
          }
          await Promise.resolve();
        }
        broadcast.close();
        await Promise.all(reads);
        for (const { got, expected } of readers) expect(got).toEqual(expected.got);
      }),
    );
  });

  it("never gives a value of another broadcast, whatever is published at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }), async (keys) => {
        const broadcasts = [0, 1, 2, 3].map(() => new Broadcast<Item>());
        const watches = broadcasts.map((broadcast) => broadcast.subscribe());
        const newest = new Map<number, Item>();
        for (const [serial, key] of keys.entries()) {
          const item = { key, serial };
          broadcasts[key]?.publish(item);
          newest.set(key, item);
        }
        for (const [key, item] of newest) expect(await watches[key]?.next()).toEqual({ done: false, value: item });
      }),
    );
  });

  it("keeps one value for a reader who never reads, whatever is published", async () => {
    const broadcast = new Broadcast<WeakKey>();
    const stalled = broadcast.subscribe();
    for (let serial = 0; serial < 10_000; serial++) broadcast.publish({ serial });
    expect(await stalled.next()).toEqual({ done: false, value: { serial: 9_999 } });
    const pending = stalled.next();
    broadcast.close();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it("resolves a waiting next() at once, and several in their order", async () => {
    const broadcast = new Broadcast<number>();
    const watch = broadcast.subscribe();
    const both = Promise.all([watch.next(), watch.next()]);
    broadcast.publish(1);
    broadcast.publish(2);
    expect((await both).map(({ value }) => value)).toEqual([1, 2]);
  });

  it.each(["return", "abort", "close"] as const)("frees everything on %s", async (how) => {
    let empty = 0;
    const broadcast = new Broadcast<number>({ onEmpty: () => (empty += 1) });
    const ending = new AbortController();
    const watch = broadcast.subscribe({ signal: ending.signal, first: [1] });
    await watch.next();
    const pending = watch.next();
    if (how === "return") await watch.return?.();
    else if (how === "abort") ending.abort();
    else broadcast.close();
    expect(await pending).toEqual({ done: true, value: undefined });
    broadcast.publish(2);
    expect(await watch.next()).toEqual({ done: true, value: undefined });
    expect({ empty, subscribers: broadcast.subscribers }).toEqual({ empty: 1, subscribers: 0 });
  });

  it("is over before it began for a signal that was aborted before", async () => {
    const broadcast = new Broadcast<number>();
    const watch = broadcast.subscribe({ signal: AbortSignal.abort(), first: [1] });
    expect(await watch.next()).toEqual({ done: true, value: undefined });
    expect(broadcast.subscribers).toBe(0);
  });
});
