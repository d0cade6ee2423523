import { X509Certificate } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { generate } from "selfsigned";
import type { RestRuntime } from "../src/index.ts";

/** A server on a free port of this machine; `dispose` cuts its connections. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Connections that were made so far. */
  readonly connections: number;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export async function serveHttp(listener: Listener): Promise<TestServer> {
  return listen(createHttpServer(listener), "http");
}

export async function serveTcp(listener: (socket: Socket) => void): Promise<TestServer> {
  return listen(
    createTcpServer((socket) => {
      socket.on("error", () => undefined);
      listener(socket);
    }),
    "http",
  );
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint256: string;
}

/** A certificate as the device has it: self-signed, named SCB; expired where asked. */
export async function makeCertificate(options: { readonly expired?: boolean } = {}): Promise<Certificate> {
  const notBeforeDate = new Date("2017-01-01T00:00:00Z");
  const notAfterDate = new Date(options.expired === true ? "2018-01-01T00:00:00Z" : "2117-01-01T00:00:00Z");
  const pem = await generate([{ name: "commonName", value: "SCB" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate,
    notAfterDate,
  });
  return { key: pem.private, cert: pem.cert, fingerprint256: new X509Certificate(pem.cert).fingerprint256 };
}

/** `show` changes the certificate for connections to come. */
export async function serveHttps(
  certificate: Certificate,
  listener: Listener,
): Promise<TestServer & { show(certificate: Certificate): void }> {
  const server = createHttpsServer({ key: certificate.key, cert: certificate.cert }, listener);
  const show = ({ key, cert }: Certificate): void => server.setSecureContext({ key, cert });
  return Object.assign(await listen(server, "https"), { show });
}

async function listen(server: Server, scheme: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Answers everything with a status, a body and headers. */
export function answering(
  status: number,
  body: string | Buffer = "",
  headers: Record<string, string> = { "content-type": "application/json" },
): Listener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  };
}

/** Time that passes when a test says so. */
export class ManualTime implements RestRuntime {
  readonly #timers = new Set<{ readonly delayMs: number; readonly work: () => void }>();

  after(delayMs: number, work: () => void): () => void {
    const timer = { delayMs, work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Delays that are running. */
  get running(): readonly number[] {
    return [...this.#timers].map((timer) => timer.delayMs);
  }

  /** Lets all running delays end that are no longer than this. */
  pass(delayMs: number): void {
    for (const timer of this.#timers) {
      if (timer.delayMs > delayMs) continue;
      this.#timers.delete(timer);
      timer.work();
    }
  }
}

/** A promise and the function that fulfils it: for facts that a server sees and a test waits for. */
export function fact<Value = void>(): { readonly happened: Promise<Value>; readonly happen: (value: Value) => void } {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { happened: promise, happen: resolve };
}

export const version = { sw_version: "01.26.09454", name: "PUCK RESTful API", api_version: "0.2.0", hostname: "scb" };
