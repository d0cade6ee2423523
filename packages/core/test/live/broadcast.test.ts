import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Broadcast } from "../../src/live/broadcast.ts";

interface Item {
  readonly key: number;
  readonly serial: number;
}

/** What happens: something is published, or one of three readers reads. */
const steps = fc.array(
  fc.oneof(fc.record({ publish: fc.integer({ min: 0, max: 4 }) }), fc.record({ read: fc.integer({ min: 0, max: 2 }) })),
  { maxLength: 60 },
);

async function play(broadcast: Broadcast<Item>, script: readonly ({ publish: number } | { read: number })[]) {
  const readers = [broadcast.subscribe(), broadcast.subscribe(), broadcast.subscribe()];
  const got: Item[][] = [[], [], []];
  const pending: Promise<void>[] = [];
  let serial = 0;
  const read = (reader: number) =>
    readers[reader]?.next().then((result) => {
      if (result.done !== true) got[reader]?.push(result.value);
    }) ?? Promise.resolve();
  for (const step of script) {
    if ("publish" in step) broadcast.publish({ key: step.publish, serial: (serial += 1) });
    else pending.push(read(step.read));
    await Promise.resolve();
  }
  return { readers, got, serial, read, pending };
}

describe("a broadcast", () => {
  it("gives each reader the newest value, in order, and never one twice", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const broadcast = new Broadcast<Item>();
        const { got, serial, read, pending } = await play(broadcast, script);
        const last = [0, 1, 2].map(read);
        // A reader who waits gets this one; a reader for whom one waits gets the newest of those.
        broadcast.publish({ key: 9, serial: serial + 1 });
        const final = [0, 1, 2].map(read);
        broadcast.close();
        await Promise.all([...pending, ...last, ...final]);
        for (const items of got) {
          const serials = items.map((item) => item.serial);
          expect(serials).toEqual([...new Set(serials)].sort((a, b) => a - b));
        }
      }),
    );
  });

  it("with keys gives each reader the newest of every key, in the order in which the keys came", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 50 }), async (keys) => {
        const broadcast = new Broadcast<Item>({ keyOf: ({ key }) => key });
        const watch = broadcast.subscribe();
        const newest = new Map<number, number>();
        for (const [serial, key] of keys.entries()) {
          broadcast.publish({ key, serial });
          newest.set(key, serial);
        }
        const got: [number, number][] = [];
        for (let left = newest.size; left > 0; left--) {
          const { value } = await watch.next();
          if (value !== undefined) got.push([value.key, value.serial]);
        }
        expect(got).toEqual([...newest]);
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
