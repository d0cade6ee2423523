import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BatchSource, type Found, readBatch } from "../src/batch.ts";
import { type ErrorCode, PlenticoreError } from "../src/errors.ts";
import { Selection } from "../src/selection.ts";

type Entry = readonly [moduleId: string, id: string];

const keyOf = ([moduleId, id]: Entry) => `${moduleId}/${id}`;

/** A device on which each id named in `bad` spoils the whole request with its code; it counts what it is asked. */
function device(
  bad: ReadonlyMap<string, ErrorCode | "left out">,
  { healthy = true }: { healthy?: boolean | "unknown" } = {},
) {
  let requests = 0;
  let probes = 0;
  const answer = async (entries: readonly Entry[]): Promise<Found<string>> => {
    requests += 1;
    for (const entry of entries) {
      const code = bad.get(keyOf(entry));
      if (code !== undefined && code !== "left out") throw new PlenticoreError(code, keyOf(entry));
    }
    return entries.filter((entry) => !bad.has(keyOf(entry))).map((entry) => [...entry, keyOf(entry)] as const);
  };
  const source: BatchSource<string> = {
    all: (wanted) => answer([...wanted]),
    many: (moduleId, ids) => answer(ids.map((id) => [moduleId, id])),
    one: (moduleId, id) => answer([[moduleId, id]]),
    probe: async () => {
      probes += 1;
      return healthy === "unknown" ? undefined : healthy;
    },
    backoff: async () => undefined,
  };
  return { source, requests: () => requests, probes: () => probes };
}

function sink() {
  const found = new Map<string, string>();
  const bad = new Map<string, ErrorCode>();
  return {
    found,
    bad,
    sink: {
      found: (moduleId: string, id: string, value: string) => void found.set(keyOf([moduleId, id]), value),
      bad: (moduleId: string, id: string, code: ErrorCode) => void bad.set(keyOf([moduleId, id]), code),
    },
  };
}

const entries = (count: number, modules = 3): Entry[] =>
  Array.from({ length: count }, (_, index) => [`module${Math.floor((index * modules) / count)}`, `id${index}`]);

describe("readBatch", () => {
  it("reads everything in one request where nothing is bad", async () => {
    const { source, requests } = device(new Map());
    const result = sink();
    await readBatch(source, Selection.of(entries(60)), result.sink);
    expect(requests()).toBe(1);
    expect(result.found.size).toBe(60);
  });

  it.each<ErrorCode>(["UNKNOWN_ID", "UNKNOWN_MODULE", "DEVICE_ERROR", "FORBIDDEN_FOR_ROLE", "BAD_ANSWER"])(
    "finds one id that spoils the batch with %s in at most 2·log₂ n + 1 requests and one to make sure, wherever it is",
    async (code) => {
      for (const count of [1, 2, 3, 7, 16, 60, 128]) {
        const all = entries(count);
        for (const culprit of all) {
          const { source, requests } = device(new Map([[keyOf(culprit), code]]));
          const result = sink();
          await readBatch(source, Selection.of(all), result.sink);
          // What can't be read may be readable a moment later: the culprit is asked once more.
          const again = code === "BAD_ANSWER" ? 1 : 0;
          expect(requests()).toBeLessThanOrEqual(Math.max(2, 2 * Math.ceil(Math.log2(count)) + 1) + again);
          expect(result.found.size).toBe(count - 1);
          expect([...result.bad]).toEqual([
            [keyOf(culprit), code === "FORBIDDEN_FOR_ROLE" ? "FORBIDDEN_FOR_ROLE" : "NOT_AVAILABLE"],
          ]);
        }
      }
    },
  );

  it("tells each id exactly once, whatever and how many are bad", async () => {
    const codes = fc.constantFrom<(ErrorCode | "left out")[]>(
      "UNKNOWN_ID",
      "DEVICE_ERROR",
      "DEVICE_BUSY",
      "FORBIDDEN_FOR_ROLE",
      "left out",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.dictionary(fc.nat(39).map(String), codes),
        async (count, plan) => {
          const all = entries(count);
          const bad = new Map<string, ErrorCode | "left out">();
          all.forEach((entry, index) => {
            const code = plan[String(index)];
            if (code !== undefined) bad.set(keyOf(entry), code);
          });
          const { source } = device(bad);
          const told: string[] = [];
          await readBatch(source, Selection.of(all), {
            found: (moduleId, id) => void told.push(`found ${keyOf([moduleId, id])}`),
            bad: (moduleId, id) => void told.push(`bad ${keyOf([moduleId, id])}`),
          });
          const want = all.map((entry) => `${bad.has(keyOf(entry)) ? "bad" : "found"} ${keyOf(entry)}`);
          expect(told.sort()).toEqual(want.sort());
        },
      ),
    );
  });

  it("does not take a device apart that is busy itself: a good id is not answered either", async () => {
    const all = entries(20);
    const { source, requests, probes } = device(new Map([[keyOf(all[3] as Entry), "DEVICE_BUSY"]]), { healthy: false });
    const result = sink();
    await expect(readBatch(source, Selection.of(all), result.sink)).rejects.toMatchObject({ code: "DEVICE_BUSY" });
    expect([requests(), probes()]).toEqual([1, 1]);
    expect(result.bad.size).toBe(0);
  });

  it("passes on what is no id's fault, at once", async () => {
    const { source, requests } = device(new Map([["module0/id0", "UNREACHABLE_TIMEOUT"]]));
    await expect(readBatch(source, Selection.of(entries(8)), sink().sink)).rejects.toMatchObject({
      code: "UNREACHABLE_TIMEOUT",
    });
    expect(requests()).toBe(1);
  });

  it("asks a busy leaf again before it is condemned", async () => {
    let refusals = 2;
    const good = device(new Map());
    const source: BatchSource<string> = {
      ...good.source,
      all: (wanted) =>
        refusals-- > 0 ? Promise.reject(new PlenticoreError("DEVICE_BUSY", "busy")) : good.source.all(wanted),
      one: (moduleId, id) =>
        refusals-- > 0 ? Promise.reject(new PlenticoreError("DEVICE_BUSY", "busy")) : good.source.one(moduleId, id),
    };
    const result = sink();
    await readBatch(source, Selection.of([["m", "a"]]), result.sink);
    expect(result.found.get("m/a")).toBe("m/a");
    expect(result.bad.size).toBe(0);
  });

  it.each<ErrorCode>(["DEVICE_BUSY", "DEVICE_ERROR", "FORBIDDEN_FOR_ROLE", "BAD_ANSWER"])(
    "calls no id bad while the device has answered for none: %s for everything is the device's own fault",
    async (code) => {
      const all = entries(60);
      const { source, requests } = device(new Map(all.map((entry) => [keyOf(entry), code])), { healthy: "unknown" });
      const result = sink();
      await expect(readBatch(source, Selection.of(all), result.sink)).rejects.toMatchObject({ code });
      expect(result.bad.size + result.found.size).toBe(0);
      expect(requests()).toBeLessThan(25);
    },
  );

  it("finds bad ids also where nothing was known to be good before", async () => {
    const all = entries(60);
    for (const culprit of [0, 17, 59]) {
      const { source } = device(new Map([[keyOf(all[culprit] as Entry), "DEVICE_ERROR"]]), { healthy: "unknown" });
      const result = sink();
      await readBatch(source, Selection.of(all), result.sink);
      expect([result.found.size, result.bad.size]).toEqual([59, 1]);
    }
  });
});
