import {
  type Answer,
  isSuccess,
  type Model,
  type Operation,
  type Parameter,
  type ParameterPlace,
  type Schema,
} from "../model.ts";
import { pascalCase } from "../names.ts";
import { braces, docComment, importLine, propertyKey, union } from "./text.ts";
import { namedIn, typeText } from "./types.ts";
import { CheckWriter } from "./validators.ts";

const places: readonly ParameterPlace[] = ["path", "query", "header"];

/** operations.ts: the types of every operation, and the table that client and server run on. */
export function emitOperations(model: Model): string {
  const writer = new CheckWriter(model);
  const functions: string[] = [];
  const types = model.operations.map(operationTypes).join("\n");
  const map = `/** Types of the operations by their id. */\nexport interface Operations {\n${model.operations.map(mapEntry).join("")}}\n`;
  const separators = listSeparators(model);
  const entries = model.operations
    .map((operation) => tableEntry(operation, separators.get(operation.id) ?? new Map(), writer, functions))
    .join("");
  const table = `/** The operations as data. */\nexport const operations = {\n${entries}} as const satisfies Readonly<Record<OperationId, OperationEntry>>;\n`;
  const body = `${types}\n${map}\n${table}${functions.map((text) => `\n${text}`).join("")}`;
  return `${imports(model, writer, body)}\n${body}`;
}

function imports(model: Model, writer: CheckWriter, body: string): string {
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
  // An operation may be called like one of them: only what has type arguments is the type.
  const contract = ["Answer", "Documented", "EmptyAnswer", "Success"].filter((name) => body.includes(`${name}<`));
  const definitions = new Set(model.operations.flatMap(schemasOf).flatMap(namedIn));
  const checks = model.definitions.map((definition) => `check${definition.identifier}`).filter(used);
  const helpers = [...writer.used, ...(functionsUsed(body) ? ["type Problem"] : [])];
  return [
    importLine(helpers, "./checks.ts").replace("import { type Problem }", "import type { Problem }"),
    importLine([...contract, "OperationId"], "./contract.ts", true),
    importLine(["OperationEntry"], "./entry.ts", true),
    importLine(definitions, "./schemas.ts", true),
    importLine(checks, "./validators.ts"),
  ].join("");
}

function functionsUsed(body: string): boolean {
  return body.includes("): Problem | undefined {");
}

function schemasOf(operation: Operation): Schema[] {
  const answers = operation.answers.flatMap((answer) =>
    answer.content.kind === "json" ? [answer.content.schema] : [],
  );
  return [...(operation.body === undefined ? [] : [operation.body.schema]), ...answers];
}

// ---- types

function operationTypes(operation: Operation): string {
  const { typeName } = operation;
  const members = [...places.map((place) => groupMember(operation, place)), bodyMember(operation)].join("");
  const args =
    members === ""
      ? `export type ${typeName}Args = Readonly<Record<string, never>>;\n`
      : `export interface ${typeName}Args {\n${members}}\n`;
  const successes = operation.answers
    .filter(isSuccess)
    .map((answer) => `Success<${answer.status}, ${valueType(answer)}>`);
  const failures = operation.answers
    .filter((answer) => !isSuccess(answer))
    .map((answer) => `Documented<${statusType(answer)}, ${bodyType(answer)}>`);
  return [
    `// ---- ${operation.id}: ${operation.httpMethod.toUpperCase()} ${operation.path}\n\n`,
    args,
    `export type ${typeName}Success =${union(successes, typeName.length + 24)};\n`,
    `export type ${typeName}Failure =${union(failures, typeName.length + 24)};\n`,
  ].join("");
}

function groupMember(operation: Operation, place: ParameterPlace): string {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place);
  if (parameters.length === 0) return "";
  const optional = parameters.every((parameter) => !parameter.required);
  const described = parameters.some((parameter) => parameter.description !== undefined);
  const fields = parameters.map((parameter) => parameterField(parameter));
  const text = described
    ? `{\n${parameters.map((parameter, index) => `${docComment([parameter.description], 4)}    ${fields[index]};\n`).join("")}  }`
    : braces(fields, 2, ";", place.length + 12);
  return `  readonly ${place}${optional ? "?" : ""}: ${text};\n`;
}

function parameterField(parameter: Parameter): string {
  return `readonly ${propertyKey(parameter.name)}${parameter.required ? "" : "?"}: ${typeText(parameter.schema)}`;
}

function bodyMember(operation: Operation): string {
  const { body } = operation;
  if (body === undefined) return "";
  return `${docComment([body.description], 2)}  readonly body${body.required ? "" : "?"}: ${typeText(body.schema)};\n`;
}

function statusType(answer: Answer): string {
  return answer.status === "default" ? "number" : String(answer.status);
}

function valueType(answer: Answer): string {
  return answer.content.kind === "stream" ? "ReadableStream<Uint8Array>" : bodyType(answer);
}

function bodyType(answer: Answer): string {
  return answer.content.kind === "json" ? typeText(answer.content.schema) : "undefined";
}

function mapEntry(operation: Operation): string {
  const { typeName } = operation;
  return `  readonly ${propertyKey(operation.id)}: {
    readonly args: ${typeName}Args;
    readonly request: ${requestType(operation)};
    readonly success: ${typeName}Success;
    readonly failure: ${typeName}Failure;
    readonly answer: ${answerTypes(operation)};
  };\n`;
}

function requestType(operation: Operation): string {
  const { typeName } = operation;
  const groups = places.map((place) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    if (parameters.length === 0) return `readonly ${place}: Readonly<Record<string, never>>`;
    const optional = parameters.every((parameter) => !parameter.required);
    const type = `${typeName}Args["${place}"]`;
    return `readonly ${place}: ${optional ? `NonNullable<${type}>` : type}`;
  });
  const body =
    operation.body === undefined
      ? "undefined"
      : `${typeName}Args["body"]${operation.body.required ? "" : " | undefined"}`;
  return braces([...groups, `readonly body: ${body}`], 4, ";", 18);
}

function answerTypes(operation: Operation): string {
  const members = operation.answers.map((answer) => {
    if (answer.content.kind === "nothing") return `EmptyAnswer<${statusType(answer)}>`;
    const body = answer.content.kind === "stream" ? "AsyncIterable<Uint8Array>" : typeText(answer.content.schema);
    return `Answer<${statusType(answer)}, ${body}>`;
  });
  return members.length < 4 ? members.join(" | ") : members.map((member) => `\n      | ${member}`).join("");
}

// ---- table

/** By operation and path parameter: the sign that would make a server take the value for the other operation's list. */
function listSeparators(model: Model): Map<string, Map<string, string>> {
  const byId = new Map(model.operations.map((operation) => [operation.id, operation]));
  const found = new Map<string, Map<string, string>>();
  for (const route of model.routes) {
    const group = route.operations.flatMap((id) => byId.get(id) ?? []);
    const list = group.find((operation) =>
      pathParameters(operation).some((parameter) => parameter?.list !== undefined),
    );
    if (group.length < 2 || list === undefined) continue;
    for (const operation of group.filter((other) => other !== list)) {
      const pairs = pathParameters(operation).flatMap((parameter, index): [string, string][] => {
        const format = pathParameters(list)[index]?.list;
        // The parser has refused multi in a path.
        return parameter === undefined || format === undefined || format === "multi"
          ? []
          : [[parameter.name, separatorOf[format]]];
      });
      found.set(operation.id, new Map(pairs));
    }
  }
  return found;
}

const separatorOf = { csv: ",", ssv: " ", tsv: "\t", pipes: "|" } as const;

function pathParameters(operation: Operation): readonly (Parameter | undefined)[] {
  return [...operation.path.matchAll(/\{([^{}]*)\}/g)].map((match) =>
    operation.parameters.find((parameter) => parameter.in === "path" && parameter.name === match[1]),
  );
}

function tableEntry(
  operation: Operation,
  separators: ReadonlyMap<string, string>,
  writer: CheckWriter,
  functions: string[],
): string {
  const wanted = `check${operation.typeName}`;
  const check = (schema: Schema, suffix: string): string => writer.reference(schema, wanted + suffix, functions);
  const parameters = operation.parameters.map((parameter) => {
    const list = parameter.list === undefined ? [] : [`list: "${parameter.list}"`];
    const checked = `check: ${check(parameter.schema, pascalCase(parameter.name))}`;
    const required = `required: ${parameter.required}`;
    const mask = parameter.fieldsMask ? ["fieldsMask: true"] : [];
    const separator = parameter.in === "path" ? separators.get(parameter.name) : undefined;
    const single = separator === undefined ? [] : [`without: ${JSON.stringify(separator)}`];
    return braces(
      [
        `name: ${JSON.stringify(parameter.name)}`,
        `in: "${parameter.in}"`,
        required,
        `type: "${parameter.type}"`,
        ...list,
        ...single,
        ...mask,
        checked,
      ],
      6,
    );
  });
  const answers = operation.answers.map((answer) => {
    const { content } = answer;
    const checked =
      content.kind === "json"
        ? [`check: ${check(content.schema, `Answer${answer.status === "default" ? "Default" : answer.status}`)}`]
        : [];
    return `${answer.status}: ${braces([`kind: "${content.kind}"`, ...checked])}`;
  });
  const { body } = operation;
  const bodyText =
    body === undefined
      ? []
      : [`body: ${braces([`required: ${body.required}`, `check: ${check(body.schema, "Body")}`])}`];
  const fields = [
    `method: "${operation.httpMethod.toUpperCase()}"`,
    `path: ${JSON.stringify(operation.path)}`,
    `authenticated: ${operation.authenticated}`,
    `accept: "${operation.accept}"`,
    `parameters: [${parameters.length === 0 ? "" : `\n      ${parameters.join(",\n      ")},\n    `}]`,
    ...bodyText,
    `answers: ${braces(answers, 4, ",", 9)}`,
  ];
  return `  ${propertyKey(operation.id)}: {\n${fields.map((text) => `    ${text},\n`).join("")}  },\n`;
}
