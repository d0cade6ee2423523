import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import papaparse from "papaparse";
import { inferSchema, initParser } from "udsv";
import { mostResidentKb } from "../src/memory.ts";

// Rows of texts of a log, counted, as each library's documentation reads a large file. Arguments: library, file.
const [, , library = "", file = ""] = process.argv;
let rows = 0;
let cells = 0;

const readers: Record<string, () => Promise<void>> = {
  "csv-parse": async () => {
    for await (const row of createReadStream(file).pipe(parse({ delimiter: "\t", relaxColumnCount: true, quote: null }))) {
      rows += 1;
      cells += row.length;
    }
  },
  papaparse: () =>
    new Promise((resolve, reject) => {
      papaparse.parse(createReadStream(file), {
        delimiter: "\t",
        quoteChar: "\u0000",
        step: ({ data }: { data: readonly string[] }) => {
          rows += 1;
          cells += data.length;
        },
        complete: () => resolve(),
        error: reject,
      });
    }),
  udsv: async () => {
    let parser: ReturnType<typeof initParser> | undefined;
    for await (const chunk of createReadStream(file, { encoding: "utf8" }) as AsyncIterable<string>) {
      // It can't skip what stands before the names of the columns.
      const table = parser === undefined ? chunk.slice(chunk.indexOf("Zeit\t")) : chunk;
      parser ??= initParser(inferSchema(table, { col: "\t" }));
      parser.chunk(table, parser.stringArrs, (row: readonly string[]) => {
        rows += 1;
        cells += row.length;
      });
    }
    parser?.end();
  },
};

const begun = performance.now();
await readers[library]?.();
process.stdout.write(`${JSON.stringify({ rows, cells, ms: performance.now() - begun, mb: mostResidentKb(process.pid) / 1024 })}\n`);
