import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Children } from "../children.ts";
import { startGateway } from "../live/fan-out.ts";
import { mostResidentKb, residentKb } from "../memory.ts";
import type { PartOptions } from "../parts.ts";
import { peersDirectory } from "../servers/peers.ts";
import { Simulators } from "../servers/simulators.ts";
import { median } from "../statistics.ts";
import { figure, table } from "../table.ts";

const run = promisify(execFile);

interface Parsed {
  readonly rows: number;
  /** Of libraries that give texts: all of them, or it would be no reading. */
  readonly cells?: number;
  readonly ms: number;
  readonly mb: number;
}

/** Copies of a year in the file: some 67 MB. */
const copies = 4;
/** Cells of a row, at least. */
const leastCells = 50;
/** Lines before the rows. */
const headLines = 7;

/** A device's log to rows: ours beside `cut`, which is the limit, and beside libraries for such files; and a year of it through the gateway. */
export async function logData({ directory, quick, profile, say }: PartOptions): Promise<string> {
  await using children = new Children();
  return await children.guard(
    (async () => {
      const simulators = await Simulators.start(children, 1);
      const gateway = await startGateway({ children, devices: simulators.urls, directory, profile });
      say("logdata: a year as a file through the gateway");
      const before = residentKb(gateway.pid);
      const year = join(directory, "year.tsv");
      const asFile = await timed(() => download(gateway.port, year));
      const rows = (await readFile(year, "utf8")).split("\n").length - 1 - headLines;
      say("logdata: a year in pages through the gateway");
      const inPages = await timed(() => readPages(gateway.port));
      const grown = (mostResidentKb(gateway.pid) - before) / 1024;
      const file = await enlarged(year, join(directory, "years.tsv"));
      const megabytes = (await stat(file)).size / 1e6;
      const results = await comparedWith(file, quick ? 1 : 5, say);
      const cut = median(results.get("cut -f4")?.map(({ ms }) => ms) ?? []);
      const cutOfYear = cut / copies;
      const yearRow = (label: string, ms: number) => [
        label,
        figure(ms),
        `${figure(ms / cutOfYear)} ×`,
        figure((rows / ms) * 1000),
      ];
      return [
        `## logdata: ${figure(megabytes)} MB of log to rows`,
        table(
          ["contestant", "ms", "× cut", "rows/s", "MB at most"],
          [...results].map(([label, rounds]) => {
            const ms = median(rounds.map((one) => one.ms));
            const found = median(rounds.map((one) => one.rows));
            const mb = label === "cut -f4" ? "-" : figure(median(rounds.map((one) => one.mb)));
            return [label, figure(ms), `${figure(ms / cut)} ×`, found > 0 ? figure((found / ms) * 1000) : "-", mb];
          }),
        ),
        `A year (${figure(rows)} rows, ${figure(megabytes / copies)} MB) through the gateway, the simulator's making of it included; the gateway grew by ${figure(grown)} MB at most:`,
        table(
          ["way", "ms", "× cut", "rows/s"],
          [yearRow("as a file (TSV)", asFile), yearRow("in pages of 1,000 (GraphQL)", inPages)],
        ),
        "Targets: at most 5 × `cut`, faster than udsv, memory flat. Ours gives typed rows, the libraries texts.",
      ].join("\n\n");
    })(),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function download(port: number, file: string): Promise<void> {
  const { body } = await fetch(`http://127.0.0.1:${port}/inverters/i1/logdata.tsv`);
  if (body === null) throw new Error("the gateway sent no log");
  await pipeline(Readable.fromWeb(body as never), createWriteStream(file));
}

async function readPages(port: number): Promise<void> {
  const query = `query ($after: String) { inverter(id: "i1") { logData(first: 1000, after: $after) {
    edges { cursor node { time ... on LogDataSample { strings { index power } frequency home { fromSolar } } } }
    pageInfo { hasNextPage endCursor } } } }`;
  for (let after: string | null = null, more = true; more; ) {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables: { after } }),
    });
    const { data } = (await response.json()) as Page;
    ({ endCursor: after, hasNextPage: more } = data.inverter.logData.pageInfo);
  }
}

interface Page {
  readonly data: {
    readonly inverter: { readonly logData: { readonly pageInfo: { endCursor: string; hasNextPage: boolean } } };
  };
}

async function enlarged(year: string, file: string): Promise<string> {
  const text = await readFile(year, "utf8");
  const rows = text.split("\n").slice(headLines).join("\n");
  await writeFile(file, text);
  for (let copy = 1; copy < copies; copy++) await appendFile(file, rows);
  return file;
}

async function comparedWith(file: string, rounds: number, say: (line: string) => void) {
  const script =
    (path: string, ...args: string[]) =>
    async (): Promise<Parsed> => {
      const { stdout } = await run(process.execPath, [path, ...args, file]);
      const parsed = JSON.parse(stdout) as Parsed;
      if (parsed.cells !== undefined && parsed.cells < parsed.rows * leastCells)
        throw new Error(`${args[0]} read ${parsed.cells} cells of ${parsed.rows} rows`);
      return parsed;
    };
  const peer = (library: string) => script(join(peersDirectory, "parse.ts"), library);
  const contestants: Readonly<Record<string, () => Promise<Parsed>>> = {
    ours: script(fileURLToPath(new URL("parse-process.ts", import.meta.url))),
    "cut -f4": async () => {
      const ms = await timed(() => run("sh", ["-c", `cut -f4 "$0" > /dev/null`, file]));
      return { rows: 0, ms, mb: 0 };
    },
    udsv: peer("udsv"),
    papaparse: peer("papaparse"),
    "csv-parse": peer("csv-parse"),
  };
  const results = new Map(Object.keys(contestants).map((label) => [label, [] as Parsed[]]));
  for (let round = 1; round <= rounds; round++) {
    for (const [label, measure] of Object.entries(contestants)) {
      say(`logdata, round ${round} of ${rounds}: ${label}`);
      results.get(label)?.push(await measure());
    }
  }
  return results;
}
