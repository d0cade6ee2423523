import { createHash } from "node:crypto";
import { once } from "node:events";
import { get } from "node:http";
import { type Inverter, LogDataParser, PlenticoreError } from "@plenticore/core";
import type { ProfileName } from "@plenticore/simulator";
import { describe, expect, test } from "vitest";
import { startExample, summerNoon } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: Record<string, unknown> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const pageQuery = `query ($begin: Date, $end: Date, $first: Int, $after: String) { inverter(id: "inverter-1") {
  logData(begin: $begin, end: $end, first: $first, after: $after) {
    edges { cursor node { __typename time
      ... on LogDataSample { strings { index power voltage current } phases { index power voltage current gridPower }
        frequency stateOfCharge batteryTemperature stateCode home { fromSolar fromGrid } }
      ... on LogDataSummary { totalYield ownConsumption home isolationResistance }
      ... on LogDataError { code event } } }
    pageInfo { hasNextPage endCursor } } } }`.replace(
  "home isolationResistance",
  "homeEnergy: home isolationResistance",
);

const shortQuery = `query ($first: Int, $after: String) { inverter(id: "inverter-1") { logData(first: $first, after: $after) {
  edges { cursor node { time ... on LogDataSample { home { fromSolar } } } } pageInfo { hasNextPage endCursor } } } }`;

async function page(url: string, variables: Record<string, unknown>, query = pageQuery): Promise<Connection> {
  const { data, errors } = await ask(url, query, { variables });
  expect(errors).toBeUndefined();
  return (data as { inverter: { logData: Connection } }).inverter.logData;
}

describe.each<ProfileName>(["plenticore-plus-g1", "piko-iq-g1", "plenticore-g2", "plenticore-g3"])("%s", (profile) => {
  test("gives a day in pages and as a file, from one download", async () => {
    // A clock that stands still: no row comes between two readings.
    await using app = await startExample({ simulators: [{ profile, speed: 0 }] });
    const day = { begin: "2026-06-20", end: "2026-06-20" };
    const first = await page(app.url, { ...day, first: 200 });
    expect([first.edges.length, first.pageInfo.hasNextPage]).toEqual([200, true]);
    expect(first.pageInfo.endCursor).toBe(first.edges.at(-1)?.cursor);
    const second = await page(app.url, { ...day, first: 200, after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasNextPage).toBe(false);
    const rows = [...first.edges, ...second.edges].map(({ node }) => node);
    const samples = rows.filter((row) => row["__typename"] === "LogDataSample");
    expect(samples).toHaveLength(288);
    expect(samples.at(-1)?.["time"]).toBe("2026-06-20T22:00:00.000Z");
    const noon = samples[150];
    expect(noon).toMatchObject({
      strings: expect.arrayContaining([expect.objectContaining({ index: 1, power: expect.any(Number) as number })]),
      frequency: 50,
      stateOfCharge: profile === "piko-iq-g1" ? null : (expect.any(Number) as number),
      home: { fromSolar: expect.any(Number) as number, fromGrid: expect.any(Number) as number },
    });
    expect((noon!["strings"] as { current: number }[])[0]!.current).toBeLessThan(20);
    const summaries = rows.filter((row) => row["__typename"] === "LogDataSummary");
    expect(summaries).toMatchObject([{ totalYield: expect.any(Number) as number, isolationResistance: 4_200_000 }]);

    const response = await fetch(`${app.url}/inverters/inverter-1/logdata.tsv?begin=2026-06-20&end=2026-06-20`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/tab-separated-values; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain('filename="inverter-1-log-2026-06-20.tsv"');
    const times: string[] = [];
    const parser = new LogDataParser(({ time }) => times.push(new Date(time).toISOString()));
    parser.push(new Uint8Array(await response.arrayBuffer()));
    parser.finish();
    expect(times).toEqual(rows.map(({ time }) => time));
    expect(app.simulators[0]?.stats().requests).toMatchObject({ post_logdata_download: 1 });
  });
});

/** What may be on the heap more than before, while a year (17 MB of text, some 100 MB as objects) passes through. */
const HEAP_GROWTH = 32_000_000;

/** Bytes in use after the garbage is gone. */
function heap(): number {
  if (globalThis.gc === undefined) throw new Error("the garbage collector is not at hand: run with --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

test("a year is read in pages and as a file, in bounded memory and from one download", async () => {
  await using app = await startExample({ simulators: [{ time: summerNoon, speed: 0 }] });
  await page(app.url, { first: 1 });
  const before = heap();
  let most = 0;
  let rows = 0;
  let latest = "";
  let ordered = true;
  for (let after: string | null = null, more = true; more; ) {
    const { edges, pageInfo } = await page(app.url, { first: 1000, after }, shortQuery);
    rows += edges.length;
    for (const { node } of edges) {
      ordered &&= latest <= (node["time"] as string);
      latest = node["time"] as string;
    }
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
    if (rows % 20_000 < 1000) most = Math.max(most, heap());
  }
  expect(rows).toBeGreaterThan(105_000);
  expect(ordered).toBe(true);
  expect(latest).toBe("2026-06-21T11:30:00.000Z");

  const response = await fetch(`${app.url}/inverters/inverter-1/logdata.tsv`);
  let lines = 0;
  let chunks = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    for (const byte of chunk) if (byte === 10) lines += 1;
    if (chunks++ % 50 === 0) most = Math.max(most, heap());
  }
  expect(lines).toBe(rows + 7);
  expect(most - before).toBeLessThan(HEAP_GROWTH);
  expect(app.simulators[0]?.stats().requests).toMatchObject({ post_logdata_download: 1 });
});

test("the measure of memory sees a year that is kept", async () => {
  await using app = await startExample({ simulators: [{ time: summerNoon, speed: 0 }] });
  await page(app.url, { first: 1 });
  const before = heap();
  const kept: unknown[] = [];
  const parser = new LogDataParser((row) => kept.push(row));
  for await (const chunk of await (app.fleet.inverters[0] as Inverter).logDataFile()) parser.push(chunk);
  expect(heap() - before).toBeGreaterThan(HEAP_GROWTH);
  expect(kept.length).toBeGreaterThan(105_000);
});

describe("a page", () => {
  test.each([
    ["first: 1001", "LIMIT_EXCEEDED"],
    ["first: 0", "BAD_INPUT"],
    ['after: "nonsense"', "BAD_INPUT"],
    ['begin: "2026-02-30"', "BAD_INPUT"],
    ['begin: "2026-06-21", end: "2026-06-20"', "BAD_INPUT"],
  ])("%s is %s", async (args, code) => {
    await using app = await startExample({ simulators: [{}] });
    const { errors } = await ask(
      app.url,
      `{ inverter(id: "inverter-1") { logData(${args}) { pageInfo { endCursor } } } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(app.simulators[0]?.stats().requests).not.toHaveProperty("post_logdata_download");
  });
});

describe("the file", () => {
  const digest = (key: string): Uint8Array => createHash("sha256").update(key).digest();
  const keys = [{ name: "panel", role: "VIEWER", digest: digest("panel"), plants: new Set(["home"]) }] as const;
  const busy = fakeInverter("barn", {
    logDataFile: async () => {
      throw new PlenticoreError("DEVICE_BUSY", "barn: busy", { inverterId: "barn" });
    },
  });
  const log = (id: string): Inverter =>
    fakeInverter(id, {
      logDataFile: () =>
        Promise.resolve(
          (async function* () {
            yield new TextEncoder().encode("Zeit\t…\n");
          })(),
        ),
    });

  test.each([
    ["without a key", "/inverters/garage/logdata.tsv", undefined, 401, "UNAUTHENTICATED"],
    ["with an unknown key", "/inverters/garage/logdata.tsv", "spy", 401, "UNAUTHENTICATED"],
    ["of another's plant", "/inverters/far/logdata.tsv", "panel", 404, "NOT_FOUND"],
    ["of no inverter", "/inverters/%E0/logdata.tsv", "panel", 404, "NOT_FOUND"],
    ["of a busy inverter", "/inverters/barn/logdata.tsv", "panel", 503, "DEVICE_BUSY"],
  ])("%s is refused as JSON with a code", async (_what, path, key, status, code) => {
    const fleet = fakeFleet([fakePlant("home", [log("garage"), busy]), fakePlant("farm", [log("far")])]);
    await using served = await serve(fleet, { keys: [...keys] });
    const response = await fetch(
      `${served.url}${path}`,
      key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } },
    );
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test("is its plant's viewers', also with an id that is no file name", async () => {
    const id = 'süd/"1"';
    await using served = await serve(fakeFleet([fakePlant("home", [log(id)])]), { keys: [...keys] });
    const url = `${served.url}/inverters/${encodeURIComponent(id)}/logdata.tsv`;
    const response = await fetch(url, { headers: { authorization: "Bearer panel" } });
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="s_d__1_-log.tsv"; filename*=UTF-8''s%C3%BCd%2F%221%22-log.tsv`,
    );
    expect(await response.text()).toBe("Zeit\t…\n");
    const refused = await fetch(url, { method: "POST", headers: { authorization: "Bearer panel" } });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, OPTIONS"]);
  });

  test("with days that are none is BAD_INPUT", async () => {
    await using app = await startExample({ simulators: [{}] });
    const response = await fetch(`${app.url}/inverters/inverter-1/logdata.tsv?begin=21.06.2026`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "BAD_INPUT", inverterId: "inverter-1" } }],
    });
  });

  test.each(["start=2026-06-20", "begin=2026-06-20&ende=2026-06-20"])(
    "with a parameter that there is none of (%s) is BAD_INPUT, and nothing is downloaded",
    async (query) => {
      await using served = await serve(fakeFleet([fakePlant("home", [log("garage")])]), { keys: [...keys] });
      const response = await fetch(`${served.url}/inverters/garage/logdata.tsv?${query}`, {
        headers: { authorization: "Bearer panel" },
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/"(start|ende)"/), extensions: { code: "BAD_INPUT" } }],
      });
    },
  );

  test("whose reader goes away is not sent to its end by the inverter", async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const endless = fakeInverter("garage", {
      logDataFile: ({ signal } = {}) => {
        signal?.addEventListener("abort", () => end());
        return Promise.resolve(
          (async function* () {
            while (signal?.aborted === false) {
              yield new Uint8Array(1000).fill(48);
              await new Promise((resolve) => setImmediate(resolve));
            }
          })(),
        );
      },
    });
    await using served = await serve(fakeFleet([fakePlant("home", [endless])]));
    const request = get(`${served.url}/inverters/garage/logdata.tsv`);
    const [response] = (await once(request, "response")) as [NodeJS.ReadableStream];
    await once(response, "data");
    request.destroy();
    await ended;
    expect(served.log()).not.toContain('"error"');
  });

  test.each(["file", "page"])(
    "a %s's reader who goes away ends the inverter's own download, and the next begins anew",
    async (kind) => {
      await using app = await startExample({ simulators: [{ time: summerNoon, speed: 0 }], warm: true });
      const stats = () => app.simulators[0]!.stats();
      const leaving = new AbortController();
      if (kind === "file") {
        const { body } = await fetch(`${app.url}/inverters/inverter-1/logdata.tsv`, { signal: leaving.signal });
        await body!.getReader().read();
      } else {
        // A page at the year's end, so that its reader waits.
        void fetch(`${app.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            query: shortQuery,
            variables: {
              first: 1,
              after: Buffer.from(`${Date.parse(summerNoon) / 1000}a0.105000`).toString("base64url"),
            },
          }),
          signal: leaving.signal,
        }).catch(() => undefined);
        while (stats().requests.post_logdata_download === undefined)
          await new Promise((resolve) => setImmediate(resolve));
      }
      leaving.abort();
      while (stats().abandoned === 0) await new Promise((resolve) => setImmediate(resolve));
      const day = await page(app.url, { begin: "2026-06-20", end: "2026-06-20", first: 1 });
      expect(day.edges).toHaveLength(1);
      expect(stats()).toMatchObject({ abandoned: 1, maxConcurrentDownloads: 1 });
    },
  );

  test("is for pages of the origins that are configured, as the API is", async () => {
    const garage = fakeInverter("garage", {
      logDataFile: () =>
        Promise.resolve(
          (async function* () {
            yield new TextEncoder().encode("Zeit\n");
          })(),
        ),
    });
    const panel = "https://panel.example";
    await using served = await serve(fakeFleet([fakePlant("home", [garage])]), { listen: { corsOrigins: [panel] } });
    const ask = (origin: string, method: string) =>
      fetch(`${served.url}/inverters/garage/logdata.tsv`, { method, headers: { origin } });
    expect((await ask(panel, "GET")).headers.get("access-control-allow-origin")).toBe(panel);
    const preflight = await ask(panel, "OPTIONS");
    expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([204, "authorization"]);
    for (const { headers } of [preflight, await ask(panel, "GET")]) {
      expect(headers.get("access-control-allow-methods")).toBe("GET, OPTIONS");
      expect(headers.get("access-control-expose-headers")).toBe("content-disposition");
    }
    expect((await ask("https://evil.example", "GET")).headers.get("access-control-allow-origin")).toBeNull();
    expect((await ask("https://evil.example", "OPTIONS")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("that breaks off does not look whole", async () => {
    const broken = fakeInverter("garage", {
      logDataFile: () =>
        Promise.resolve(
          (async function* () {
            yield new TextEncoder().encode("Zeit\n");
            await Promise.resolve();
            throw new PlenticoreError("UNREACHABLE_RESET", "broken");
          })(),
        ),
    });
    await using served = await serve(fakeFleet([fakePlant("home", [broken])]));
    const whole = fetch(`${served.url}/inverters/garage/logdata.tsv`).then((response) => response.text());
    await expect(whole).rejects.toThrow("terminated");
  });
});
