import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isPlenticoreError } from "@plenticore/core";
import { CloseCode } from "graphql-ws";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { RefusalLines } from "../limits/refusal-lines.ts";
import type { Refusals } from "../limits/refusals.ts";
import type { Strangers } from "../limits/strangers.ts";
import type { Leave } from "../limits/take-place.ts";
import type { LiveLimits, Places } from "../live/limits.ts";
import type { Logger } from "../log.ts";
import { FloodingKeys, type FloodLimit } from "./intake.ts";
import { closeCodes, lastWordMs, type SocketClient } from "./socket-client.ts";

export interface SocketAdmissionOptions {
  readonly authenticate: Authenticate;
  readonly isCurrent: (viewer: Viewer) => boolean;
  readonly refusals: Refusals;
  readonly refusalLines: RefusalLines;
  readonly strangers: Strangers;
  readonly limits: LiveLimits;
  readonly places: Places;
  /** Monotonic, in ms. */
  readonly now: () => number;
  readonly log: Logger;
}

/** Who may come in by WebSocket, and stay: strangers, keys that flood, keys that were revoked. */
export class SocketAdmission {
  readonly #options: SocketAdmissionOptions;
  readonly #flooding: FloodingKeys;
  /** What makes a stranger known. */
  readonly #strangers = new WeakMap<SocketClient, Leave>();

  constructor(options: SocketAdmissionOptions) {
    this.#options = options;
    this.#flooding = new FloodingKeys(options.now);
  }

  /** Gives a new client its place, or ends it. */
  opened(client: SocketClient, { socket: connection }: IncomingMessage): void {
    const { strangers, places, limits } = this.#options;
    const becomeKnown = strangers.socket(client.address, connection);
    if (becomeKnown === undefined) {
      const most = limits.socketsPerAddress;
      client.end(closeCodes.tooMany, `limits.socketsPerAddress: this address has ${most} without a key already`);
      return;
    }
    this.#strangers.set(client, becomeKnown);
    client.leave.push(becomeKnown);
    const place = places.socket();
    if (place === undefined) client.end(closeCodes.tooMany, `limits.sockets: there are ${limits.sockets} already`);
    else client.leave.push(place);
  }

  /** @param given with `connection_init`. @returns whether it may come in; `false` closes with 4403 unless it was closed before */
  async admit(client: SocketClient, given: unknown): Promise<boolean> {
    const { authenticate, places } = this.#options;
    let viewer: Viewer;
    try {
      viewer = await authenticate(typeof given === "string" ? given : client.authorization?.reveal());
    } catch (error) {
      if (!isPlenticoreError(error)) throw error;
      await this.#refuse(client, error.message);
      return false;
    }
    // Who went away meanwhile would keep his place for ever.
    if (client.gone.signal.aborted) return false;
    client.viewer = viewer;
    const place = places.socketOf(viewer);
    if (place === undefined) {
      client.end(closeCodes.tooMany, "limits.socketsPerKey: this key has as many sockets already");
      return false;
    }
    client.leave.push(place);
    if (!this.#flooding.has(viewer.name)) {
      this.#strangers.get(client)?.();
      return true;
    }
    // Not at once, or it would be a flood of its own.
    client.intake.shut();
    await sleep(lastWordMs, undefined, { ref: false });
    client.end(closeCodes.flood, "limits.messagesPer10s: this key has sent too much, come again later");
    return false;
  }

  /** Ends a client that floods; its key waits for its next socket. */
  flooded(client: SocketClient, limit: FloodLimit, reason: string): void {
    this.#options.places.floodClosed(limit);
    // Without keys everybody has the same name.
    if (client.viewer?.hasKey === true) this.#flooding.note(client.viewer.name);
    client.end(closeCodes.flood, reason);
  }

  /** Whether the key stands, or the token is still good; else it is the client's end. */
  mayStay(client: SocketClient, why = "the token has expired"): boolean {
    const { viewer } = client;
    if (viewer === undefined || this.#options.isCurrent(viewer)) return true;
    client.end(CloseCode.Forbidden, why);
    return false;
  }

  /** Forgets who has flooded long ago. */
  tick(): void {
    this.#flooding.sweep();
  }

  async #refuse(client: SocketClient, reason: string): Promise<void> {
    const { refusals, refusalLines, log } = this.#options;
    const drop = () => client.socket.terminate();
    const held = refusals.hold(client.address, { gone: client.gone.signal, drop });
    if (held === undefined) {
      refusalLines.add(() => log.warn("refused a client", { client: client.address, reason }));
    } else {
      refusalLines.leaveOut();
      client.intake.shut();
      await held;
    }
    client.close(CloseCode.Unauthorized, reason);
  }
}
