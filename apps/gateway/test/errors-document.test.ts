import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorsDocumentUrl, printErrors } from "../scripts/errors-document.ts";

test("docs/errors.md is the table of the code", () => {
  expect(readFileSync(errorsDocumentUrl, "utf8")).toBe(printErrors());
});
