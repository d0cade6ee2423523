import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as documents from "../src/generated/documents.ts";

test("the manifest holds each document under its id", () => {
  const manifest: Record<string, string> = JSON.parse(
    readFileSync(new URL("../persisted-documents.json", import.meta.url), "utf8"),
  );
  const ours = Object.values(documents).map(({ documentId, text }) => [documentId, text]);
  expect(Object.fromEntries(ours)).toEqual(manifest);
  expect(ours.length).toBeGreaterThan(30);
});
