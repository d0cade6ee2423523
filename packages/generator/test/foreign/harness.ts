import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basePath, dispatch, type Handlers, queryString, type Transport } from "./generated/index.ts";

// Copied beside generated bindings: a server made of the generated routes, and the smallest transport.

export interface Served {
  readonly url: string;
  close(): void;
}

export async function serve<Context>(handlers: Handlers<Context>, context: Context): Promise<Served> {
  const server = createServer((request, response) => {
    respond(handlers, context, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => void server.close() };
}

async function respond<Context>(
  handlers: Handlers<Context>,
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const [path = "", search = ""] = (request.url ?? "").split("?");
  const answer = await dispatch(
    handlers,
    {
      method: request.method ?? "",
      pathname: path.slice(basePath.length),
      query: new URLSearchParams(search),
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    },
    context,
  );
  response.writeHead(answer.status, answer.headers);
  if (answer.body instanceof ReadableStream) {
    for await (const chunk of answer.body) response.write(chunk);
    response.end();
  } else {
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  }
}

export function transportTo(url: string): Transport {
  return async (request, options) => {
    const response = await fetch(url + basePath + request.path + queryString(request.query), {
      method: request.method,
      headers: {
        ...request.headers,
        ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const headers = Object.fromEntries(response.headers);
    if (response.ok && request.accept === "stream")
      return { kind: "response", status: response.status, headers, body: response.body };
    const text = await response.text();
    return { kind: "response", status: response.status, headers, body: text === "" ? undefined : JSON.parse(text) };
  };
}
