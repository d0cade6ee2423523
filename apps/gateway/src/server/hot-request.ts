import type { IncomingMessage } from "node:http";

/** Bytes of a body that the shortcut reads, where the limit is not lower: hot queries are small. */
export const mostHotBytes = 64 * 1024;

const jsonTypes: ReadonlySet<string | undefined> = new Set(["application/json", "application/json; charset=utf-8"]);

/** What every client sends that knows what it sends; the rest is for Yoga to decide. */
export type AnswerType = "application/json" | "application/graphql-response+json";

/**
 * The media type of the answer that Yoga would choose, where the request may be a hot query: POST with a small JSON body
 * of a known length, for one answer and no stream.
 *
 * @param mostBytes of the body
 */
export function hotAnswerType({ method, url, headers }: IncomingMessage, mostBytes: number): AnswerType | undefined {
  if (method !== "POST" || url !== "/graphql" || !jsonTypes.has(headers["content-type"])) return undefined;
  const length = Number(headers["content-length"]);
  if (!(length > 0 && length <= mostBytes) || headers["content-encoding"] !== undefined) return undefined;
  return answerTypeOf(headers.accept);
}

/** As Yoga does: of what is accepted the first counts, whatever its `q`. */
function answerTypeOf(accept: string | undefined): AnswerType | undefined {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return "application/json";
  const ranges = accept.replaceAll(/\s/g, "").toLowerCase().split(",").map(rangeOf);
  const first = ranges.find((range) => range !== undefined && Object.hasOwn(answerTypes, range));
  return first === undefined ? undefined : answerTypes[first];
}

function rangeOf(text: string): string | undefined {
  const [range, ...parameters] = text.split(";");
  const charset = parameters.find((parameter) => parameter.includes("charset="));
  return charset === undefined || charset === "charset=utf-8" ? range : undefined;
}

const answerTypes: Readonly<Record<string, AnswerType>> = {
  "application/json": "application/json",
  "application/graphql-response+json": "application/graphql-response+json",
  "application/*": "application/json",
  "*/json": "application/json",
  "*/graphql-response+json": "application/graphql-response+json",
  "*/*": "application/json",
};

/** The whole body. Never resolves where the client goes away in the middle of it. */
export function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const length = Number(request.headers["content-length"]);
    const chunks: Buffer[] = [];
    let received = 0;
    request.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received === length) resolve(chunks.length === 1 ? chunk : Buffer.concat(chunks));
    });
  });
}
