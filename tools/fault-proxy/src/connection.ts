import type { Socket } from "node:net";
import type { Clock } from "./clock.ts";
import { createEffect, type Effect } from "./effects.ts";
import { Lane } from "./lane.ts";
import type { Stream, Toxic } from "./toxics.ts";

interface Attached {
  readonly effect: Effect;
  readonly lane: Lane;
  readonly removed: AbortController;
}

/** A client, a server, and what goes wrong between them. */
export class Connection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #lanes: Readonly<Record<Stream, Lane>>;
  readonly #attached = new Map<string, Attached>();
  readonly #broken = new Set<Socket>();
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(client: Socket, server: Socket, clock: Clock, random: () => number) {
    this.#client = client;
    this.#server = server;
    this.#clock = clock;
    this.#random = random;
    this.#lanes = { upstream: new Lane(client, server, clock), downstream: new Lane(server, client, clock) };
    for (const socket of [client, server]) this.#watch(socket);
  }

  attach(name: string, toxic: Toxic): void {
    const stream = toxic.stream ?? "downstream";
    if (toxic.type === "half_open") {
      this.#vanish(stream);
      return;
    }
    const lane = this.#lanes[stream];
    const removed = new AbortController();
    const effect = createEffect(toxic, {
      clock: this.#clock,
      random: this.#random,
      removed: removed.signal,
      target: { close: () => this.#close(), reset: () => this.reset() },
    });
    this.#attached.set(name, { effect, lane, removed });
    lane.effects.add(effect);
  }

  detach(name: string): void {
    const attached = this.#attached.get(name);
    this.#attached.delete(name);
    attached?.lane.effects.delete(attached.effect);
    attached?.removed.abort();
    this.#tellBroken();
  }

  reset(): void {
    for (const socket of [this.#client, this.#server]) socket.resetAndDestroy();
  }

  /** For the end of the proxy. */
  destroy(): void {
    for (const socket of [this.#client, this.#server]) socket.destroy();
  }

  /** The sender of `stream` goes; the other side keeps a connection that says nothing. */
  #vanish(stream: Stream): void {
    for (const lane of Object.values(this.#lanes)) lane.silence();
    (stream === "downstream" ? this.#server : this.#client).destroy();
  }

  /** After what was handed on; what still comes is not read. */
  #close(): void {
    for (const socket of [this.#client, this.#server]) socket.destroySoon();
  }

  /** How one side ended is how the other ends, unless nobody may know yet. */
  #watch(socket: Socket): void {
    socket.on("error", () => this.#broken.add(socket));
    socket.on("close", () => {
      this.#tellBroken();
      if (this.#client.destroyed && this.#server.destroyed) this.#over();
    });
  }

  #tellBroken(): void {
    const { upstream, downstream } = this.#lanes;
    if (this.#broken.has(this.#client) && !upstream.mute) this.#server.resetAndDestroy();
    if (this.#broken.has(this.#server) && !downstream.mute) this.#client.resetAndDestroy();
  }

  #over(): void {
    for (const name of [...this.#attached.keys()]) this.detach(name);
  }
}
