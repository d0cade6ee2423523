import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TransportAnswer } from "@plenticore/rest";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createFleet } from "../src/fleet.ts";
import type { LogDataStorage } from "../src/log-data/options.ts";
import { Secret } from "../src/secret.ts";
import type { Inverter } from "../src/types.ts";
import { fakeDevice, PASSWORD, status } from "./fake-device.ts";
import { type Cells, COLUMNS, logBytes, logText, MIDNIGHT, sampleAt } from "./log-text.ts";
import { timed, until } from "./passing-time.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

const MINUTE = 60_000;
const fiveMinutes = (count: number): Cells[] =>
  Array.from({ length: count }, (_, row) => sampleAt(MIDNIGHT + 300 * row));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plenticore-test-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A download at the device, sent as the test says. */
class Sending {
  readonly range: unknown;
  readonly stream: ReadableStream<Uint8Array>;
  cancelled = false;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(range: unknown) {
    this.range = range;
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.cancelled = true;
      },
    });
  }

  send(part: string | Uint8Array): void {
    this.#controller?.enqueue(typeof part === "string" ? new TextEncoder().encode(part) : part);
  }

  end(): void {
    this.#controller?.close();
  }
}

async function startLog(storage: LogDataStorage = {}) {
  const runtime = virtualRuntime();
  const device = fakeDevice(runtime);
  const sendings: Sending[] = [];
  device.intercept = (request, authorized): TransportAnswer | undefined => {
    if (request.operation !== "post_logdata_download" || !authorized) return undefined;
    const sending = new Sending(request.body);
    sendings.push(sending);
    return { kind: "response", status: 200, headers: {}, body: sending.stream };
  };
  const fleet = createFleet(
    {
      plants: [
        {
          id: "home",
          name: "Home",
          timeZone: "Europe/Berlin",
          inverters: [
            {
              id: "garage",
              name: "Garage",
              url: "http://garage.example",
              credentials: { user: "user", password: new Secret(PASSWORD) },
            },
          ],
        },
      ],
    },
    { runtime, connect: () => device.client, logData: { folder, ...storage } },
  );
  const inverter = fleet.inverters[0] as Inverter;
  await timed(runtime, inverter.live());
  const close = () => timed(runtime, fleet.close());
  onTestFinished(close);
  /** The n-th download, once it has begun. */
  const sending = async (index: number): Promise<Sending> => {
    while (sendings.length <= index) await runtime.advance(1);
    return sendings[index] as Sending;
  };
  return { runtime, device, inverter, sendings, sending, close };
}

/** Files are real: they need real turns of the loop, and no time of the clock. */
async function soon(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve));
}

async function textOf(file: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of file) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe("a download", () => {
  it("is one for all who want the same days, and its pages are read from it", async () => {
    const { inverter, sendings, sending } = await startLog();
    const days = { begin: "2026-06-20", end: "2026-06-21" };
    const both = [inverter.logData({ ...days, first: 2 }), inverter.logData({ ...days, first: 3 })];
    const file = inverter.logDataFile(days);
    const one = await sending(0);
    expect(one.range).toEqual(days);
    one.send(logBytes(fiveMinutes(5)));
    one.end();
    const [two, three] = await Promise.all(both);
    expect(two?.edges.map(({ node }) => node.time)).toEqual([MIDNIGHT * 1000, (MIDNIGHT + 300) * 1000]);
    expect([two?.hasNextPage, three?.edges.length, three?.hasNextPage]).toEqual([true, 3, true]);
    expect(await textOf(await file)).toBe(logText(fiveMinutes(5)));
    const rest = await inverter.logData({ ...days, first: 3, after: two!.edges.at(-1)!.cursor });
    expect(rest.edges.map(({ node }) => node.time)).toEqual([600, 900, 1200].map((at) => (MIDNIGHT + at) * 1000));
    expect(rest.hasNextPage).toBe(false);
    const none = await inverter.logData({ ...days, first: 3, after: rest.edges.at(-1)!.cursor });
    expect(none).toEqual({ edges: [], hasNextPage: false });
    expect(sendings).toHaveLength(1);
  });

  it("gives its first page while the device is still sending, and goes on for the next", async () => {
    const { inverter, sendings, sending } = await startLog();
    const page = inverter.logData({ first: 2 });
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(3)));
    const { edges, hasNextPage } = await page;
    expect([edges.length, hasNextPage]).toEqual([2, true]);
    const next = inverter.logData({ first: 2, after: edges.at(-1)!.cursor });
    one.end();
    expect(await next).toMatchObject({ edges: [{ node: { time: (MIDNIGHT + 600) * 1000 } }], hasNextPage: false });
    expect(sendings).toHaveLength(1);
  });

  it("runs beside what is polled, and one at a time", async () => {
    const { runtime, device, inverter, sendings, sending } = await startLog();
    const today = inverter.logData({ begin: "2026-06-21", first: 9 });
    const yesterday = inverter.logData({ begin: "2026-06-20", first: 9 });
    const one = await sending(0);
    const before = device.count("post_process_data");
    await runtime.advance(10);
    await timed(runtime, inverter.live({ maxAgeMs: 0 }));
    expect(device.count("post_process_data")).toBe(before + 1);
    expect(sendings).toHaveLength(1);
    one.send(logBytes([]));
    one.end();
    expect(await today).toEqual({ edges: [], hasNextPage: false });
    // The lane rests between two requests, by the test's clock.
    await until(runtime, () => sendings.length === 2, 20);
    const two = await sending(1);
    two.send(logBytes([]));
    two.end();
    await timed(runtime, yesterday);
  });

  it("is cancelled at once when the last who waits goes away, and no sooner", async () => {
    const { inverter, sendings, sending } = await startLog();
    const callers = [new AbortController(), new AbortController()];
    const pages = callers.map(({ signal }) => inverter.logData({ first: 9 }, { signal }));
    const outcomes = Promise.allSettled(pages);
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(2)));
    callers[0]?.abort();
    await expect(pages[0]).rejects.toMatchObject({ code: "CANCELLED" });
    expect(one.cancelled).toBe(false);
    callers[1]?.abort();
    await soon(() => one.cancelled);
    expect(await outcomes).toMatchObject([{ reason: { code: "CANCELLED" } }, { reason: { code: "CANCELLED" } }]);
    // Whoever comes then is not served what was cancelled.
    const again = inverter.logData({ first: 9 });
    const two = await sending(1);
    two.send(logBytes([]));
    two.end();
    await again;
    expect(sendings).toHaveLength(2);
  });

  it("is cancelled when the reader of the file stops", async () => {
    const { inverter, sending } = await startLog();
    const file = inverter.logDataFile();
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(2)));
    for await (const part of await file) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    await soon(() => one.cancelled);
  });

  it("logs in anew when the session is lost", async () => {
    const { device, inverter, sending } = await startLog();
    device.forgetSessions();
    const page = inverter.logData({ first: 9 });
    page.catch(() => undefined);
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(1)));
    one.end();
    expect((await page).edges).toHaveLength(1);
    expect(device.count("post_auth_create_session")).toBe(2);
  });
});

describe("the file", () => {
  it("has no name while it is used, and is gone after ten minutes without readers", async () => {
    const { runtime, inverter, sendings, sending } = await startLog();
    const page = inverter.logData({ first: 1 });
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(2)));
    one.end();
    const after = (await page).edges[0]!.cursor;
    expect(await readdir(folder)).toEqual([]);
    for (let visit = 0; visit < 3; visit++) {
      await runtime.advance(9 * MINUTE);
      expect((await inverter.logData({ first: 1, after })).edges).toHaveLength(1);
    }
    expect(sendings).toHaveLength(1);
    await runtime.advance(11 * MINUTE);
    const again = inverter.logData({ first: 1, after });
    (await sending(1)).send(logBytes(fiveMinutes(2)));
    sendings[1]?.end();
    expect((await again).edges).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("serves who begins to read for five minutes; then there may be a new row", async () => {
    const { runtime, inverter, sendings, sending } = await startLog();
    const read = async (index: number) => {
      const page = inverter.logData({ first: 9 });
      const one = await sending(index);
      one.send(logBytes(fiveMinutes(index + 1)));
      one.end();
      return (await page).edges.length;
    };
    expect(await read(0)).toBe(1);
    expect((await inverter.logData({ first: 9 })).edges).toHaveLength(1);
    await runtime.advance(6 * MINUTE);
    expect(await read(1)).toBe(2);
    expect(sendings).toHaveLength(2);
  });

  it("has a limit", async () => {
    const { inverter, sending } = await startLog({ maxBytes: 2_000 });
    const page = inverter.logData({ first: 500 });
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(2)));
    one.send(new Uint8Array(2_000).fill(10));
    await expect(page).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", inverterId: "garage" });
    await soon(() => one.cancelled);
  });

  it("is one of few: who wants more waits for one that nobody reads", async () => {
    const { inverter, sending } = await startLog({ maxLogs: 1 });
    const first = inverter.logData({ begin: "2026-06-21", first: 9 });
    const one = await sending(0);
    const other = { begin: "2026-06-20", first: 9 };
    await expect(inverter.logData(other)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    one.send(logBytes([]));
    one.end();
    await first;
    const second = inverter.logData(other);
    const two = await sending(1);
    two.send(logBytes([]));
    two.end();
    await second;
  });

  it("ends with the fleet, and so do its readers", async () => {
    const { inverter, sending, close } = await startLog();
    const page = inverter.logData({ first: 9 });
    const outcome = Promise.allSettled([page]);
    const one = await sending(0);
    one.send(logBytes(fiveMinutes(2)));
    await close();
    expect(await outcome).toMatchObject([{ reason: { code: "CANCELLED" } }]);
    expect(one.cancelled).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("failures", () => {
  it.each([
    [{ first: 0 }, /first/],
    [{ first: 1.5 }, /first/],
    [{ first: 1, after: "nonsense" }, /after/],
    [{ first: 1, begin: "2026-02-30" }, /begin/],
    [{ first: 1, end: "21.06.2026" }, /end/],
    [{ first: 1, begin: "2026-06-21", end: "2026-06-20" }, /begin is after end/],
  ])("%j is BAD_INPUT and asks nobody", async (query, message) => {
    const { device, inverter } = await startLog();
    await expect(inverter.logData(query)).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringMatching(message),
    });
    expect(device.count("post_logdata_download")).toBe(0);
  });

  it("a log laid out otherwise is BAD_ANSWER with the column's name, and not kept", async () => {
    const { inverter, sending } = await startLog();
    const page = inverter.logData({ first: 1 });
    const columns = COLUMNS.filter((name) => name !== "ERR");
    (await sending(0)).send(logText([], columns));
    await expect(page).rejects.toMatchObject({ code: "BAD_ANSWER", message: expect.stringContaining('"ERR"') });
    const again = inverter.logData({ first: 1 });
    const two = await sending(1);
    two.send(logText([{ ...sampleAt(MIDNIGHT), "DC1 U": "zap" }]));
    two.end();
    await expect(again).rejects.toMatchObject({ code: "BAD_ANSWER", message: expect.stringContaining('"DC1 U"') });
  });

  it("the device's own refusal is told to everybody who waits", async () => {
    const { runtime, device, inverter } = await startLog();
    device.intercept = ({ operation }) => (operation === "post_logdata_download" ? status(404) : undefined);
    const asked = Promise.allSettled([inverter.logData({ first: 1 }), inverter.logDataFile()]);
    const both = await timed(runtime, asked);
    expect(both).toMatchObject([{ reason: { code: "NOT_AVAILABLE" } }, { reason: { code: "NOT_AVAILABLE" } }]);
    expect(inverter.availability.state).toBe("ONLINE");
  });
});

it("pages of any size are the whole log, each row once, also with many rows of one time and a log read anew", async () => {
  const { runtime, inverter, sendings, sending } = await startLog();
  const kinds: Cells[] = [{}, { ERR: 5 }, { "KB S": 1 }];
  const row = fc.record({ later: fc.boolean(), kind: fc.constantFrom(...kinds) });
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 300 }),
      fc.integer({ min: 1, max: 120 }),
      fc.nat({ max: 70 }),
      async (rows, first, dropped) => {
        await runtime.advance(11 * MINUTE);
        let time = MIDNIGHT;
        const cells = rows.map(({ later, kind }): Cells => {
          if (later) time += 300;
          return { ...sampleAt(time), ...kind };
        });
        const answer = async (some: readonly Cells[]) => {
          const one = await sending(count++);
          one.send(logBytes(some));
          one.end();
        };
        const whole = inverter.logData({ first: 1_000 });
        await answer(cells);
        const expected = (await whole).edges;
        expect(expected).toHaveLength(cells.length);
        expect(new Set(expected.map(({ cursor }) => cursor)).size).toBe(cells.length);
        const paged: (typeof expected)[number][] = [];
        for (let after: string | undefined, more = true; more; ) {
          const page = await inverter.logData({ first, ...(after === undefined ? {} : { after }) });
          paged.push(...page.edges);
          more = page.hasNextPage;
          after = page.edges.at(-1)?.cursor;
        }
        expect(paged).toEqual(expected);

        // The device has forgotten its first day meanwhile: a whole time, since it forgets by time.
        const cut = cells.findIndex((one, index) => index >= dropped && one["Zeit"] !== cells[index - 1]?.["Zeit"]);
        if (cut < 1) return;
        await runtime.advance(11 * MINUTE);
        const rest = inverter.logData({ first: 1_000, after: expected[cut]!.cursor });
        await answer(cells.slice(cut));
        expect((await rest).edges.map(({ node }) => node)).toEqual(expected.slice(cut + 1).map(({ node }) => node));
      },
    ),
    { numRuns: 30 },
  );
  expect(sendings.length).toBe(count);
});
