import { copyFileSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);

// The gateway must know what the page asks for, of the same build.
const manifest = import.meta.resolve("@plenticore/client/persisted-documents.json");
copyFileSync(fileURLToPath(manifest), fileURLToPath(new URL("persisted-documents.json", dist)));

// Compressed once and well, so that nobody waits for it at run time.
const page = fileURLToPath(new URL("page/", dist));
for (const file of globSync("**/*.{html,js,css,svg,webmanifest}", { cwd: page })) {
  const path = page + file;
  const content = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
