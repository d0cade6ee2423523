import { once } from "node:events";
import { request as open } from "node:http";
import { describe, expect, test } from "vitest";
import { Zone } from "../src/model/zone.ts";
import { opened } from "./support/devices.ts";
import type { Session } from "./support/wire.ts";

const HEADER =
  "Zeit\tDC1 U\tDC1 I\tDC1 P\tDC1 T\tDC1 S\tDC2 U\tDC2 I\tDC2 P\tDC2 T\tDC2 S\tDC3 U\tDC3 I\tDC3 P\tDC3 T\tDC3 S\t" +
  "AC1 U\tAC1 I\tAC1 P\tAC1 T\tAC2 U\tAC2 I\tAC2 P\tAC2 T\tAC3 U\tAC3 I\tAC3 P\tAC3 T\tAC F\tFC I\t" +
  "Ain1\tAin2\tAin3\tAin4\tAC S\tERR\tENS S\tENS Err\tSH1 P\tSH2 P\tSH3 P\tSC1 P\tSC2 P\tSC3 P\tHC1 P\tHC2 P\tHC3 P\t" +
  "SOC H\tBAT Te\tBAT Cy\tKB S\ttotal E\tOWN E\tHOME E\tIso R\tEreignis";

const NOW = Date.UTC(2026, 5, 21, 10, 2, 30);

type Row = Readonly<Record<string, string>>;

async function download(session: Session, body: unknown) {
  const answer = await session.send("/logdata/download", { body });
  const lines = answer.text.split("\n");
  expect(lines.pop()).toBe("");
  const names = (lines[6] ?? "").split("\t");
  const cells = lines.slice(7).map((line) => line.split("\t"));
  expect(cells.filter(({ length }) => length !== names.length)).toEqual([]);
  const rows = cells.map((row): Row => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
  return { answer, lines, rows };
}

const isSummary = (row: Row): boolean => row["KB S"] !== "";
const isError = (row: Row): boolean => !isSummary(row) && row["ERR"] !== "" && row["ERR"] !== "0";
const isSample = (row: Row): boolean => !isSummary(row) && !isError(row);
const number = (row: Row | undefined, name: string): number => Number(row?.[name] || Number.NaN);

describe("the file", () => {
  test("begins with six lines and the header, where parsers look for them", async () => {
    const { session } = await opened({ time: NOW });
    const { answer, lines } = await download(session, { begin: "2026-06-21" });
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    expect(lines.slice(0, 6)).toEqual([
      "Wechselrichter Logdaten",
      "Wechselrichter Nr:\t1",
      "Name:\tscb",
      `akt. Zeit:\t${Math.floor(NOW / 1000)}`,
      "",
      "Logdaten U[V], I[mA], P[W], E[kWh], F[Hz], R[kOhm], Ain T[digit], Zeit[sec], TE[C], H[%]",
    ]);
    expect(lines[6]).toBe(HEADER);
    const columns = HEADER.split("\t");
    expect([columns[28], columns[47], columns[48], columns[51]]).toEqual(["AC F", "SOC H", "BAT Te", "total E"]);
  });

  test("has a row for each 5 minutes of a local day, and its summary", async () => {
    const { session } = await opened({ time: NOW });
    const { rows } = await download(session, { begin: "2026-06-20", end: "2026-06-20" });
    const samples = rows.filter(isSample);
    const midnight = Date.UTC(2026, 5, 19, 22) / 1000;
    expect(samples.map((row) => number(row, "Zeit"))).toEqual(
      Array.from({ length: 288 }, (_, index) => midnight + (index + 1) * 300),
    );
    expect(rows.filter(isSummary)).toHaveLength(1);
  });

  test.each([
    ["2026-03-29", 276],
    ["2025-10-26", 300],
  ])("knows that %s had %i of them", async (date, count) => {
    const { session } = await opened({ time: NOW });
    const { rows } = await download(session, { begin: date, end: date });
    expect(rows.filter(isSample)).toHaveLength(count);
  });

  test("ends with the last full 5 minutes, and covers begin and end", async () => {
    const { session } = await opened({ time: NOW });
    const { rows } = await download(session, { begin: "2026-06-19" });
    const zone = new Zone("Europe/Berlin");
    const dates = new Set(rows.map((row) => zone.print(number(row, "Zeit") * 1000 - 1).slice(0, 10)));
    expect([...dates]).toEqual(["2026-06-19", "2026-06-20", "2026-06-21"]);
    expect(number(rows.findLast(isSample), "Zeit")).toBe(Date.UTC(2026, 5, 21, 10) / 1000);
  });

  test("without dates is a year of rows", async () => {
    const { session } = await opened({ time: NOW });
    const { rows } = await download(session, {});
    expect(rows.filter(isSample).length).toBeGreaterThan(365 * 288 - 1);
    // Today has none yet.
    expect(rows.filter(isSummary)).toHaveLength(365);
    const errors = rows.filter(isError);
    expect(errors.length).toBeGreaterThan(0);
    for (const row of errors)
      expect([number(row, "ERR"), row["Ereignis"]]).toEqual([expect.any(Number), expect.any(String)]);
    for (const row of rows.filter(isSummary)) {
      expect(number(row, "HOME E")).toBeGreaterThanOrEqual(number(row, "OWN E"));
    }
    const totals = rows.filter(isSummary).map((row) => number(row, "total E"));
    expect(totals).toEqual(totals.toSorted((one, other) => one - other));
  });

  test("agrees with the device's counters", async () => {
    const { session } = await opened({ time: NOW });
    const { rows } = await download(session, { begin: "2026-06-20", end: "2026-06-20" });
    const energy = (name: string): number =>
      rows.filter(isSample).reduce((sum, row) => sum + number(row, name) / 12, 0);
    const dc = energy("DC1 P") + energy("DC2 P");
    const ac = energy("AC1 P") + energy("AC2 P") + energy("AC3 P");
    expect(ac / (dc + energy("DC3 P"))).toBeGreaterThan(0.9);
    expect(ac / (dc + energy("DC3 P"))).toBeLessThan(1);
    const noon = rows.filter(isSample)[12 * 13];
    expect(number(noon, "DC1 U") * number(noon, "DC1 I")).toBeCloseTo(1000 * number(noon, "DC1 P"), -5);
    expect(number(noon, "SOC H")).toBeGreaterThanOrEqual(0);
    const summary = rows.find(isSummary);
    const id = "Statistic:Yield:Total";
    const now = await session.values(["scb:statistic:EnergyFlow", id]);
    expect(number(summary, "total E") * 1000).toBeLessThan(now.get(`scb:statistic:EnergyFlow/${id}`) ?? 0);
  });

  test("leaves the third string to a device without battery", async () => {
    const { session } = await opened({ time: NOW, profile: "piko-iq-g1" });
    const { rows } = await download(session, { begin: "2026-06-20", end: "2026-06-20" });
    const noon = rows.filter(isSample)[12 * 13];
    expect(number(noon, "DC3 P")).toBeGreaterThan(0);
    expect(noon?.["SOC H"]).toBe("");
  });

  test.each([{ begin: "21.06.2026" }, { end: "2026-02-30" }, { begin: "yesterday" }, { begin: 5 }])(
    "%j is refused",
    async (body) => {
      const { session } = await opened({ time: NOW });
      expect((await session.send("/logdata/download", { body })).status).toBe(400);
    },
  );
});

describe("streaming", () => {
  test("a reader that stops costs no memory, and leaves the device free for others", async () => {
    const { simulator, session } = await opened({ time: NOW });
    const body = "{}";
    const request = open(`${simulator.url}/api/v1/logdata/download`, {
      method: "POST",
      headers: { Authorization: `Session ${session.id}`, "Content-Length": body.length },
    });
    request.end(body);
    const [response] = await once(request, "response");
    response.pause();
    // Others are answered meanwhile, and the file is not made any further than the socket's buffers take it.
    const answers = [];
    for (let index = 0; index < 20; index++) answers.push((await session.send("/modules")).status);
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(response.complete).toBe(false);
    expect(simulator.stats()).toMatchObject({ maxConcurrent: 1, maxConcurrentDownloads: 1 });
    request.destroy();
  });

  test("a year's file is written with bounded memory", async () => {
    const { session } = await opened({ time: NOW });
    const heap = (): number => process.memoryUsage().heapUsed;
    await session.send("/modules");
    const before = heap();
    let most = 0;
    const request = open(`${session.url}/api/v1/logdata/download`, {
      method: "POST",
      headers: { Authorization: `Session ${session.id}`, "Content-Length": 2 },
    });
    request.end("{}");
    const [response] = await once(request, "response");
    let bytes = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
      most = Math.max(most, heap());
    }
    expect(bytes).toBeGreaterThan(10_000_000);
    expect(response.headers["content-length"]).toBeUndefined();
    expect(most - before).toBeLessThan(120_000_000);
  });
});
