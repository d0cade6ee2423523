import type { Answer } from "../model.ts";
import { type Context, child, children, type ObjectNode } from "./context.ts";
import { follow } from "./reference.ts";
import { type Identifiers, parseSchema } from "./schema-object.ts";

// https://swagger.io/specification/v2/#response-object

/** Reads the answer of one status. `produces` are the media types of the operation. */
export function parseResponse(
  context: Context,
  at: ObjectNode,
  status: Answer["status"],
  produces: readonly string[],
  identifiers: Identifiers,
): Answer | undefined {
  const node = follow(context, at, "responses");
  if (node === undefined) return undefined;
  context.only(node, new Set(["description", "schema", "headers", "examples"]), { content: "belongs to OpenAPI 3" });
  const description = context.text(child(node, "description"));
  if (description === undefined) context.report(node, "a response needs a description");
  return {
    status,
    description: description ?? "",
    content: parseContent(context, node, status, produces, identifiers),
    headers: parseHeaders(context, node),
  };
}

function parseContent(
  context: Context,
  node: ObjectNode,
  status: Answer["status"],
  produces: readonly string[],
  identifiers: Identifiers,
): Answer["content"] {
  const schema = child(node, "schema");
  if (schema.value === undefined) return { kind: "nothing" };
  const succeeded = typeof status === "number" && status >= 200 && status < 300;
  const type = context.object(schema, "a schema")?.value["type"];
  const json = produces.length === 0 || produces.some(isJson);
  if (type === "file" || (succeeded && !json)) {
    if (type !== "file" && type !== "string") {
      context.report(
        schema,
        `an answer of ${produces.join(", ")} is read as a stream of bytes: its type must be file or string`,
      );
    }
    if (!succeeded) context.report(schema, "only a success can be a stream of bytes");
    return { kind: "stream" };
  }
  return { kind: "json", schema: parseSchema(context, schema, identifiers) };
}

/** `application/json`, `application/hal+json`, with or without parameters. */
export function isJson(mediaType: string): boolean {
  return /^[^/]+\/([^;]+\+)?json\s*(;|$)/i.test(mediaType.trim());
}

function parseHeaders(context: Context, node: ObjectNode): Answer["headers"] {
  const at = child(node, "headers");
  const headers = at.value === undefined ? undefined : context.object(at, "headers");
  if (headers === undefined) return [];
  return children(headers).map((header) => {
    const object = context.object(header, "a header");
    return { name: header.key, description: object && context.text(child(object, "description")) };
  });
}
