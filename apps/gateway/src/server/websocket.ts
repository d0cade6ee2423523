import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { isPlenticoreError, PlenticoreError, Secret } from "@plenticore/core";
import { type ExecutionResult, execute, type GraphQLError } from "graphql";
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols, makeServer } from "graphql-ws";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { Rates } from "../limits/rates.ts";
import type { Refusals } from "../limits/refusals.ts";
import type { Strangers } from "../limits/strangers.ts";
import type { Leave } from "../limits/take-place.ts";
import type { Turns } from "../limits/turns.ts";
import type { Cohorts } from "../live/cohorts.ts";
import type { LiveLimits, Places } from "../live/limits.ts";
import { Membership } from "../live/membership.ts";
import { Outlet } from "../live/outlet.ts";
import type { Logger } from "../log.ts";
import type { Operations } from "../operations/operations.ts";
import type { Operation } from "../operations/types.ts";
import type { Context } from "../schema/index.ts";
import { FloodingKeys, type FloodLimit, floodWindowMs, Intake } from "./intake.ts";
import type { ObservedOperation, ObserveOperation } from "./observe-operation.ts";

/** Close codes beside those of graphql-transport-ws; docs/live.md tells them to clients. */
export const closeCodes = {
  /** The client did not read: over `bufferedBytes`, or nothing for `stallSeconds`. */
  slow: 4413,
  /** The client sent more than `messagesPer10s`, or went on over its key's rates. */
  flood: 4414,
  /** Over `sockets`, `socketsPerKey` or `socketsPerAddress`. */
  tooMany: 4415,
} as const;

export interface WebSocketOptions {
  readonly authenticate: Authenticate;
  readonly isCurrent: (viewer: Viewer) => boolean;
  readonly contextOf: (viewer: Viewer, signal: AbortSignal) => Context;
  /** Who sent the upgrade request. */
  readonly clientOf: (request: IncomingMessage) => string;
  readonly refusals: Refusals;
  readonly strangers: Strangers;
  readonly operations: Operations;
  readonly rates: Rates;
  readonly turns: Turns;
  readonly cohorts: Cohorts;
  readonly maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[];
  readonly limits: LiveLimits;
  readonly places: Places;
  readonly observe: ObserveOperation;
  /** Monotonic, in ms. */
  readonly now: () => number;
  readonly log: Logger;
}

/** One client. */
interface Client {
  readonly socket: WebSocket;
  readonly intake: Intake;
  readonly outlet: Outlet;
  readonly gone: AbortController;
  /** Of the upgrade request; `connection_init` may bring another. */
  readonly authorization: Secret | undefined;
  readonly address: string;
  readonly running: Map<string, Membership | undefined>;
  viewer: Viewer | undefined;
  /** For when it is admitted. */
  readonly becomeKnown: Leave | undefined;
  leave: Leave[];
  isAlive: boolean;
}

const tickMs = 1000;
/** A client that does not even read the reason is left alone after this. */
const lastWordMs = 1000;

/** GraphQL over WebSocket, subprotocol `graphql-transport-ws`. */
export class WebSocketTransport {
  readonly #options: WebSocketOptions;
  readonly #server: WebSocketServer;
  readonly #clients = new Set<Client>();
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, Client>>;
  readonly #ticking: NodeJS.Timeout;
  /** Queries and mutations that are being answered. */
  readonly #executing = new Set<Promise<ExecutionResult>>();
  #closing = false;
  readonly #flooding: FloodingKeys;
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
    this.#protocol = this.#makeProtocol();
    this.#flooding = new FloodingKeys(now);
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
    for (const client of this.#clients) this.#isStillWelcome(client, "the key was changed or revoked");
  }

  /** Whether the key stands, or the token is still good; else it is the client's end. */
  #isStillWelcome(client: Client, why = "the token has expired"): boolean {
    const { viewer } = client;
    if (viewer === undefined || this.#options.isCurrent(viewer)) return true;
    this.#end(client, CloseCode.Forbidden, why);
    return false;
  }

  /** Completes what runs and says goodbye. What was asked for or written before is answered, too. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#ticking);
    const clients = [...this.#clients];
    for (const { running } of clients) for (const one of running.values()) await one?.return();
    await Promise.allSettled(this.#executing);
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
    const { places, strangers, limits, now, log, clientOf } = this.#options;
    const address = clientOf(request);
    const stranger = strangers.socket(address, request.socket);
    const place = stranger && places.socket();
    const client: Client = {
      socket,
      intake: new Intake(socket, { limits, onFlood: (limit, reason) => this.#endFlood(client, limit, reason) }),
      outlet: new Outlet(socket, stream, now),
      gone: new AbortController(),
      authorization: headerOf(request),
      address,
      running: new Map(),
      viewer: undefined,
      becomeKnown: stranger,
      leave: [place, stranger].filter((one) => one !== undefined),
      isAlive: true,
    };
    this.#clients.add(client);
    socket.on("error", (error) => log.debug("a socket failed", { error: error.message }));
    if (stranger === undefined) {
      const most = limits.socketsPerAddress;
      this.#end(client, closeCodes.tooMany, `limits.socketsPerAddress: this address has ${most} without a key already`);
    } else if (place === undefined) {
      this.#end(client, closeCodes.tooMany, `limits.sockets: there are ${limits.sockets} already`);
    }
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => this.#send(client, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on("message", (data) => {
            // Who was told to go may still talk for a while, with rights that it may have lost.
            if (!client.intake.take() || this.#closing || socket.readyState !== socket.OPEN) return;
            handle(textOf(data)).catch((error: unknown) => {
              if (isNotForServers(error)) {
                socket.close(CloseCode.BadRequest, "a message for clients only");
                return;
              }
              log.error("a message could not be handled", {
                error: error instanceof Error ? error.message : typeof error,
              });
              socket.close(CloseCode.InternalServerError, "the gateway made a mistake; its log tells more");
            });
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
      client.gone.abort();
      client.outlet.close();
      for (const leave of client.leave) leave();
      for (const membership of client.running.values()) void membership?.return();
      void closed(code, String(reason));
    });
  }

  #makeProtocol() {
    const { limits, contextOf, operations, rates, turns, observe } = this.#options;
    return makeServer<Record<string, unknown>, Client>({
      connectionInitWaitTimeout: limits.initSeconds * 1000,
      onConnect: ({ extra: client, connectionParams }) => this.#admit(client, connectionParams?.["authorization"]),
      onSubscribe: async ({ extra: client }, id, payload) => {
        const { viewer } = client;
        if (viewer === undefined) throw new Error("a client subscribed before it was admitted");
        const observed = observe(() => traceparentOf(payload));
        if (!this.#isStillWelcome(client)) {
          return this.#refused(observed, [new PlenticoreError("UNAUTHENTICATED", "the token has expired")]);
        }
        if (client.running.has(id)) {
          // Completed so early that it had not begun.
          client.socket.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
          return this.#refused(observed, [new PlenticoreError("BAD_INPUT", "this id is still in use")]);
        }
        if (client.running.size >= limits.subscriptionsPerSocket) {
          return this.#refused(observed, [this.#options.places.overPerSocket()]);
        }
        try {
          rates.request(viewer, payload);
          operations.admitDocument(payload, viewer);
        } catch (error) {
          // Who asks on when told to come later costs as much as who is answered.
          client.intake.overRate();
          return this.#refused(observed, [error]);
        }
        // Before anything is awaited: it counts from now on.
        client.running.set(id, undefined);
        if (viewer.hasKey) await turns.take(viewer.name);
        const operation = operations.prepare(payload, contextOf(viewer, client.gone.signal));
        if (!("length" in operation)) return { ...operation.args, operation, id, client, observed };
        client.running.delete(id);
        return this.#refused(observed, operation);
      },
      execute: (args) => {
        const answer = this.#answer(args as unknown as Prepared).finally(() => this.#executing.delete(answer));
        this.#executing.add(answer);
        return answer;
      },
      subscribe: async (args) => {
        const prepared = args as unknown as Prepared;
        const { operation, observed } = prepared;
        const { type, name } = operation;
        const begun = await observed.run(() => this.#subscribe(prepared));
        const errors = observed.end({ type, name, errors: "errors" in begun ? begun.errors : undefined });
        return errors === undefined ? begun : { errors };
      },
      onComplete: ({ extra: client }, id) => {
        client.running.delete(id);
        client.outlet.forget(id);
      },
    });
  }

  /** Who may come in. `false` closes with 4403. */
  async #admit(client: Client, given: unknown): Promise<boolean> {
    const { authenticate, places, refusals, log } = this.#options;
    let viewer: Viewer;
    try {
      viewer = await authenticate(typeof given === "string" ? given : client.authorization?.reveal());
    } catch (error) {
      if (!isPlenticoreError(error)) throw error;
      const held = refusals.hold(client.address, client.gone.signal);
      if (held === undefined) {
        log.warn("refused a client", { client: client.address, reason: error.message });
      } else {
        client.intake.shut();
        await held;
      }
      this.#close(client, CloseCode.Unauthorized, error.message);
      return false;
    }
    // Who went away meanwhile would keep his place for ever.
    if (client.gone.signal.aborted) return false;
    client.viewer = viewer;
    const place = places.socketOf(viewer);
    if (place === undefined) {
      this.#end(client, closeCodes.tooMany, "limits.socketsPerKey: this key has as many sockets already");
      return false;
    }
    client.leave.push(place);
    if (!this.#flooding.has(viewer.name)) {
      client.becomeKnown?.();
      return true;
    }
    // Not at once, or it would be a flood of its own.
    client.intake.shut();
    await sleep(lastWordMs, undefined, { ref: false });
    this.#end(client, closeCodes.flood, "limits.messagesPer10s: this key has sent too much, come again later");
    return false;
  }

  async #answer({ operation, observed }: Prepared): Promise<ExecutionResult> {
    const { type, name } = operation;
    const result = await observed.run(() => this.#execute(operation));
    const errors = observed.end({ type, name, errors: result.errors });
    return errors === result.errors || errors === undefined ? result : { ...result, errors };
  }

  async #execute({ args, extensions }: Operation): Promise<ExecutionResult> {
    const { data, errors } = await execute(args);
    return {
      ...(errors && { errors: this.#options.maskErrors(errors) }),
      ...(data !== undefined && { data }),
      ...(extensions && { extensions: { ...extensions } }),
    };
  }

  async #subscribe({ operation, id, client }: Prepared) {
    const { places, cohorts, maskErrors } = this.#options;
    const { viewer } = client;
    if (viewer === undefined) throw new Error("a client subscribed before it was admitted");
    let membership: Membership | undefined;
    let leave: (() => void) | undefined;
    try {
      if (client.gone.signal.aborted) throw new PlenticoreError("CANCELLED", "the client is gone");
      const place = places.subscription(viewer);
      const member: Membership = new Membership(() => {
        place();
        leave?.();
        client.outlet.forget(id);
      });
      membership = member;
      client.running.set(id, member);
      const joined = await cohorts.join(operation, viewer, {
        next: (key, text) => {
          if (!member.left) client.outlet.next(id, key, text);
        },
        drained: () => (member.left ? undefined : client.outlet.drained()),
        end: () => void member.return(),
      });
      if (joined.errors !== undefined) {
        await member.return();
        return { errors: joined.errors };
      }
      ({ leave } = joined);
      if (member.left) leave();
      return member;
    } catch (error) {
      await membership?.return();
      return { errors: maskErrors([error]) };
    }
  }

  #send(client: Client, data: string): Promise<void> {
    const { socket, outlet } = client;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    // What waits, without this one: an answer may be longer than what may wait, and nobody reads faster than the network.
    if (outlet.bufferedBytes > this.#options.limits.bufferedBytes) {
      this.#endSlow(client, "bufferedBytes");
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      // Who went away meanwhile wants no answer.
      socket.send(data, { binary: false, compress: false }, () => resolve());
      outlet.noteWritten();
    });
  }

  #endFlood(client: Client, limit: FloodLimit, reason: string): void {
    this.#options.places.floodClosed(limit);
    // Without keys everybody has the same name.
    if (client.viewer?.hasKey === true) this.#flooding.note(client.viewer.name);
    this.#end(client, closeCodes.flood, reason);
  }

  #endSlow(client: Client, name: "stallSeconds" | "bufferedBytes"): void {
    this.#options.places.slowClosed(name);
    this.#end(client, closeCodes.slow, "the client did not read");
  }

  /** Sends away who stays against the rules. */
  #end(client: Client, code: number, reason: string): void {
    const { log } = this.#options;
    // Strangers must not fill the log: the counts tell of them.
    const tell = client.viewer === undefined ? log.debug : log.info;
    tell("ended a client", { code, reason, key: client.viewer?.name ?? null });
    this.#close(client, code, reason);
  }

  /** For good after `lastWordMs`, whether it answers or not. */
  #close({ socket }: Client, code: number, reason: string): void {
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), lastWordMs).unref();
  }

  #tick(): void {
    const { limits, now } = this.#options;
    const time = now();
    const newWindow = time - this.#windowSince >= floodWindowMs;
    const keepAlive = time - this.#keptAliveAt >= limits.keepAliveSeconds * 1000;
    if (newWindow) this.#windowSince = time;
    this.#flooding.sweep();
    if (keepAlive) this.#keptAliveAt = time;
    for (const client of this.#clients) {
      const { socket, intake, outlet } = client;
      if (socket.readyState !== socket.OPEN) continue;
      intake.tick(newWindow);
      if (!this.#isStillWelcome(client)) continue;
      if (outlet.stalledMs() >= limits.stallSeconds * 1000) {
        this.#endSlow(client, "stallSeconds");
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

  #refused(observed: ObservedOperation, errors: readonly unknown[]): GraphQLError[] {
    const masked = this.#options.maskErrors(errors);
    return [...(observed.end({ type: "unknown", errors: masked }) ?? [])];
  }
}

/** What the protocol's library throws of a message that only servers send. */
const isNotForServers = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith("Unexpected message of type");

const headerOf = ({ headers: { authorization } }: IncomingMessage): Secret | undefined =>
  authorization === undefined ? undefined : new Secret(authorization);

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString();

interface Prepared {
  readonly operation: Operation;
  readonly id: string;
  readonly client: Client;
  readonly observed: ObservedOperation;
}

/** A message has no headers of its own. */
const traceparentOf = ({
  extensions,
}: {
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}) => (typeof extensions?.["traceparent"] === "string" ? extensions["traceparent"] : undefined);

export const isGraphQLUpgrade = ({ headers }: IncomingMessage): boolean =>
  (headers["sec-websocket-protocol"] ?? "").split(",").some((one) => one.trim() === GRAPHQL_TRANSPORT_WS_PROTOCOL);
