import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SimulatorError } from "../errors.ts";

/** nginx's default, in ms. */
const KEEP_ALIVE = 75_000;

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** The device's socket: can be closed and opened again on the same port. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  #port: number;
  #change: Promise<void> = Promise.resolve();
  #wanted = true;
  #closed = false;

  constructor(host: string, port: number, serve: Serve) {
    this.#host = host;
    this.#port = port;
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE }, serve);
  }

  get port(): number {
    return this.#port;
  }

  /** @throws SimulatorError PORT_IN_USE, CANNOT_LISTEN */
  async open(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", reject);
    this.#server.listen(this.#port, this.#host, resolve);
    try {
      await promise;
    } catch (cause) {
      throw listenError(this.#host, this.#port, cause);
    } finally {
      this.#server.off("error", reject);
    }
    const address = this.#server.address();
    if (isAddress(address)) this.#port = address.port;
  }

  /** Refuses connections, or takes them again. */
  setReachable(wanted: boolean): void {
    if (wanted === this.#wanted || this.#closed) return;
    this.#wanted = wanted;
    if (!wanted) void this.#closeSocket();
    this.#change = this.#change.then(async () => {
      if (this.#wanted && !this.#server.listening) await this.open();
    });
    // Whoever wants to know whether it came to be asks settled(), which rejects.
    this.#change.catch(() => undefined);
  }

  /** @throws SimulatorError PORT_IN_USE where somebody took the port meanwhile */
  async settled(): Promise<void> {
    await this.#change;
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#closed = true;
    await Promise.allSettled([this.#change]);
    await this.#closeSocket();
  }

  async #closeSocket(): Promise<void> {
    if (!this.#server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }
}

function listenError(host: string, port: number, cause: unknown): SimulatorError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") {
    return new SimulatorError("PORT_IN_USE", `port ${port} of ${host} is in use: choose another one`, { cause });
  }
  const reason = typeof code === "string" ? code : "unknown reason";
  return new SimulatorError("CANNOT_LISTEN", `can't listen on ${host} port ${port} (${reason})`, { cause });
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
