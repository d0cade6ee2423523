import type { Model, Operation, Parameter } from "../model.ts";
import { docComment, importLine, propertyKey } from "./text.ts";

/** client.ts: one method an operation. */
export function emitClient(model: Model): string {
  const imports = [
    importLine(["type ClientOptions", "createCall", ...resultTypes(model)], "./call.ts"),
    importLine(["CallOptions", "Transport"], "./contract.ts", true),
    importLine(
      model.operations.map((operation) => `${operation.typeName}Args`),
      "./operations.ts",
      true,
    ),
  ].join("");
  return `${imports}
${docComment([`${model.title === "" ? "The API" : model.title}, one method an operation.`, "A call rejects only with a TypeError: arguments that the specification forbids."])}export interface Client {
${model.operations.map(method).join("\n")}}

/** Makes a client over a transport. Throws TypeError for a path override that can't be used. */
export function createClient(transport: Transport, clientOptions: ClientOptions = {}): Client {
  const call = createCall(transport, clientOptions);
  return {
${model.operations.map(implementation).join("")}  };
}
`;
}

function method(operation: Operation): string {
  const title = `${operation.httpMethod.toUpperCase()} ${operation.path}`;
  const optional = !operation.parameters.some((parameter) => parameter.required) && operation.body?.required !== true;
  const headers = operation.answers.flatMap((answer) =>
    answer.headers.map((header) => `${header.name} (${answer.status})`),
  );
  const comment = docComment(
    [
      operation.summary,
      operation.description,
      `\`${title}\``,
      headers.length === 0 ? undefined : `Answers with the headers ${headers.join(", ")}.`,
      operation.deprecated ? "@deprecated" : undefined,
    ],
    2,
  );
  const { typeName } = operation;
  const mask = maskOf(operation);
  const args = (type: string): string => `(args${optional ? "?" : ""}: ${type}, options?: CallOptions)`;
  const name = propertyKey(operation.method);
  const id = JSON.stringify(operation.id);
  if (mask === undefined) return `${comment}  ${name}${args(`${typeName}Args`)}: Promise<ResultOf<${id}>>;\n`;
  const unmasked = `${typeName}Args & { readonly ${mask.in}?: { readonly ${propertyKey(mask.name)}?: never } }`;
  const whole = mask.required
    ? ""
    : `${comment}  ${name}(\n    args${optional ? "?" : ""}: ${unmasked},\n    options?: CallOptions,\n  ): Promise<ResultOf<${id}>>;\n`;
  const note = docComment([`With ${mask.name} the answer has only the fields that it names.`], 2);
  return `${whole}${whole === "" ? comment : note}  ${name}${args(`${typeName}Args`)}: Promise<MaskedResultOf<${id}>>;\n`;
}

function resultTypes(model: Model): string[] {
  const masks = model.operations.map(maskOf);
  return [
    ...(masks.every((mask) => mask?.required === true) ? [] : ["type ResultOf"]),
    ...(masks.every((mask) => mask === undefined) ? [] : ["type MaskedResultOf"]),
  ];
}

/** The parameter that makes answers partial; a required one before others, since it always does. */
function maskOf(operation: Operation): Parameter | undefined {
  const masks = operation.parameters.filter((parameter) => parameter.fieldsMask);
  return masks.find((parameter) => parameter.required) ?? masks[0];
}

function implementation(operation: Operation): string {
  // An overloaded method tells its implementation no types.
  const optional = maskOf(operation)?.required === false;
  const parameters = optional ? `(args?: ${operation.typeName}Args, options?: CallOptions)` : "(args, options)";
  return `    ${propertyKey(operation.method)}: ${parameters} => call(${JSON.stringify(operation.id)}, args, options),\n`;
}
