import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { FaultProxyError } from "./errors.ts";
import type { FaultProxy } from "./proxy.ts";
import type { Toxic } from "./toxics.ts";

export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * `GET /toxics`, `POST /toxics` with one as JSON, `DELETE /toxics/NAME`, on a port of 127.0.0.1; 0 takes a free one.
 * @throws FaultProxyError CANNOT_LISTEN
 */
export async function startControl(proxy: FaultProxy, port: number): Promise<Control> {
  const server = createServer((request, response) => {
    act(proxy, request, response).catch((error: unknown) => {
      if (!(error instanceof FaultProxyError)) return response.destroy();
      return answer(response, error.code === "UNKNOWN_TOXIC" ? 404 : 400, { code: error.code, message: error.message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const what = `can't listen on 127.0.0.1:${port}: ${cause.code ?? cause.message}`;
      reject(new FaultProxyError("CANNOT_LISTEN", what, { cause }));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function act(proxy: FaultProxy, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const name = /^\/toxics\/([^/?]+)$/.exec(url)?.[1];
  if (method === "DELETE" && name !== undefined) {
    await proxy.remove(decodeURIComponent(name));
    return answer(response, 200, { ok: true });
  }
  if (url !== "/toxics") return answer(response, 404, { message: "expected /toxics or /toxics/NAME" });
  if (method === "GET") return answer(response, 200, { toxics: Object.fromEntries(proxy.toxics) });
  if (method !== "POST") return answer(response, 405, { message: "expected GET, POST or DELETE" });
  // What a page of another site can send without being asked has no such type.
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    return answer(response, 415, { message: "content-type: expected application/json" });
  }
  const toxic: unknown = await json(request).catch(() => undefined);
  // Checked by the proxy, which names what is wrong.
  return answer(response, 200, { name: await proxy.add(toxic as Toxic) });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}
