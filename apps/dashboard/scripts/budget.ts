import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the first paint may cost in JavaScript, React included: bytes of gzip. */
const budget = 120_000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const page = fileURLToPath(new URL("../dist/page/", import.meta.url));
const chunks = JSON.parse(readFileSync(`${page}.vite/manifest.json`, "utf8")) as Readonly<Record<string, Chunk>>;

/** The entries and all that they import at once; what comes by `import()` is asked for later. */
const first = new Set<string>();
const add = (name: string): void => {
  const chunk = chunks[name];
  if (chunk === undefined) throw new Error(`vite's manifest has no ${name}`);
  if (first.has(chunk.file)) return;
  first.add(chunk.file);
  for (const other of chunk.imports ?? []) add(other);
};
for (const [name, { isEntry }] of Object.entries(chunks)) if (isEntry === true) add(name);
if (first.size === 0) throw new Error("vite's manifest has no entry");

const sizes = [...first].map((file) => ({ file, bytes: statSync(`${page}${file}.gz`).size }));
const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
for (const { file, bytes } of sizes) console.log(`${(bytes / 1000).toFixed(1)} kB  ${file}`);
console.log(`${(sum / 1000).toFixed(1)} kB of ${budget / 1000} kB for the first paint`);
process.exitCode = sum <= budget ? 0 : 1;
