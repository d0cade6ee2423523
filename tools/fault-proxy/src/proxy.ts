import { connect, createServer, type Server, type Socket } from "node:net";
import { type Clock, systemClock } from "./clock.ts";
import { Connection } from "./connection.ts";
import { FaultProxyError } from "./errors.ts";
import { seededRandom } from "./random.ts";
import { checkToxic, nameOf, type Toxic } from "./toxics.ts";

export interface Address {
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly port: number;
}

export interface FaultProxyOptions {
  /** Where connections go. */
  readonly upstream: Address;
  /** Where they come from; port 0 takes a free one. Default: a free port of 127.0.0.1. */
  readonly listen?: Address;
  /** In force from the start on. Default none. */
  readonly toxics?: readonly Toxic[];
  /** Of toxicity, jitter, slices and corruption: same seed, same numbers. Default 1. */
  readonly seed?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** A running proxy. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that were taken so far. */
  readonly accepted: number;
  /** Connections of which a side is open. */
  readonly open: number;
  /** In force, by name, in the order in which they work. */
  readonly toxics: ReadonlyMap<string, Toxic>;
  /** From now on, also on connections that stand. @returns its name @throws FaultProxyError BAD_TOXIC */
  add(toxic: Toxic): Promise<string>;
  /** @throws FaultProxyError UNKNOWN_TOXIC; CANNOT_LISTEN where somebody took the port of a `refuse` meanwhile */
  remove(name: string): Promise<void>;
  /** Removes all. */
  clear(): Promise<void>;
  /** Cuts all connections. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @throws FaultProxyError BAD_TOXIC, CANNOT_LISTEN */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = new TcpFaultProxy(options);
  await proxy.listen();
  for (const toxic of options.toxics ?? []) await proxy.add(toxic);
  return proxy;
}

class TcpFaultProxy implements FaultProxy {
  readonly host: string;
  readonly toxics = new Map<string, Toxic>();
  readonly #upstream: Address;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #connections = new Set<Connection>();
  #port: number;
  #server: Server | undefined;
  #accepted = 0;

  constructor({ upstream, listen = { port: 0 }, seed = 1, clock = systemClock, toxics = [] }: FaultProxyOptions) {
    for (const toxic of toxics) checkToxic(toxic);
    this.#upstream = upstream;
    this.host = listen.host ?? "127.0.0.1";
    this.#port = listen.port;
    this.#clock = clock;
    this.#random = seededRandom(seed);
  }

  get port(): number {
    return this.#port;
  }

  get accepted(): number {
    return this.#accepted;
  }

  get open(): number {
    return this.#connections.size;
  }

  async listen(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#take(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause: NodeJS.ErrnoException) => {
        this.#server = undefined;
        const what = `${this.host}:${this.#port}: ${cause.code ?? cause.message}`;
        reject(new FaultProxyError("CANNOT_LISTEN", `can't listen on ${what}`, { cause }));
      });
      server.listen(this.#port, this.host, resolve);
    });
    const address = server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
  }

  async add(toxic: Toxic): Promise<string> {
    const name = nameOf(checkToxic(toxic));
    if (this.toxics.has(name)) throw new FaultProxyError("BAD_TOXIC", `toxic: name: "${name}" is in force already`);
    // Of connections that stand only: there is nothing to keep.
    if (toxic.type !== "half_open") this.toxics.set(name, toxic);
    if (toxic.type === "refuse") this.#refuse();
    for (const connection of this.#connections) this.#attach(connection, name, toxic);
    return name;
  }

  async remove(name: string): Promise<void> {
    const toxic = this.toxics.get(name);
    if (toxic === undefined) throw new FaultProxyError("UNKNOWN_TOXIC", `toxic: "${name}" is not in force`);
    this.toxics.delete(name);
    for (const connection of this.#connections) connection.detach(name);
    if (toxic.type === "refuse" && !this.#refuses) await this.listen();
  }

  async clear(): Promise<void> {
    for (const name of [...this.toxics.keys()]) await this.remove(name);
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && new Promise((resolve) => server.close(resolve));
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #refuses(): boolean {
    return Array.from(this.toxics.values()).some(({ type }) => type === "refuse");
  }

  #refuse(): void {
    // Its connections go on; that they end some day is nothing to wait for.
    this.#server?.close();
    this.#server = undefined;
  }

  #take(client: Socket): void {
    this.#accepted += 1;
    const { host = "127.0.0.1", port } = this.#upstream;
    const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const connection = new Connection(client, server, this.#clock, this.#random);
    this.#connections.add(connection);
    const forget = (): void => {
      if (client.destroyed && server.destroyed) this.#connections.delete(connection);
    };
    client.on("close", forget);
    server.on("close", forget);
    for (const [name, toxic] of this.toxics) this.#attach(connection, name, toxic);
  }

  #attach(connection: Connection, name: string, toxic: Toxic): void {
    if (toxic.type === "refuse") return;
    if (this.#random() < (toxic.toxicity ?? 1)) connection.attach(name, toxic);
  }
}
