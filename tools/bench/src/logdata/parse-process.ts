import { createReadStream } from "node:fs";
import { LogDataParser } from "@plenticore/core";
import { mostResidentKb } from "../memory.ts";

// Typed rows of a log, counted: the gateway's own reading of it.
const file = process.argv[2] ?? "";
let rows = 0;
const begun = performance.now();
const parser = new LogDataParser(() => {
  rows += 1;
});
for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 })) parser.push(chunk as Buffer);
parser.finish();
process.stdout.write(
  `${JSON.stringify({ rows, ms: performance.now() - begun, mb: mostResidentKb(process.pid) / 1024 })}\n`,
);
