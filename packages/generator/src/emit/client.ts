import type { Model, Operation } from "../model.ts";
import { docComment, importLine, propertyKey } from "./text.ts";

/** client.ts: one method an operation. */
export function emitClient(model: Model): string {
  const imports = [
    importLine(["type ClientOptions", "createCall", "type ResultOf"], "./call.ts"),
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
  const args = `args${optional ? "?" : ""}: ${operation.typeName}Args`;
  return `${comment}  ${propertyKey(operation.method)}(${args}, options?: CallOptions): Promise<ResultOf<${JSON.stringify(operation.id)}>>;\n`;
}

function implementation(operation: Operation): string {
  return `    ${propertyKey(operation.method)}: (args, options) => call(${JSON.stringify(operation.id)}, args, options),\n`;
}
