import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecutionArgs } from "graphql";
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols, makeServer } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { floodWindowMs } from "./intake.ts";
import { SocketAdmission, type SocketAdmissionOptions } from "./socket-admission.ts";
import { lastWordMs, SocketClient, textOf } from "./socket-client.ts";
import { type Prepared, SocketOperations, type SocketOperationsOptions } from "./socket-operations.ts";

export interface WebSocketOptions extends SocketAdmissionOptions, SocketOperationsOptions {
  /** Who sent the upgrade request. */
  readonly clientOf: (request: IncomingMessage) => string;
}

const tickMs = 1000;

/** GraphQL over WebSocket, subprotocol `graphql-transport-ws`. */
export class WebSocketTransport {
  readonly #options: WebSocketOptions;
  readonly #server: WebSocketServer;
  readonly #clients = new Set<SocketClient>();
  readonly #admission: SocketAdmission;
  readonly #operations: SocketOperations;
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, SocketClient>>;
  readonly #ticking: NodeJS.Timeout;
  #closing = false;
  #windowSince: number;
  #keptAliveAt: number;

  constructor(options: WebSocketOptions) {
    this.#options = options;
    const { limits, now } = options;
    this.#server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: limits.messageBytes,
      // Each message is dealt with before the next one: an id may be used again right after its `complete`.
      allowSynchronousEvents: false,
      handleProtocols: (protocols) => handleProtocols(protocols),
    });
    this.#admission = new SocketAdmission(options);
    this.#operations = new SocketOperations(options);
    this.#protocol = this.#makeProtocol();
    this.#windowSince = now();
    this.#keptAliveAt = now();
    this.#ticking = setInterval(() => this.#tick(), tickMs);
    this.#ticking.unref();
  }

  /** Takes over an upgrade request that was found good. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#opened(socket, stream, request));
  }

  /** Ends clients whose key is no longer what it was when they came. */
  recheck(): void {
    for (const client of this.#clients) this.#admission.mayStay(client, "the key was changed or revoked");
  }

  /** Completes what runs and says goodbye. What was asked for or written before is answered, too. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#ticking);
    const clients = [...this.#clients];
    for (const { running } of clients) for (const one of running.values()) await one?.return();
    await this.#operations.settled();
    // The messages that complete were made in the ticks after.
    await new Promise((resolve) => setImmediate(resolve));
    for (const { socket } of clients) socket.close(1001, "the gateway is closing");
    const closed = clients.map(({ socket }) => new Promise((resolve) => socket.once("close", resolve)));
    const patience = setTimeout(() => {
      for (const { socket } of clients) socket.terminate();
    }, lastWordMs);
    await Promise.all(closed);
    clearTimeout(patience);
  }

  #opened(socket: WebSocket, stream: Duplex, request: IncomingMessage): void {
    const { log } = this.#options;
    const client = new SocketClient(socket, stream, request, {
      ...this.#options,
      address: this.#options.clientOf(request),
      onFlood: (...flood) => this.#admission.flooded(...flood),
    });
    this.#clients.add(client);
    socket.on("error", (error) => log.debug("a socket failed", { error: error.message }));
    this.#admission.opened(client, request);
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => client.send(data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on("message", (data) => {
            // Who was told to go may still talk for a while, with rights that it may have lost.
            if (!client.intake.take() || this.#closing || socket.readyState !== socket.OPEN) return;
            handle(textOf(data)).catch((error: unknown) => this.#failed(socket, error));
          });
        },
      },
      client,
    );
    socket.on("ping", () => client.intake.take());
    socket.on("pong", () => {
      client.isAlive = true;
      client.intake.take();
    });
    socket.once("close", (code, reason) => {
      this.#clients.delete(client);
      client.left();
      void closed(code, String(reason));
    });
  }

  #failed(socket: WebSocket, error: unknown): void {
    if (isNotForServers(error)) {
      socket.close(CloseCode.BadRequest, "a message for clients only");
      return;
    }
    this.#options.log.error("a message could not be handled", {
      error: error instanceof Error ? error.message : typeof error,
    });
    socket.close(CloseCode.InternalServerError, "the gateway made a mistake; its log tells more");
  }

  #makeProtocol() {
    const admission = this.#admission;
    const operations = this.#operations;
    return makeServer<Record<string, unknown>, SocketClient>({
      connectionInitWaitTimeout: this.#options.limits.initSeconds * 1000,
      onConnect: ({ extra: client, connectionParams }) => admission.admit(client, connectionParams?.["authorization"]),
      onSubscribe: async ({ extra: client }, id, payload) => {
        const prepared = await operations.prepare(client, id, payload, () => admission.mayStay(client));
        return Array.isArray(prepared) ? prepared : { ...prepared.operation.args, ...prepared };
      },
      execute: (args) => operations.answer(preparedOf(args)),
      subscribe: (args) => operations.subscribe(preparedOf(args)),
      onComplete: ({ extra: client }, id) => {
        client.running.delete(id);
        client.outlet.forget(id);
      },
    });
  }

  #tick(): void {
    const { limits, now } = this.#options;
    const time = now();
    const newWindow = time - this.#windowSince >= floodWindowMs;
    const keepAlive = time - this.#keptAliveAt >= limits.keepAliveSeconds * 1000;
    if (newWindow) this.#windowSince = time;
    if (keepAlive) this.#keptAliveAt = time;
    this.#admission.tick();
    for (const client of this.#clients) {
      const { socket, intake, outlet } = client;
      if (socket.readyState !== socket.OPEN) continue;
      intake.tick(newWindow);
      if (!this.#admission.mayStay(client)) continue;
      if (outlet.stalledMs() >= limits.stallSeconds * 1000) {
        client.endSlow("stallSeconds");
      } else if (outlet.isBlocked) {
        // A ping would wait behind the rest; whether it is taken tells as much.
        client.isAlive = true;
      } else if (keepAlive) {
        // A connection that is half open would stay for ever.
        if (!client.isAlive) socket.terminate();
        else {
          client.isAlive = false;
          socket.ping();
        }
      }
    }
  }
}

/** The library hands back what `onSubscribe` gave. */
const preparedOf = (args: ExecutionArgs): Prepared => args as unknown as Prepared;

/** What the protocol's library throws of a message that only servers send. */
const isNotForServers = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith("Unexpected message of type");

export const isGraphQLUpgrade = ({ headers }: IncomingMessage): boolean =>
  (headers["sec-websocket-protocol"] ?? "").split(",").some((one) => one.trim() === GRAPHQL_TRANSPORT_WS_PROTOCOL);
