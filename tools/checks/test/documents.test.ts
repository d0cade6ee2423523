import { expect, test } from "vitest";
import { checkDocuments } from "../src/documents.ts";
import { planted } from "./planted.ts";

const files = {
  "packages/core/src/queue.ts": "",
  "packages/core/PROTOCOL.md": "[b](src/queue.ts) `src/queue.ts`",
  "docs/errors.md": "",
  ".ci/run": "",
};

const check = (text: string): readonly string[] => checkDocuments(planted({ ...files, "AGENTS.md": text })).violations;

test.each([
  "`packages/core/src/queue.ts`, `packages/core`, `packages/core/`, `.ci/run`",
  "[errors](docs/errors.md#codes) and [here](./packages/core)",
  "[out](https://example.org/packages/gone.ts) [anchor](#gone) [mail](mailto:a@b.c)",
  "`packages/X/src`, `packages/*/src`, `packages/<name>`, `packages/core/dist/index.js`",
  "`POST /auth/start`, `a/b`, `@plenticore/core`, `graphql/gone`, packages/gone without backticks",
])("let pass: %s", (text) => {
  expect(check(text)).toEqual([]);
});

test.each([
  ["`packages/core/src/gone.ts`", "packages/core/src/gone.ts"],
  ["`packages/gone/`", "packages/gone"],
  ["[x](docs/gone.md)", "docs/gone.md"],
  ["[x](queue.ts)", "queue.ts"],
])("reported: %s", (text, path) => {
  expect(check(`\n${text}`)).toEqual([`AGENTS.md:2: there is no ${path}`]);
});

test("a link is relative to its document", () => {
  const text = "[x](packages/core/src/queue.ts)";
  expect(checkDocuments(planted({ ...files, "packages/core/README.md": text })).violations).toHaveLength(1);
});

test("it counts what it looked up", () => {
  const { documents, paths } = checkDocuments(planted({ ...files, "README.md": "`.ci/run` [a](docs/errors.md)" }));
  expect({ documents, paths }).toEqual({ documents: ["README.md", "packages/core/PROTOCOL.md"], paths: 3 });
});
