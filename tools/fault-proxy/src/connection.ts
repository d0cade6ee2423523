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
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(client: Socket, server: Socket, clock: Clock, random: () => number) {
    this.#client = client;
    this.#server = server;
    this.#clock = clock;
    this.#random = random;
    this.#lanes = { upstream: new Lane(client, server, clock), downstream: new Lane(server, client, clock) };
    this.#tells(client, server, this.#lanes.upstream);
    this.#tells(server, client, this.#lanes.downstream);
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

  /** How `from` ended is how `to` ends, unless nobody may know. */
  #tells(from: Socket, to: Socket, lane: Lane): void {
    let broken = false;
    from.on("error", () => {
      broken = true;
    });
    from.on("close", () => {
      if (broken && !lane.mute) to.resetAndDestroy();
      if (to.destroyed) this.#over();
    });
  }

  #over(): void {
    for (const name of [...this.#attached.keys()]) this.detach(name);
  }
}
