import { readFileSync } from "node:fs";
import { type OperationId, operations } from "@plenticore/rest";
import { isObjectType } from "graphql";
import { describe, expect, test } from "vitest";
import { coverageDocumentUrl, coverageTestName, printCoverage } from "../scripts/coverage-document.ts";
import { coverage } from "../scripts/coverage-table.ts";
import { schema } from "../src/schema/index.ts";
import { startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";

const updatePaths = { status: "/update/status", start: "/update/start" };

describe.each((Object.keys(operations) as OperationId[]).toSorted())("%s", (operation) => {
  const row = coverage[operation];
  if ("exempt" in row) {
    test.each(row.tests)("is exempt, and shown by %s: %s", (file, name) => {
      const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
      expect(text).toContain(`"${name}"`);
    });
    return;
  }

  test(coverageTestName(operation), async () => {
    const { document, profile, fault, atContact = false } = row;
    const simulator = { ...(profile && { profile }), ...(fault && { fault }), bootSeconds: 0.1, warmUpSeconds: 0 };
    await using app = await startExample({ simulators: [simulator], configure: () => ({ updatePaths }) });
    await app.fleet.inverters[0]?.settled();
    const asked = () => app.simulators[0]?.stats().requests[operation] ?? 0;
    const before = asked();
    expect(before > 0).toBe(atContact);
    const { errors, data } = await ask(app.url, document);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toContain("Failure");
    expect(asked()).toBeGreaterThan(document.startsWith("mutation") ? before : 0);
  });

  test.each(row.fields)("%s is in the schema", (name) => {
    const [type = "", field = ""] = name.split(".");
    const owner = schema.getType(type);
    expect(isObjectType(owner) && Object.keys(owner.getFields())).toContain(field);
    if (field === row.fields[0]?.split(".")[1]) expect(row.document).toContain(field);
  });
});

test("there are 27 operations", () => {
  expect(Object.keys(operations)).toHaveLength(27);
});

test("docs/coverage.md is what the specification and the table give", () => {
  expect(readFileSync(coverageDocumentUrl, "utf8")).toBe(printCoverage());
});
