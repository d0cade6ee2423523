import { writeFileSync } from "node:fs";
import { errorTable } from "@plenticore/core";
import { printMarkdownTable } from "./markdown-table.ts";

export const errorsDocumentUrl = new URL("../../../docs/errors.md", import.meta.url);

/** `docs/errors.md`: the one table of failures, printed as the formatter likes it. */
export function printErrors(): string {
  const rows = Object.entries(errorTable).map(([code, { meaning, retryable, origin, mendedBy, cure }]) => [
    `\`${code}\``,
    meaning,
    retryable ? "yes" : "no",
    origin,
    mendedBy.join(", "),
    cure,
  ]);
  return `# Errors

Every error of the API carries \`extensions { code inverterId retryable retryAfterMs }\` (and \`traceId\`, where the gateway
[traces](operate.md#traces)), and its \`path\` names the field that could not be answered: one inverter that fails is null there, the others are answered. The commands print
\`error CODE: message\`. _Retry_ tells whether the same request may succeed later with nothing changed by anybody.
_Origin_ is the status and operation of the inverter, or what of the network, that gives the code. _Mended by_ is who can
help, the likeliest first: the inverter by itself (device), who lives with it (owner), the installer, who runs the gateway
and keeps its configuration (operator), who sent the request (caller), or who writes the gateway (developer).

Printed from \`packages/core/src/errors.ts\` by \`node apps/gateway/scripts/errors-document.ts\`.

${printMarkdownTable(["Code", "Meaning", "Retry", "Origin", "Mended by", "Cure"], rows)}
`;
}

if (import.meta.main) writeFileSync(errorsDocumentUrl, printErrors());
