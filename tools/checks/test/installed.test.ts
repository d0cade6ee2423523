import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkInstalled } from "../src/installed.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A package that is built, of this declaration. */
function built(declaration: string): string {
  const folder = mkdtempSync(join(tmpdir(), "built-"));
  folders.push(folder);
  mkdirSync(join(folder, "dist"));
  const exports = { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } };
  const manifest = { name: "thing", version: "1.0.0", type: "module", exports, files: ["dist"] };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "dist/index.js"), "export const thing = 1;\n");
  writeFileSync(join(folder, "dist/index.d.ts"), declaration);
  return folder;
}

const good = "export declare const thing: number;\n";
const uses = `import { thing } from "thing";\nconst one: number = thing;\nif (one !== 1) throw new Error("it is not 1");\n`;

test.each([
  ["passes: a package that can be used", good, uses, true, ""],
  ["fails: a declaration that names what is nowhere", "export declare const thing: Missing;\n", uses, false, "Missing"],
  ["fails: a use of the wrong type", good, uses.replace("number", "string"), false, "TS2322"],
  ["fails: a program that fails", good, uses.replace("!== 1", "=== 1"), false, "it is not 1"],
])("%s", async (_name, declaration, main, ok, output) => {
  const outcome = await checkInstalled({
    directory: built(declaration),
    sources: { "main.ts": main },
    run: "main",
    peers: [],
  });
  expect(outcome).toMatchObject({ ok, output: expect.stringContaining(output) });
});
