import { writeFileSync } from "node:fs";
import { type OperationId, operations } from "@plenticore/rest";
import { coverage } from "./coverage-table.ts";
import { printMarkdownTable } from "./markdown-table.ts";

export const coverageDocumentUrl = new URL("../../../docs/coverage.md", import.meta.url);

/** The name of the test that asks for an operation and sees that the device was asked for it. */
const coverageTestName = (operation: OperationId): string => `${operation} is reached`;

/** `docs/coverage.md`: each operation of the specification, the fields of the API that reach it, and the test that proves it. */
export function printCoverage(): string {
  const rows = (Object.keys(operations) as OperationId[]).toSorted().map((operation) => {
    const { method, path } = operations[operation];
    const row = coverage[operation];
    const head = [`\`${operation}\``, `\`${method} ${path}\``];
    if ("exempt" in row) return [...head, `none: ${row.exempt}`, row.tests.map(printTest).join(", ")];
    const fields = row.fields.map((field) => `\`${field}\``).join(", ");
    const how = row.remark === undefined ? fields : `${fields}: ${row.remark}`;
    return [...head, how, printTest(["apps/gateway/test/coverage.test.ts", coverageTestName(operation)])];
  });
  return `# Coverage

Every operation of the device's Swagger page, the fields of the API that reach it, and the test that proves it: it sends the
first field over HTTP to a gateway in front of a simulator, and sees that the simulator was asked for the operation.

Printed by \`node apps/gateway/scripts/coverage-document.ts\` from \`openapi\` by way of \`packages/rest\`, and from
\`apps/gateway/scripts/coverage-table.ts\`.

${printMarkdownTable(["Operation", "Route", "Fields", "Test"], rows)}
`;
}

const printTest = ([file, name]: readonly [file: string, name: string]): string => `[${name}](../${file})`;

if (import.meta.main) writeFileSync(coverageDocumentUrl, printCoverage());
