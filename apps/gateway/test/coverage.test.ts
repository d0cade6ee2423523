import { readFileSync } from "node:fs";
import { type OperationId, operations } from "@plenticore/rest";
import { isObjectType } from "graphql";
import { expect, test } from "vitest";
import { coverageDocumentUrl, printCoverage } from "../scripts/coverage-document.ts";
import { coverage } from "../scripts/coverage-table.ts";
import { schema } from "../src/schema/index.ts";
import { startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";

const updatePaths = { status: "/update/status", start: "/update/start" };

const all = (Object.keys(operations) as OperationId[])
  .toSorted()
  .map((operation) => [operation, coverage[operation]] as const);
const reached = all.flatMap(([operation, row]) => ("exempt" in row ? [] : [[operation, row] as const]));
const exempt = all.flatMap(([, row]) => ("exempt" in row ? row.tests : []));

// The page names these tests: `coverageTestName`.
test.each(reached)("%s is reached", async (operation, { document, profile, fault, atContact = false }) => {
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

test.each(reached)(
  "%s: the fields are in the schema, and the first is in the document",
  (_operation, { fields, document }) => {
    for (const name of fields) {
      const [type = "", field = ""] = name.split(".");
      const owner = schema.getType(type);
      expect(isObjectType(owner) && Object.keys(owner.getFields()), name).toContain(field);
    }
    expect(document).toContain(fields[0]?.split(".")[1]);
  },
);

test.each(exempt)("an exempt operation is shown by %s: %s", (file, name) => {
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  expect(text).toContain(`"${name}"`);
});

test("there are 27 operations", () => {
  expect(Object.keys(operations)).toHaveLength(27);
});

test("docs/coverage.md is what the specification and the table give", () => {
  expect(readFileSync(coverageDocumentUrl, "utf8")).toBe(printCoverage());
});
