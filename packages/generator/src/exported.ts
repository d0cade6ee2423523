/** What index.ts exports beside what the specification names, by file; `type` marks what is nothing at run time. */
export const exported = {
  "./call.ts": ["type ClientOptions", "type MaskedResultOf", "type ResultOf"],
  "./checks.ts": ["type Check", "describeProblem", "type Problem", "runCheck"],
  "./client.ts": ["type Client", "createClient"],
  "./contract.ts": [
    "type Answer",
    "type CallOptions",
    "type Cancelled",
    "type Documented",
    "type EmptyAnswer",
    "type Invalid",
    "type Masked",
    "type OperationId",
    "type OperationRequest",
    "type Result",
    "type ShownCertificate",
    "type Success",
    "type TooLarge",
    "type Transport",
    "type TransportAnswer",
    "type TransportFailure",
    "type TransportResponse",
    "type Undocumented",
    "type UndocumentedAnswer",
    "type Unreachable",
  ],
  "./entry.ts": ["type AnswerEntry", "type OperationEntry", "type Route"],
  "./operations.ts": ["type Operations", "operations"],
  "./routes.ts": ["basePath", "routes"],
  "./serve.ts": [
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
  ],
  "./wire.ts": [
    "decodeSegment",
    "encodeSegment",
    "type ListFormat",
    "type ParameterEntry",
    "queryString",
    "segmentProblem",
  ],
} as const satisfies Readonly<Record<`./${string}.ts`, readonly string[]>>;

/** Types of the language that generated files name: one of the same name would hide them. */
export const globalTypes = [
  "Array",
  "AsyncIterable",
  "NonNullable",
  "Partial",
  "Promise",
  "ReadableStream",
  "Readonly",
  "ReadonlySet",
  "Record",
  "Set",
  "Uint8Array",
] as const;

/** Names of the exported types. */
export function exportedTypes(): readonly string[] {
  return Object.values(exported)
    .flat()
    .filter((name) => name.startsWith("type "))
    .map((name) => name.slice("type ".length));
}
