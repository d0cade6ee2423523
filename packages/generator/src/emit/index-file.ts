import type { Model } from "../model.ts";
import { exportLine } from "./text.ts";

/** index.ts: every name that users of the bindings may import. */
export function emitIndex(model: Model): string {
  const identifiers = model.definitions.map((definition) => definition.identifier);
  const operationTypes = model.operations.flatMap(({ typeName }) => [
    `${typeName}Args`,
    `${typeName}Failure`,
    `${typeName}Success`,
  ]);
  return [
    exportLine(["type ClientOptions", "type ResultOf"], "./call.ts")
      .replaceAll("type ", "")
      .replace("export", "export type"),
    exportLine(["type Check", "describeProblem", "type Problem", "runCheck"], "./checks.ts"),
    exportLine(["type Client", "createClient"], "./client.ts"),
    exportLine(contractTypes, "./contract.ts", true),
    exportLine(["AnswerEntry", "OperationEntry", "Route"], "./entry.ts", true),
    exportLine([...operationTypes.map((name) => `type ${name}`), "type Operations", "operations"], "./operations.ts"),
    exportLine(["basePath", "routes"], "./routes.ts"),
    exportLine(identifiers, "./schemas.ts", true),
    exportLine(serveNames, "./serve.ts"),
    exportLine(
      identifiers.map((identifier) => `check${identifier}`),
      "./validators.ts",
    ),
    exportLine(
      ["decodeSegment", "encodeSegment", "type ListFormat", "type ParameterEntry", "queryString", "segmentProblem"],
      "./wire.ts",
    ),
  ].join("");
}

const contractTypes = [
  "Answer",
  "CallOptions",
  "Cancelled",
  "Documented",
  "EmptyAnswer",
  "Invalid",
  "OperationId",
  "OperationRequest",
  "Result",
  "ShownCertificate",
  "Success",
  "TooLarge",
  "Transport",
  "TransportAnswer",
  "TransportFailure",
  "TransportResponse",
  "Undocumented",
  "UndocumentedAnswer",
  "Unreachable",
];

const serveNames = [
  "type BadRequest",
  "checkAnswer",
  "dispatch",
  "type Handler",
  "type Handlers",
  "matchRoute",
  "type RawRequest",
  "type ReadRequest",
  "readRequest",
  "type RouteMatch",
  "type ServerAnswer",
  "type ServerRequest",
];
