import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlenticoreError } from "../src/errors.ts";
import { MergedReader } from "../src/merged-reader.ts";
import { RequestQueue } from "../src/queue.ts";
import { Selection } from "../src/selection.ts";
import { Snapshot } from "../src/snapshot.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

const LATENCY_MS = 100;
const PATIENCE_MS = 3_000;

function setUp(fail: () => PlenticoreError | undefined = () => undefined) {
  const runtime = virtualRuntime();
  const queue = new RequestQueue(runtime);
  const snapshot = new Snapshot<number>(runtime);
  const requests: string[][] = [];
  let answeredAt = Number.NEGATIVE_INFINITY;
  let counter = 0;
  const reader = new MergedReader<undefined>({
    runtime,
    ageMs: (moduleId, id) => snapshot.ageMs(moduleId, id),
    enqueue: (priority, flush) => queue.run(priority, () => flush(undefined)),
    patienceMs: () => PATIENCE_MS,
    lastAnswerAt: () => answeredAt,
    busy: () => new PlenticoreError("DEVICE_BUSY", "busy with something else"),
    fetch: async (wanted) => {
      requests.push(Array.from(wanted, ([moduleId, id]) => `${moduleId}/${id}`));
      await runtime.sleep(LATENCY_MS);
      const error = fail();
      if (error !== undefined) throw error;
      counter += 1;
      for (const [moduleId, id] of wanted) snapshot.put(moduleId, id, counter);
    },
  });
  const answer = () => {
    answeredAt = runtime.monotonic();
  };
  return { runtime, queue, snapshot, requests, reader, answer };
}

const select = (...ids: string[]) => Selection.of(ids.map((id) => ["m", id] as const));

describe("MergedReader", () => {
  it("makes one request of what is wanted in one moment", async () => {
    const { runtime, reader, requests } = setUp();
    const reads = [
      reader.read(select("a", "b"), 1_000),
      reader.read(select("b", "c"), 1_000),
      reader.read(select("a"), 0),
    ];
    await runtime.advance(LATENCY_MS);
    await Promise.all(reads);
    expect(requests).toEqual([["m/a", "m/b", "m/c"]]);
  });

  it("answers from what is kept while that is young enough", async () => {
    const { runtime, reader, requests } = setUp();
    const first = reader.read(select("a"), 1_000);
    await runtime.advance(LATENCY_MS);
    await first;
    await runtime.advance(1_000);
    await reader.read(select("a"), 1_000);
    expect(requests).toHaveLength(1);
    const late = reader.read(select("a"), 999);
    await runtime.advance(LATENCY_MS);
    await late;
    expect(requests).toHaveLength(2);
  });

  it("is not fooled by a wall clock that is set back", async () => {
    const { runtime, reader, requests } = setUp();
    const first = reader.read(select("a"), 1_000);
    await runtime.advance(LATENCY_MS);
    await first;
    runtime.jump(-3_600_000);
    await runtime.advance(2_000);
    const second = reader.read(select("a"), 1_000);
    await runtime.advance(LATENCY_MS);
    await second;
    expect(requests).toHaveLength(2);
  });

  it.each([
    ["serves who comes while the request is under way, if its beginning is recent enough for him", 1_000, 1],
    ["asks anew for who wants it younger than that", 10, 2],
  ])("%s", async (_name, maxAgeMs, want) => {
    const { runtime, reader, requests } = setUp();
    const first = reader.read(select("a"), 1_000);
    await runtime.advance(60);
    const latecomer = reader.read(select("a"), maxAgeMs);
    await runtime.advance(2 * LATENCY_MS);
    await Promise.all([first, latecomer]);
    expect(requests).toHaveLength(want);
  });

  it("fails those aboard and asks anew for those who came later", async () => {
    let failures = 1;
    const { runtime, reader, requests } = setUp(() =>
      failures-- > 0 ? new PlenticoreError("DEVICE_BUSY", "busy") : undefined,
    );
    const first = reader.read(select("a"), 1_000);
    first.catch(() => undefined);
    await runtime.advance(50);
    const second = reader.read(select("b"), 1_000);
    await runtime.advance(500);
    await expect(first).rejects.toMatchObject({ code: "DEVICE_BUSY" });
    await second;
    expect(requests).toEqual([["m/a"], ["m/b"]]);
  });

  it("lets a reader go at once, and the request go on: the device works on it anyhow, and its answer is kept", async () => {
    const { runtime, reader, requests, snapshot } = setUp();
    const leaving = new AbortController();
    const gone = reader.read(select("a"), 0, leaving.signal);
    gone.catch(() => undefined);
    await runtime.advance(10);
    leaving.abort();
    await expect(gone).rejects.toMatchObject({ code: "CANCELLED" });
    const next = reader.read(select("a"), 1_000);
    await runtime.advance(LATENCY_MS);
    await next;
    expect(requests).toHaveLength(1);
    expect(snapshot.get("m", "a")?.value).toBe(1);
  });

  it("tells a reader whose turn does not come that the device is busy, and serves the next one", async () => {
    const { runtime, queue, reader, requests } = setUp();
    const gate = Promise.withResolvers<void>();
    const long = queue.run("read", () => gate.promise);
    const impatient = reader.read(select("a"), 1_000);
    impatient.catch(() => undefined);
    await runtime.advance(PATIENCE_MS);
    await expect(impatient).rejects.toMatchObject({ code: "DEVICE_BUSY" });
    gate.resolve();
    await long;
    const next = reader.read(select("b"), 1_000);
    await runtime.advance(LATENCY_MS);
    await next;
    expect(requests).toEqual([["m/b"]]);
  });

  it("waits on while the device answers others", async () => {
    const { runtime, queue, reader, answer, requests } = setUp();
    const gate = Promise.withResolvers<void>();
    const long = queue.run("read", () => gate.promise);
    const patient = reader.read(select("a"), 1_000);
    for (let second = 0; second < 10; second++) {
      await runtime.advance(1_000);
      answer();
    }
    gate.resolve();
    await long;
    await runtime.advance(LATENCY_MS);
    await patient;
    expect(requests).toEqual([["m/a"]]);
  });

  it("gives everybody what he wants, never older than he allows, whatever the order", async () => {
    const wish = fc.record({
      afterMs: fc.nat(150),
      ids: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 }),
      maxAgeMs: fc.constantFrom(0, 50, 100, 1_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 15 }), async (wishes) => {
        const { runtime, reader, requests, snapshot } = setUp();
        const served: Promise<void>[] = [];
        for (const { afterMs, ids, maxAgeMs } of wishes) {
          // Longer than one request and shorter than patience, so that nobody is sent away.
          await runtime.advance(afterMs);
          const askedAt = runtime.monotonic();
          served.push(
            reader.read(select(...ids), maxAgeMs).then(() => {
              for (const id of ids) {
                const observedAt = snapshot.get("m", id)?.observedAtMonotonic ?? Number.NEGATIVE_INFINITY;
                expect(observedAt).toBeGreaterThanOrEqual(askedAt - maxAgeMs);
                expect(snapshot.ageMs("m", id)).toBeLessThanOrEqual(maxAgeMs);
              }
            }),
          );
        }
        await runtime.advance(60_000);
        await Promise.all(served);
        expect(requests.length).toBeLessThanOrEqual(wishes.length);
      }),
      { numRuns: 100 },
    );
  });
});
