import { X509Certificate } from "node:crypto";
import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Simulator } from "@plenticore/simulator";
import { generate } from "selfsigned";
import { closeAfterwards } from "./rig.ts";

/** Answers a request, or gives false: then the device does. */
export type Meddle = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface HttpFront {
  readonly url: string;
  meddle: Meddle;
}

/** An HTTP server before a device that answers in its place when it likes to. */
export async function startHttpFront({ port }: Pick<Simulator, "port">): Promise<HttpFront> {
  const server = createHttpServer((request, response) => {
    if (front.meddle(request, response)) {
      request.resume();
      return;
    }
    const { method = "GET", url = "/", headers } = request;
    const onward = httpRequest({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  const front: HttpFront = { url: await listen(server, "http"), meddle: () => false };
  return front;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint256: string;
}

/** As the device has it: self-signed, named SCB, and expired (FACTS 1.8). */
export async function makeCertificate(): Promise<Certificate> {
  const pem = await generate([{ name: "commonName", value: "SCB" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date("2017-01-01T00:00:00Z"),
    notAfterDate: new Date("2018-01-01T00:00:00Z"),
  });
  return { key: pem.private, cert: pem.cert, fingerprint256: new X509Certificate(pem.cert).fingerprint256 };
}

export interface TlsFront {
  readonly url: string;
  /** Bytes that clients have sent under the certificate that is shown now. */
  readonly heard: number;
  /** Shows another certificate from now on, and ends the connections under the one before. */
  show(certificate: Certificate): void;
}

/** A TLS server before a device that speaks plain HTTP. */
export async function startTlsFront({ port }: Pick<Simulator, "port">, first: Certificate): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  let heard = 0;
  const server = createTlsServer({ key: first.key, cert: first.cert }, (socket) => {
    sockets.add(socket);
    const onward = connect({ host: "127.0.0.1", port });
    for (const one of [socket, onward]) one.on("error", () => undefined);
    socket.on("data", (data: Buffer) => {
      heard += data.length;
    });
    socket.on("close", () => {
      sockets.delete(socket);
      onward.destroy();
    });
    socket.pipe(onward).pipe(socket);
  });
  return {
    url: await listen(server, "https"),
    get heard() {
      return heard;
    },
    show({ key, cert }) {
      server.setSecureContext({ key, cert });
      heard = 0;
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listen(server: Server, scheme: string): Promise<string> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closeAfterwards(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
